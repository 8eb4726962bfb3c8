/// Where the client keeps its files (XDG Base Directory Specification 0.8); nothing is created here.
package struct Directories: Hashable, Sendable {
    /// Holds `config.toml`, which is only read; `nil` when neither `XDG_CONFIG_HOME` nor `HOME` says where.
    package let config: String?
    /// Holds what must not be lost, by profile; `nil` also when it belongs to another user (``foreign``).
    package let data: String?
    /// Holds what can be fetched again; `nil` as for ``data``.
    package let cache: String?
    /// Gone at logout; `nil` when the session has none, and as for ``data``.
    package let runtime: String?
    /// The person's home directory.
    package let home: String?
    /// Those in which nothing may be created, because they belong to another user or others can write them.
    package let foreign: [Purpose: ForeignDirectory]

    /// What a directory is for.
    package enum Purpose: String, Hashable, Sendable, CaseIterable {
        case config, data, cache, runtime

        /// The variable, and the folder in the home directory for when it is not set (§3 of the specification).
        fileprivate var source: (variable: String, folder: String?) {
            switch self {
            case .config: ("XDG_CONFIG_HOME", ".config")
            case .data: ("XDG_DATA_HOME", ".local/share")
            case .cache: ("XDG_CACHE_HOME", ".cache")
            case .runtime: ("XDG_RUNTIME_DIR", nil)
            }
        }
    }

    /// Works out the places by the XDG Base Directory Specification; none of them is made.
    package init(environment: [String: String], owners: DirectoryOwners = .system) {
        home = Self.absolute(environment["HOME"])
        var usable: [Purpose: String] = [:]
        var foreign: [Purpose: ForeignDirectory] = [:]
        for purpose in Purpose.allCases {
            guard let (base, path) = Self.place(purpose, environment) else { continue }
            foreign[purpose] = owners.foreign(base, on: path, home: home)
            if purpose == .config || foreign[purpose] == nil { usable[purpose] = path }
        }
        (config, data, cache, runtime) = (usable[.config], usable[.data], usable[.cache], usable[.runtime])
        self.foreign = foreign
    }

    /// Where something is kept; `nil` as for each of them.
    package func path(_ purpose: Purpose) -> String? {
        switch purpose {
        case .config: config
        case .data: data
        case .cache: cache
        case .runtime: runtime
        }
    }

    /// The configuration file's path.
    package var configFile: String? {
        config.map { $0 + "/config.toml" }
    }

    /// Where one profile's journal, drafts and history are.
    package func profileData(_ profile: String) -> String? {
        data.map { $0 + "/" + profile }
    }

    /// Why there is no place for what must not be lost, where ``data`` is `nil`.
    package var reasonForNoData: String {
        foreign[.data]?.message ?? "there is no home directory; set HOME or XDG_DATA_HOME."
    }

    /// `path`, with `~/` as the home directory and a relative path seen from `directory`.
    func resolving(_ path: String, from directory: String) -> String {
        let path = expandingHome(path)
        return path.hasPrefix("/") ? path : directory + "/" + path
    }

    /// `path`, with `~/` as the home directory, as a shell would read it.
    package func expandingHome(_ path: String) -> String {
        guard let home, path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }

    private static func place(
        _ purpose: Purpose, _ environment: [String: String]
    ) -> (base: ForeignDirectory.Base, path: String)? {
        let (variable, folder) = purpose.source
        if let path = absolute(environment[variable]) {
            return (.init(variable: variable, path: path), path + "/customers")
        }
        guard let folder, let home = absolute(environment["HOME"]) else { return nil }
        return (.init(variable: "HOME", path: home), "\(home)/\(folder)/customers")
    }

    /// The specification has relative paths ignored.
    private static func absolute(_ path: String?) -> String? {
        guard var path, path.hasPrefix("/") else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
