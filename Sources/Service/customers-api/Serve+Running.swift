import CustomerAPI
import Foundation
import Logging
import StandardStreams

extension Serve {
    /// Opens what the options name, serves until the process is told to stop, and closes it again.
    func serve() async throws(StartFailure) {
        let files = try serverFiles()
        defer { files.audit?.close() }
        let exposure = try Exposure(
            host: socket == nil ? host : "localhost",
            hasToken: files.callers.areAsked || socketMode.excludesStrangers && socket != nil,
            isEncrypted: files.tls != nil, isBehindProxy: behindProxy)
        if let warning = exposure.warning { Self.say(warning) }
        let customers = try await store.open(environment: ProcessInfo.processInfo.environment)
        do throws(StartFailure) {
            try await customers.refuseUnfinished(store)
            if let sample { try await customers.fill(sample) }
            try await server(customers, files).run()
        } catch {
            await customers.close()
            throw error
        }
        await customers.close()
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
        let callers = CallerChecks(tokens: tokens, issued: try issuer.tokens(logger), logger: logger)
        let audit: AuditFile? = if let auditLog { try AuditFile(auditLog, logger: logger) } else { nil }
        return ServerFiles(log: log, logger: logger, callers: callers, tls: tls, audit: audit)
    }

    private func server(_ customers: OpenStore, _ files: ServerFiles) -> SelfHostedServer {
        let look = customers.readiness
        let connections = connections(hasTokens: files.callers.areAsked)
        return SelfHostedServer(
            api: CustomerAPI(
                store: customers.customers, settings: settings, audit: files.audit, logger: files.logger),
            readiness: Readiness(logger: files.logger) {
                await look() + (files.audit.map { [$0.readiness] } ?? [])
            },
            metrics: metrics.map {
                MetricsListener(
                    address: $0, requests: RequestCounts(), wrongTokens: files.callers.tokens?.wrongTokens,
                    store: customers, connections: connections, tls: files.tls)
            },
            manager: ServiceManager(environment: ProcessInfo.processInfo.environment), callers: files.callers,
            reloadables: files.reloadables, tls: files.tls, connections: connections,
            rules: HeadRules(names: files.callers.areAsked ? nil : HostNames([host] + hostNames)), host: host,
            port: Int(port), socket: socket.map { ServerSocket(path: $0, mode: socketMode.bits) },
            isBehindProxy: behindProxy, timeout: .seconds(clientTimeout))
    }

    private func connections(hasTokens: Bool) -> ConnectionTable {
        let descriptors = OpenFileLimit.raise()
        return ConnectionTable(
            shares: ConnectionShares(descriptors: descriptors, hasTokens: hasTokens, isBehindProxy: behindProxy))
    }

    private var settings: CustomerAPI.Settings {
        CustomerAPI.Settings(
            allowsReplication: replication == .allowed, crossOrigin: CrossOriginPolicy(origins: Set(corsOrigins)),
            slowRequest: slowRequest == 0 ? nil : .milliseconds(slowRequest),
            customersPerHour: Limits.customersPerHour)
    }

    static func say(_ text: String) {
        StandardStream.error.say("customers-api: \(text)")
    }
}

/// What the server reads from files or writes to them; it is looked at anew while the server runs.
private struct ServerFiles {
    let log: LogFile?
    let logger: Logger
    let callers: CallerChecks
    let tls: TLSIdentity?
    let audit: AuditFile?

    var reloadables: [any Reloadable] {
        let all: [(any Reloadable)?] = [log, callers.tokens, tls, audit]
        return all.compactMap { $0 }
    }
}
