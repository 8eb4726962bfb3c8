import CustomerAPI
import Domain
import Files
import Foundation
import Logging
import OIDC
import SQLiteStore
import Signals
import StandardStreams

extension Serve {
    /// Opens what the options name, serves until the process is told to stop, and closes it again.
    func serve() async throws(StartFailure) {
        try refuseSharedFiles()
        let files = try serverFiles()
        defer { files.audit?.close() }
        let exposure = try Exposure(
            host: socket == nil ? host : "localhost",
            knowsCallers: files.callers.areAsked || socketMode.excludesStrangers && socket != nil,
            isEncrypted: files.tls != nil, isBehindProxy: behindProxy)
        if let warning = exposure.warning { Self.say(warning) }
        await files.issuerKeys?.refreshIfDue()
        let customers = try await openStore()
        do throws(StartFailure) {
            try await customers.refuseUnfinished(store)
            if let sample { try await customers.fill(sample) }
            try await server(customers, files).run()
        } catch {
            await files.trail?.finish()
            await customers.close()
            throw error
        }
        await files.trail?.finish()
        await customers.close()
    }

    /// The copy that is made before a database is brought to this version is complete, or goes with the process.
    private func openStore() async throws(StartFailure) -> OpenStore {
        let signals = EndingSignals.removingTemporaryFiles()
        defer { withExtendedLifetime(signals) {} }
        return try await store.open(timelineDays: timelineDays, environment: ProcessInfo.processInfo.environment)
    }

    private func serverFiles() throws(StartFailure) -> ServerFiles {
        let log: LogFile? = if let logFile { try LogFile(logFile) } else { nil }
        let logger = Logger.logfmt(label: "customers-api", file: log)
        let tokens: TokenAuthorizer? =
            if let tokenFile { try TokenAuthorizer(path: tokenFile, logger: logger, warn: Self.say) } else { nil }
        let tls: TLSIdentity? =
            if let tlsCert, let tlsKey {
                try TLSIdentity(certificatePath: tlsCert, keyPath: tlsKey, logger: .logfmt(label: "tls", file: log))
            } else { nil }
        let issued = try issuer.tokens(logger)
        let callers = CallerChecks(.init(file: tokens, issuer: issued?.tokens), logger: logger)
        let audit: AuditFile? = if let auditLog { try AuditFile(auditLog, logger: logger) } else { nil }
        return ServerFiles(
            log: log, logger: logger, tokens: tokens, issuerKeys: issued?.keys, callers: callers, tls: tls,
            audit: audit,
            trail: audit.map { BoundedTrail($0) })
    }

    private func server(_ customers: OpenStore, _ files: ServerFiles) -> SelfHostedServer {
        let look = customers.readiness
        let connections = connections(hasTokens: files.callers.areAsked)
        var settings = settings
        settings.offersLongPoll = customers.tellsOfChanges
        let requests = metrics.map { _ in RequestCounts() }
        let api = CustomerHandler(
            store: customers.customers, settings: settings, audit: files.trail, logger: files.logger,
            observe: requests?.observation)
        let changes = ChangeHub(of: customers, api)
        return SelfHostedServer(
            api: api,
            readiness: Readiness(logger: files.logger) { await look() + files.readiness() },
            metrics: metrics.flatMap { address in
                requests.map { requests in
                    MetricsListener(
                        address: address, requests: requests,
                        wrongTokens: files.callers.areAsked ? files.callers.wrongTokens : nil,
                        store: customers, connections: connections, changes: changes, tls: files.tls)
                }
            },
            manager: ServiceManager(environment: ProcessInfo.processInfo.environment), callers: files.callers,
            reloadables: reloadables(customers, files, changes),
            tls: files.tls, connections: connections, changes: changes,
            rules: HeadRules(names: files.callers.areAsked ? nil : HostNames([host] + hostNames)), host: host,
            port: Int(port), socket: socket.map { ServerSocket(path: $0, mode: socketMode.bits) },
            isBehindProxy: behindProxy, timeout: .seconds(clientTimeout))
    }

    private func reloadables(
        _ customers: OpenStore, _ files: ServerFiles, _ changes: ChangeHub?
    ) -> [any Reloadable] {
        let others: [(any Reloadable)?] = [
            changes.map { WaitingCallers($0, files.tokens) },
            customers.file.map { StoreUpkeep(of: $0, timelineDays: timelineDays, logger: files.logger) },
        ]
        return files.reloadables + others.compactMap { $0 }
    }

    private func connections(hasTokens: Bool) -> ConnectionTable {
        let descriptors = OpenFileLimit.raise()
        return ConnectionTable(
            shares: ConnectionShares(descriptors: descriptors, hasTokens: hasTokens, isBehindProxy: behindProxy))
    }

    private var settings: CustomerHandler.Settings {
        var settings = CustomerHandler.Settings(
            allowsReplication: replication == .allowed, crossOrigin: CrossOriginPolicy(origins: Set(corsOrigins)),
            slowRequest: slowRequest == 0 ? nil : .milliseconds(slowRequest),
            customersPerHour: Limits.customersPerHour)
        (settings.trashDays, settings.timelineDays) = (trashDays, timelineDays)
        return settings
    }

    static func say(_ text: String) {
        StandardStream.error.say("customers-api: \(text)")
    }
}

/// What the server reads from files or writes to them; it is looked at anew while the server runs.
private struct ServerFiles {
    let log: LogFile?
    let logger: Logger
    let tokens: TokenAuthorizer?
    let issuerKeys: IssuerKeys?
    let callers: CallerChecks
    let tls: TLSIdentity?
    let audit: AuditFile?
    /// Writes to the audit log.
    let trail: BoundedTrail?

    var reloadables: [any Reloadable] {
        let all: [(any Reloadable)?] = [log, tokens, issuerKeys, tls, audit, trail]
        return all.compactMap { $0 }
    }

    /// Who has a token of the file is served without the issuer, so its keys are needed only where there is none.
    func readiness() async -> [ReadinessCheck] {
        var checks = audit.map { [$0.readiness] } ?? []
        if tokens == nil, let issuerKeys { checks.append(await issuerKeys.readiness()) }
        return checks
    }
}
