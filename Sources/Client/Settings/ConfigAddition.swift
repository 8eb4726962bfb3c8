import Glibc

/// The person's configuration file with one more profile, as long as it is not written.
package struct ConfigAddition: Hashable, Sendable {
    /// Where the file is, links followed.
    package let path: String
    /// What it is to be.
    package let text: String
    /// What it was; `nil` when there was none.
    let before: String?
    private let file: ConfigFile
    private let profile: String
    private let api: String

    /// - Throws: ``SettingsFailure`` when the file cannot be read, or cannot have the profile at its end.
    package init(_ profile: NewProfile, _ directories: Directories) throws(SettingsFailure) {
        guard let path = directories.configFile else { throw .noHome }
        let old = try ConfigFile.own(directories)
        before = try ConfigFile.ownText(path)
        text = profile.appended(to: before, choosing: old?.choosesNone ?? true)
        file = try ConfigFile(path: path, text: text, directories: directories)
        self.path = Self.destination(path)
        self.profile = profile.name
        api = profile.api
    }

    /// Whether the profile is used without being asked for.
    package var isChosen: Bool { file.profile?.value == profile }

    /// What the settings are once it is written, whatever else the environment says of address and profile.
    package func settings(
        environment: [String: String], allowsInsecureHTTP: Bool, host: HostConfig = .system
    ) throws(SettingsFailure) -> ClientSettings {
        var environment = environment
        // A token beside another address belongs to that one.
        let address = environment["CUSTOMERS_API_URL"] ?? ""
        if !address.isEmpty, !CredentialOwner.isSame(address, api) { environment["CUSTOMERS_API_TOKEN"] = nil }
        for name in ["CUSTOMERS_API_URL", "CUSTOMERS_PROFILE"] { environment[name] = nil }
        let hosts = try ConfigFile.read(host, Directories(environment: environment))
        return try ClientSettings.resolve(
            file: hosts.map(file.over) ?? file, environment: environment,
            flags: SettingsFlags(profile: profile, allowsInsecureHTTP: allowsInsecureHTTP))
    }

    private static func destination(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}

extension ConfigFile {
    /// Whether no profile is chosen, and there is none to choose from.
    fileprivate var choosesNone: Bool { profile == nil && profiles.isEmpty }
}
