/// One `[profiles.NAME]` of the configuration file.
struct ConfigProfile: Hashable, Sendable {
    let place: ConfigPlace
    let api: Placed<String>?
    let authentication: Placed<Scheme>?
    let tokenFile: Placed<String>?
    let credentialCommand: Placed<String>?
    let caFile: String?
    let cache: Placed<CachePlace>?
    let isReadOnly: Placed<Bool>?
    let replicates: Placed<Bool>?

    /// The values of `auth`.
    enum Scheme: String, Hashable, Sendable, CaseIterable {
        case none, bearer, aws
    }

    private static let keys = [
        "api", "auth", "token_file", "credential_command", "ca_file", "cache", "readonly", "replicate",
    ]

    init(_ table: ConfigTable, _ directories: Directories) throws(SettingsFailure) {
        try table.checkKeys(Self.keys)
        place = table.place
        api = try table.string("api")
        authentication = try table.choice("auth", of: Scheme.self)
        tokenFile = try table.path("token_file", directories)
        credentialCommand = try table.string("credential_command")
        caFile = try table.path("ca_file", directories)?.value
        cache = try table.choice("cache", of: CachePlace.self)
        isReadOnly = try table.bool("readonly")
        replicates = try table.bool("replicate")
        try checkAuthentication()
    }

    private func checkAuthentication() throws(SettingsFailure) {
        if let tokenFile, let credentialCommand {
            throw .twoTokenSources(
                tokenFile.place.line > credentialCommand.place.line ? tokenFile.place : credentialCommand.place)
        }
        if let authentication, authentication.value != .bearer, let source = tokenFile ?? credentialCommand {
            throw .tokenWithoutBearer(source.place, scheme: authentication.value.rawValue)
        }
    }

    /// Whether a token, or a signature, goes with every request.
    var carriesToken: Bool {
        tokenSource != nil || authentication.map { $0.value != .none } ?? false
    }

    /// Where the file says the token comes from.
    var tokenSource: Authentication.TokenSource? {
        tokenFile.map { .file($0.value) } ?? credentialCommand.map { .command($0.value) }
    }
}
