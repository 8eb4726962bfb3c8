import CustomerAPI
import Domain
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import StandardStreams
import UnixSignals

/// The API on a socket, until SIGTERM or SIGINT.
struct SelfHostedServer {
    let api: CustomerHandler
    let readiness: Readiness
    /// `nil` when nobody is to read metrics.
    let metrics: MetricsListener?
    let manager: ServiceManager
    let callers: CallerChecks
    /// Read anew while the server runs.
    let reloadables: [any Reloadable]
    let tls: TLSIdentity?
    let connections: ConnectionTable
    /// Where callers wait for changes; `nil` where the store does not say when there are some.
    let changes: ChangeHub?
    let rules: HeadRules
    let host: String
    let port: Int
    /// Takes the place of host and port.
    let socket: ServerSocket?
    /// Whether a proxy in front says for whom it asks.
    let isBehindProxy: Bool
    /// How long a client may take for a request's head, again for its body, and to take any of what it is answered.
    let timeout: Duration

    /// Serves until it is told to stop and the requests in flight are answered.
    func run() async throws(StartFailure) {
        try socket?.prepare()
        defer { socket?.remove() }
        do {
            var configuration = ServiceGroupConfiguration(
                services: try services(), gracefulShutdownSignals: [.sigterm, .sigint],
                logger: .logfmt(label: "lifecycle", level: .error))
            configuration.maximumGracefulShutdownDuration = Limits.shutdown
            try await ServiceGroup(configuration: configuration).run()
        } catch let failure as StartFailure {
            throw failure
        } catch {
            if let socket {
                throw StartFailure(.unavailable, "cannot listen on \(socket.path): check its directory, or --socket.")
            }
            throw StartFailure(listeningOn: host, port: port, error)
        }
    }

    /// The last ends first.
    private func services() throws -> [any Service] {
        var services: [any Service] = [Reloading(reloadables), try application()]
        if let changes { services.append(WaitsEnd(changes: changes)) }
        services.append(StoppingNotice(manager: manager))
        if let metrics { services.insert(metrics, at: 0) }
        return services
    }

    private func application() throws -> some ApplicationProtocol {
        let scheme = tls == nil ? "http" : "https"
        var application = Application(
            responder: APIResponder(
                api: api, probes: Probes(readiness: readiness), metrics: metrics?.requests, callers: callers,
                connections: connections, changes: changes, rules: rules, isBehindProxy: isBehindProxy,
                timeout: TimeAmount(timeout)),
            server: .guarded(timeout: TimeAmount(timeout), tls: tls, connections),
            configuration: ApplicationConfiguration(
                address: socket?.address ?? .hostname(host, port: port), backlog: Limits.backlog,
                // Those that are being closed count here, too: there is always a descriptor for the next one.
                availableConnectionsDelegate: MaximumAvailableConnections(connections.total + Limits.closing)),
            onServerRunning: { channel in
                socket?.open()
                let bracketed = host.contains(":") ? "[\(host)]" : host
                let address = "\(scheme)://\(bracketed):\(channel.localAddress?.port ?? port)"
                StandardStream.output.write("listening on \(socket.map { "unix:" + $0.path } ?? address)\n")
                manager.tell(.ready)
            },
            logger: .logfmt(label: "http", level: .error))
        if let metrics { application.beforeServerStarts { try await metrics.waitUntilListening() } }
        return application
    }
}

/// What one client may take.
enum Limits {
    /// Of all header fields together, in bytes; cursors and long searches stay far below.
    static let headerBytes = 32 * 1024
    /// Bodies longer than the API's limit are read to this length, so that the client can read the answer.
    static let drainedBytes = 1024 * 1024
    /// For what a client still sends after its last answer.
    static let draining = TimeAmount.seconds(2)
    static let connectionAge = TimeAmount.hours(1)
    static let requestsPerConnection = 10_000
    /// Connections that wait for being accepted, as far as the system allows (listen(2)).
    static let backlog = 4_096
    /// Connections that were let go and are not closed yet.
    static let closing = 32
    /// For the API's answer.
    static let answer = Duration.seconds(30)
    /// For requests in flight when the server stops.
    static let shutdown = Duration.seconds(10)
    /// How many different customers somebody who may not export reads within an hour.
    static let customersPerHour = 5_000

    /// - Parameter timeout: from the connection or the last answer to the whole head of a request, and for a client
    ///   that takes nothing of an answer.
    static func http(timeout: TimeAmount) -> HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            additionalChannelHandlers: [AnswerDelivery(timeout: timeout)], idleTimeout: timeout,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: headerBytes, maxHeaderListSize: headerBytes, maxHeaderFieldCount: 100))
    }
}

extension StartFailure {
    /// The socket could not be opened.
    ///
    /// - Parameter options: those that name the host and the port.
    init(
        listeningOn host: String, port: Int, _ error: any Error,
        options: (host: String, port: String) = ("--host", "--port")
    ) {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            self.init(
                .unavailable,
                "port \(port) on \(host) is taken by another program: stop that, or choose another with \(options.port)."
            )
        case EACCES:
            self.init(
                .notPermitted, "this user may not listen on port \(port): choose one above 1023 with \(options.port).")
        case EADDRNOTAVAIL:
            self.init(.unavailable, "\(host) is not an address of this machine: choose another with \(options.host).")
        default:
            self.init(
                .unavailable,
                "cannot listen on \(host), port \(port): check \(Set([options.host, options.port]).sorted().joined(separator: " and "))."
            )
        }
    }
}
