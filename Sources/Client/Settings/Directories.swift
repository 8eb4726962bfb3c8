/// Where the client keeps its files (XDG Base Directory Specification 0.8); nothing is created here.
package struct Directories: Hashable, Sendable {
    /// Holds `config.toml`; `nil` when neither `XDG_CONFIG_HOME` nor `HOME` says where.
    package let config: String?
    /// Holds what must not be lost, by profile.
    package let data: String?
    /// Holds what can be fetched again.
    package let cache: String?
    /// Gone at logout; `nil` when the session has none.
    package let runtime: String?
    /// The person's home directory.
    package let home: String?

    package init(environment: [String: String]) {
        home = Self.absolute(environment["HOME"])
        config = Self.base("XDG_CONFIG_HOME", orHome: ".config", environment)
        data = Self.base("XDG_DATA_HOME", orHome: ".local/share", environment)
        cache = Self.base("XDG_CACHE_HOME", orHome: ".cache", environment)
        runtime = Self.absolute(environment["XDG_RUNTIME_DIR"]).map { $0 + "/customers" }
    }

    /// The configuration file's path.
    package var configFile: String? {
        config.map { $0 + "/config.toml" }
    }

    /// Where one profile's journal, drafts and history are.
    package func profileData(_ profile: String) -> String? {
        data.map { $0 + "/" + profile }
    }

    /// `path`, with `~/` as the home directory and a relative path seen from `directory`.
    func resolving(_ path: String, from directory: String) -> String {
        if let home, path.hasPrefix("~/") { return home + path.dropFirst() }
        return path.hasPrefix("/") ? path : directory + "/" + path
    }

    private static func base(_ variable: String, orHome folder: String, _ environment: [String: String]) -> String? {
        let base = absolute(environment[variable]) ?? absolute(environment["HOME"]).map { $0 + "/" + folder }
        return base.map { $0 + "/customers" }
    }

    /// The specification has relative paths ignored.
    private static func absolute(_ path: String?) -> String? {
        guard var path, path.hasPrefix("/") else { return nil }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
