/// Where a setting comes from, from the weakest to the strongest.
package enum Origin: Hashable, Sendable {
    /// Nobody said otherwise.
    case standard
    case file(ConfigPlace)
    case environment(String)
    case flag(String)

    /// As `status` and `doctor` show it.
    package var text: String {
        switch self {
        case .standard: "the default"
        case .file(let place): place.text
        case .environment(let name): name
        case .flag(let name): name
        }
    }
}

/// A line of a configuration file.
package struct ConfigPlace: Hashable, Sendable {
    /// The configuration file.
    package let path: String
    /// The first line is 1.
    package let line: Int

    /// A line of a file, from 1.
    package init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    /// `PATH:LINE`, as compilers and editors have it.
    package var text: String { "\(path):\(line)" }

    /// Whether what stands at `other` is weaker, or in the same file before this.
    package func isBehind(_ other: ConfigPlace) -> Bool {
        path == other.path ? line > other.line : other.path == HostConfig.system.path
    }
}
