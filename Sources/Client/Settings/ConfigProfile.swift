/// One `[profiles.NAME]` of the configuration file.
struct ConfigProfile: Hashable, Sendable {
    let place: ConfigPlace
    private(set) var api: Placed<String>?
    private(set) var authentication: Placed<Scheme>?
    private(set) var tokenFile: Placed<String>?
    private(set) var credentialCommand: Placed<String>?
    private(set) var caFile: String?
    private(set) var cache: Placed<CachePlace>?
    private(set) var isReadOnly: Placed<Bool>?
    private(set) var replicates: Placed<Bool>?

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

// MARK: - The person's on top of the host's

extension ConfigProfile {
    /// What both say; where they say something of the same key, this one counts.
    func over(_ weaker: ConfigProfile) -> ConfigProfile {
        var both = self
        both.api = api ?? weaker.api
        both.caFile = caFile ?? weaker.caFile
        both.cache = cache ?? weaker.cache
        both.isReadOnly = isReadOnly ?? weaker.isReadOnly
        both.replicates = replicates ?? weaker.replicates
        both.takeSignIn(from: weaker)
        return both
    }

    /// Takes what does not contradict what this one says of the sign-in.
    private mutating func takeSignIn(from weaker: ConfigProfile) {
        let hasSource = tokenSource != nil
        if !hasSource, authentication?.value ?? .bearer == .bearer {
            (tokenFile, credentialCommand) = (weaker.tokenFile, weaker.credentialCommand)
        }
        if authentication == nil, !hasSource || weaker.authentication?.value == .bearer {
            authentication = weaker.authentication
        }
    }
}
