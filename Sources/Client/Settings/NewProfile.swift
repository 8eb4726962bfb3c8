/// A profile that is still to be written.
package struct NewProfile: Hashable, Sendable {
    package let name: String
    package let api: String
    package let signIn: SignIn
    package let cache: CachePlace?
    package let isReadOnly: Bool

    package enum SignIn: Hashable, Sendable {
        case none
        /// An absolute path, or one that begins with `~/`.
        case tokenFile(String)
        case credentialCommand(String)
    }

    package init(name: String, api: String, signIn: SignIn, cache: CachePlace? = nil, isReadOnly: Bool = false) {
        self.name = name
        self.api = api
        self.signIn = signIn
        self.cache = cache
        self.isReadOnly = isReadOnly
    }

    /// Its table as people are shown it, below an empty line.
    package var lines: [String] {
        [""] + table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// Its table, as a configuration file has it.
    package var table: String {
        var lines = ["[profiles.\(name)]", "api = \(Self.quoted(api))"]
        switch signIn {
        case .none: lines.append("auth = \"none\"")
        case .tokenFile(let path): lines += ["auth = \"bearer\"", "token_file = \(Self.quoted(path))"]
        case .credentialCommand(let command):
            lines += ["auth = \"bearer\"", "credential_command = \(Self.quoted(command))"]
        }
        if let cache { lines.append("cache = \"\(cache.rawValue)\"") }
        if isReadOnly { lines.append("readonly = true") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// What a file is with this profile at its end, and at its top the choice of it where there was no other.
    func appended(to text: String?, choosing isChosen: Bool) -> String {
        let text = text ?? ""
        let top = isChosen ? "profile = \"\(name)\"\n" + (text.isEmpty ? "" : "\n") : ""
        return top + text + (text.isEmpty || text.hasSuffix("\n") ? "" : "\n") + "\n" + table
    }

    /// A basic string (TOML 1.0, "String").
    private static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { (scalar: Unicode.Scalar) -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}
