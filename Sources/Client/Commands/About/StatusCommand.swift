import APIClient
import ArgumentParser
import Domain
import FoundationEssentials
import Journal
import Settings
import Sync
import Transfer
import Transports
import Wire
import Wording
import Workspace

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say where the API is, whether it answers, and what is kept on this machine.",
        discussion: "The exit status is 0 when it answers and accepts who you are.")

    @Flag(help: "Print JSON; its members stay the same from version to version.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try options.settings(environment)
        let connection = try APIConnection(settings, environment: environment)
        let workspace = ProfileWorkspace(
            connection, environment: environment, program: RunningCommand.name, makesJournal: false)
        let probe = await APIProbe(connection.api)
        if connection.hasAnswered {
            await CommandContext(api: connection.api, workspace: workspace, zone: LocalZone(settings).rules)
                .removeErased()
        }
        let kept = CachedStatus(workspace)
        await connection.transport.shutDown()
        let output = StandardOutput()
        if json {
            try output.writeJSON(JSONText.line(StatusJSON(settings, probe, kept)) + "\n")
        } else {
            try output.writeLines(Self.lines(settings, probe, kept))
        }
        if let failure = probe.failure { throw FirstStart.advising(failure, settings) }
    }

    private static func lines(_ settings: ClientSettings, _ probe: APIProbe, _ kept: CachedStatus) -> String {
        let origins = settings.origins
        var rows = [
            ("Profile", settings.profileName, origins.profileName.text),
            ("API", settings.api, origins.api.text),
            ("Sign-in", settings.authentication.description, origins.authentication.text),
            ("Read-only", settings.isReadOnly ? "yes" : "no", origins.isReadOnly.text),
            ("Cache", settings.cache.rawValue, origins.cache.text),
        ].map { "\($0): \($1) (\($2))" }
        if let health = probe.health, let latency = probe.latencyMilliseconds {
            rows.append("Server: version \(health.version), answered in \(latency) ms")
            if let text = health.shortcomings { rows.append("Contract: \(text)") }
        }
        if probe.isSignedIn { rows.append("Signed in: \(probe.caller?.words ?? "yes")") }
        rows.append("Queue: \(kept.queueText)")
        rows.append(
            "Kept here: \(Phrases.count(kept.cachedCustomers, "customer"))\(kept.isWholeDirectory ? ", everybody" : "")"
        )
        rows += kept.remarks
        return rows.map(\.harmlessLine).joined(separator: "\n") + "\n"
    }
}

extension CallerJSON {
    /// `kim, agent`
    var words: String { [name, role].compactMap(\.self).joined(separator: ", ") }
}

/// What two questions to the API tell about it.
struct APIProbe: Sendable {
    private(set) var health: HealthJSON?
    private(set) var latencyMilliseconds: Int?
    /// How far this machine's clock is ahead of the server's.
    private(set) var clockSkewSeconds: Int64?
    private(set) var isSignedIn = false
    /// Who one is, where the API tells.
    private(set) var caller: CallerJSON?
    private(set) var failure: APIFailure?

    init(_ api: CustomerClient) async {
        do throws(APIFailure) {
            let started = ContinuousClock.now
            let health = try await api.health()
            let latency = ContinuousClock.now - started
            latencyMilliseconds = Int(latency / .milliseconds(1))
            clockSkewSeconds = Timestamp(health.timestamp).map { Timestamp.now().seconds(since: $0) }
            self.health = health
            _ = try await api.page(ListQuery(limit: 1))
            isSignedIn = true
            if health.has(.whoAmI) { caller = try await api.whoAmI() }
        } catch {
            failure = error
        }
    }
}

/// `status --json`.
struct StatusJSON: Encodable {
    let profile: String
    let api: String
    let reachable: Bool
    let signedIn: Bool
    let name: String?
    let role: String?
    let readonly: Bool
    let cache: String
    let serverVersion: String?
    /// The version of the contract that the server speaks.
    let contract: String?
    /// What of it this program could use, and the server has not.
    let lacking: [Capability]?
    let latencyMilliseconds: Int?
    /// Why it is not reachable or not signed in.
    let reason: String?
    /// How many unfinished edits stand where.
    let queue: [EditStatus: Int]
    /// Why the queue is not to be read or not to be sent.
    let queueProblem: String?
    /// What was found wrong with what is kept here, in words: each is said once.
    let findings: [String]
    /// The process that sends the queue.
    let sender: SenderJSON?
    let cachedCustomers: Int

    struct SenderJSON: Encodable {
        let pid: Int32
        let stopped: Bool
    }

    init(_ settings: ClientSettings, _ probe: APIProbe, _ kept: CachedStatus) {
        queue = kept.queue
        queueProblem = kept.queueProblem
        findings = kept.findings
        sender = kept.sender?.process.map { SenderJSON(pid: $0.id, stopped: $0.isStopped) }
        cachedCustomers = kept.cachedCustomers
        profile = settings.profileName
        api = settings.api
        reachable = probe.health != nil
        signedIn = probe.isSignedIn
        name = probe.caller?.name
        role = probe.caller?.role
        readonly = settings.isReadOnly
        cache = settings.cache.rawValue
        serverVersion = probe.health?.version
        contract = probe.health?.contract
        lacking = probe.health.map { health in Capability.allCases.filter { !health.has($0) } }
        latencyMilliseconds = probe.latencyMilliseconds
        reason = probe.failure?.message
    }

    private enum Member: String, CodingKey {
        case profile, api, reachable, readonly, cache, reason, queue, sender, name, role, findings, contract, lacking
        case queueProblem = "queue_problem"
        case cachedCustomers = "cached_customers"
        case signedIn = "signed_in"
        case serverVersion = "server_version"
        case latencyMilliseconds = "latency_ms"
    }

    /// Every member is written, `null` included.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(profile, forKey: .profile)
        try members.encode(api, forKey: .api)
        try members.encode(reachable, forKey: .reachable)
        try members.encode(signedIn, forKey: .signedIn)
        try members.encode(name, forKey: .name)
        try members.encode(role, forKey: .role)
        try members.encode(readonly, forKey: .readonly)
        try members.encode(cache, forKey: .cache)
        try members.encode(serverVersion, forKey: .serverVersion)
        try members.encode(contract, forKey: .contract)
        try members.encode(lacking, forKey: .lacking)
        try members.encode(latencyMilliseconds, forKey: .latencyMilliseconds)
        try members.encode(reason, forKey: .reason)
        try members.encode(
            Dictionary(uniqueKeysWithValues: queue.map { ($0.rawValue, $1) }), forKey: .queue)
        try members.encode(queueProblem, forKey: .queueProblem)
        try members.encode(findings, forKey: .findings)
        try members.encode(sender, forKey: .sender)
        try members.encode(cachedCustomers, forKey: .cachedCustomers)
    }
}
