package import HTTP
import NIOCore
import NIOFailures
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization
import TLSPolicy

/// Sends requests to one server over HTTP/1.1, on nothing but swift-nio: for a program that has to start fast.
///
/// `HTTPTransport` knows proxies, compression and HTTP/2. To start it takes 2 ms longer and 5 MB more, and its program is
/// 2 MB longer when packed, all of which a Lambda function pays for (`Assets/bench --only lambda`).
package final class NIOTransport: Transport {
    private let server: ServerAddress
    private let options: Options
    private let state = Mutex(State())

    /// What connections are made with; certificates are verified always.
    package struct Options: Sendable {
        /// Certificates (PEM) of authorities that are trusted besides the system's.
        package var authorityFile: String?
        /// Of an answer, in bytes; longer ones are refused.
        package var maximumResponseBytes = 16 * 1024 * 1024
        /// How long a connection may take to be made.
        package var connectTimeout = Duration.seconds(2)

        package init() {}
    }

    private struct State {
        /// Idle connections, the last used last.
        var idle: [ServerConnection] = []
        /// One that is being made for the next request.
        var ahead: EventLoopFuture<ServerConnection>?
        var tls: NIOSSLContext?
    }

    /// One thread for all connections.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// Nothing is opened before the first request, or ``connectAhead()``.
    package init(_ server: ServerAddress, _ options: Options = Options()) {
        self.server = server
        self.options = options
    }

    deinit {
        let (idle, ahead) = state.withLock { ($0.idle, $0.ahead) }
        for connection in idle { connection.channel.close(promise: nil) }
        ahead?.whenSuccess { $0.channel.close(promise: nil) }
    }

    /// Begins a connection for the first request, which can be put together and signed meanwhile; one that fails is made
    /// again then.
    package func connectAhead() {
        guard let opening = try? opening(within: options.connectTimeout) else { return }
        state.withLock { $0.ahead = opening }
    }

    package func send(
        _ request: Request, deadline: ContinuousClock.Instant
    ) async throws(TransportFailure) -> Response {
        do {
            let connection = try await connection(until: deadline)
            let answer = try await exchange(request, on: connection, until: deadline)
            if answer.keepsConnection {
                state.withLock { $0.idle.append(connection) }
            } else {
                connection.channel.close(promise: nil)
            }
            return answer.response
        } catch ChannelError.ioOnClosedChannel {
            // Nothing of the request has been written.
            throw TransportFailure(.connectionLost(detail: "the server closed it"), mayHaveArrived: false)
        } catch {
            throw TransportFailure(ofNIO: error)
        }
    }

    private func exchange(
        _ request: Request, on connection: ServerConnection, until deadline: ContinuousClock.Instant
    ) async throws -> ReceivedResponse {
        let channel = connection.channel
        let exchange = Exchange(
            request, server: server, deadline: .now() + TimeAmount(max(.zero, deadline - .now)),
            limit: options.maximumResponseBytes, answer: channel.eventLoop.makePromise())
        return try await withTaskCancellationHandler {
            channel.writeAndFlush(exchange).whenFailure { exchange.answer.fail(connection.end.reason ?? $0) }
            return try await exchange.answer.futureResult.get()
        } onCancel: {
            // What the connection still brings answers nothing.
            exchange.answer.fail(TransportFailure(.cancelled, mayHaveArrived: true))
            channel.close(promise: nil)
        }
    }

    // MARK: Connections

    private func connection(until deadline: ContinuousClock.Instant) async throws -> ServerConnection {
        while let connection = state.withLock({ $0.idle.popLast() }) {
            if connection.channel.isActive { return connection }
        }
        if let ahead = state.withLock({ $0.ahead.take() }), let connection = try? await ahead.get(),
            connection.channel.isActive
        {
            return connection
        }
        guard deadline > .now else { throw TransportFailure(.timedOut, mayHaveArrived: false) }
        return try await opening(within: min(options.connectTimeout, deadline - .now)).get()
    }

    private func opening(within limit: Duration) throws -> EventLoopFuture<ServerConnection> {
        let bootstrap = ClientBootstrap(group: Self.eventLoops)
            .connectTimeout(TimeAmount(max(.zero, limit)))
        let port = server.port ?? (server.isEncrypted ? 443 : 80)
        let tls = try server.isEncrypted ? tlsContext() : nil
        let end = ServerConnection.End()
        // An address needs no resolver, and has no place in a handshake (RFC 6066 §3).
        if let address = try? SocketAddress(ipAddress: server.host, port: port) {
            return bootstrap.speakingHTTP(tls, serverName: nil, end).connect(to: address)
                .map { ServerConnection(channel: $0, end: end) }
        }
        return bootstrap.speakingHTTP(tls, serverName: server.host, end).connect(host: server.host, port: port)
            .map { ServerConnection(channel: $0, end: end) }
    }

    private func tlsContext() throws -> NIOSSLContext {
        try state.withLock { state in
            if let tls = state.tls { return tls }
            let authorities = try options.authorityFile.map(NIOSSLCertificate.fromPEMFile) ?? []
            let tls = try NIOSSLContext(configuration: .client(trusting: authorities))
            state.tls = tls
            return tls
        }
    }
}

extension ClientBootstrap {
    /// - Parameters:
    ///   - tls: `nil` for plain HTTP.
    ///   - serverName: that the certificate has to name.
    ///   - end: where a failure is noted while no request is under way.
    fileprivate func speakingHTTP(
        _ tls: NIOSSLContext?, serverName: String?, _ end: ServerConnection.End
    ) -> ClientBootstrap {
        channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let tls {
                    try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: serverName))
                }
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(ExchangeHandler(end))
            }
        }
    }
}
