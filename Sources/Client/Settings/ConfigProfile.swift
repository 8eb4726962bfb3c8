import Domain

/// One `[profiles.NAME]` of the configuration file.
struct ConfigProfile: Hashable, Sendable {
    let place: ConfigPlace
    private(set) var api: Placed<String>?
    private(set) var authentication: Placed<Scheme>?
    private(set) var tokenFile: Placed<String>?
    private(set) var credentialCommand: Placed<String>?
    /// The address that the sign-in belongs to, as the file that has it says; `nil` when that says none.
    private(set) var signInAddress: String?
    private(set) var issuer: Placed<String>?
    private(set) var clientID: Placed<String>?
    private(set) var scopes: Placed<[String]>?
    private(set) var audience: Placed<String>?
    private(set) var caFile: String?
    /// The user whom the server runs as on this machine.
    private(set) var serverUser: Placed<String>?
    private(set) var cache: Placed<CachePlace>?
    private(set) var isReadOnly: Placed<Bool>?
    private(set) var replicates: Placed<Bool>?
    /// Between two questions for changes.
    private(set) var pollSeconds: Placed<Int>?
    /// The program that locks the terminal, and its arguments.
    private(set) var lockCommand: Placed<[String]>?
    private(set) var idleLockMinutes: Placed<Int>?
    private(set) var masksWhenShared: Placed<Bool>?
    private(set) var columns: Placed<ListColumns>?
    private(set) var keepsSearches: Placed<Bool>?
    private(set) var usesMouse: Placed<Bool>?
    /// Of the zone information database.
    private(set) var timeZone: Placed<String>?

    /// The values of `auth`.
    enum Scheme: String, Hashable, Sendable, CaseIterable {
        case none, bearer, oidc, aws
    }

    private static let keys = [
        "api", "auth", "token_file", "credential_command", "ca_file", "cache", "readonly", "replicate", "oidc_issuer",
        "oidc_client_id", "oidc_scopes", "oidc_audience", "server_user", "lock_command", "idle_lock_minutes",
        "mask_when_shared", "poll_seconds", "columns", "history", "mouse", "time_zone",
    ]

    init(_ table: ConfigTable, _ directories: Directories) throws(SettingsFailure) {
        try table.checkKeys(Self.keys)
        place = table.place
        api = try table.string("api")
        authentication = try table.choice("auth", of: Scheme.self)
        tokenFile = try table.path("token_file", directories)
        credentialCommand = try table.string("credential_command")
        issuer = try table.string("oidc_issuer")
        clientID = try table.string("oidc_client_id")
        scopes = try table.strings("oidc_scopes")
        audience = try table.string("oidc_audience")
        caFile = try table.path("ca_file", directories)?.value
        serverUser = try table.string("server_user")
        cache = try table.choice("cache", of: CachePlace.self)
        isReadOnly = try table.bool("readonly")
        replicates = try table.bool("replicate")
        pollSeconds = try table.integer("poll_seconds", in: 20...3_600)
        lockCommand = try table.words("lock_command")
        idleLockMinutes = try table.integer("idle_lock_minutes", in: 1...1_440)
        masksWhenShared = try table.bool("mask_when_shared")
        columns = try table.columns("columns")
        keepsSearches = try table.bool("history")
        usesMouse = try table.bool("mouse")
        timeZone = try table.string("time_zone")
        if let timeZone, !LocalZone.isName(timeZone.value) {
            throw .badValue(timeZone.place, "time_zone", timeZone.value, valid: ["UTC", "Europe/Berlin and its like"])
        }
        try checkAuthentication()
        signInAddress = api?.value
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

    /// With whom the file says that people sign in; `nil` while it does not say all that takes.
    var issuerSettings: IssuerSettings? {
        guard let issuer, let clientID else { return nil }
        return IssuerSettings(
            issuer: issuer.value, clientID: clientID.value, scopes: scopes?.value ?? [], audience: audience?.value)
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
        both.serverUser = serverUser ?? weaker.serverUser
        both.cache = cache ?? weaker.cache
        both.isReadOnly = isReadOnly ?? weaker.isReadOnly
        both.replicates = replicates ?? weaker.replicates
        both.pollSeconds = pollSeconds ?? weaker.pollSeconds
        both.lockCommand = lockCommand ?? weaker.lockCommand
        both.idleLockMinutes = idleLockMinutes ?? weaker.idleLockMinutes
        both.masksWhenShared = masksWhenShared ?? weaker.masksWhenShared
        both.columns = columns ?? weaker.columns
        both.keepsSearches = keepsSearches ?? weaker.keepsSearches
        both.usesMouse = usesMouse ?? weaker.usesMouse
        both.timeZone = timeZone ?? weaker.timeZone
        (both.issuer, both.clientID) = (issuer ?? weaker.issuer, clientID ?? weaker.clientID)
        (both.scopes, both.audience) = (scopes ?? weaker.scopes, audience ?? weaker.audience)
        both.takeSignIn(from: weaker)
        return both
    }

    /// Takes what does not contradict what this one says of the sign-in.
    private mutating func takeSignIn(from weaker: ConfigProfile) {
        let hasSource = tokenSource != nil
        // An address of one's own is not where somebody else's credential belongs.
        if !hasSource, authentication == nil || weaker.tokenSource != nil && authentication?.value == .bearer {
            signInAddress = weaker.signInAddress
        }
        if !hasSource, authentication?.value ?? .bearer == .bearer {
            (tokenFile, credentialCommand) = (weaker.tokenFile, weaker.credentialCommand)
        }
        if authentication == nil, !hasSource || weaker.authentication?.value == .bearer {
            authentication = weaker.authentication
        }
    }
}
