import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import StandardStreams

/// `GET /metrics`, on an address of its own.
struct MetricsListener: Service {
    let address: MetricsAddress
    let requests: RequestCounts
    /// `nil` for a server without tokens.
    let wrongTokens: WrongTokens?
    let store: OpenStore
    let connections: ConnectionTable
    let changes: ChangeHub?
    /// `nil` when the server speaks no TLS.
    let tls: TLSIdentity?
    /// Ends when it listens.
    private let start = AsyncStream.makeStream(of: Never.self)

    /// Returns when it can be asked.
    ///
    /// - Throws: when the task is cancelled, as it is when nobody can listen there.
    func waitUntilListening() async throws {
        for await _ in start.stream {}
        try Task.checkCancellation()
    }

    func run() async throws {
        let (place, socket) = address.place
        try socket?.prepare()
        defer { socket?.remove() }
        do {
            try await application(at: place, socket).run()
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> StartFailure {
        switch address {
        case .port(let host, let port):
            StartFailure(listeningOn: host, port: port, error, options: (host: "--metrics", port: "--metrics"))
        case .socket(let path):
            StartFailure(.unavailable, "cannot listen on \(path) for metrics: check its directory, or --metrics.")
        }
    }

    private func application(at place: BindAddress, _ socket: ServerSocket?) -> some ApplicationProtocol {
        Application(
            responder: MetricsResponder(listener: self),
            server: .guarded(timeout: .seconds(10), tls: nil, ConnectionTable(shares: .metrics)),
            configuration: ApplicationConfiguration(address: place),
            onServerRunning: { channel in
                socket?.open()
                defer { start.continuation.finish() }
                guard case .port(let host, 0) = address else { return }
                StandardStream.error.say(
                    "customers-api: metrics on \(MetricsAddress.port(host: host, channel.localAddress?.port ?? 0).text)"
                )
            },
            logger: .logfmt(label: "metrics", level: .error))
    }

    var text: String {
        let build = MetricsText.gauge(
            "customers_api_build_info", "The program's version.", "1", labels: "version=\"\(CustomerHandler.version)\"")
        let lines =
            build + requests.lines + (wrongTokens?.metricLines ?? []) + connections.metricLines
            + (changes?.metricLines ?? [])
            + (tls?.metricLines ?? []) + store.metricLines()
        return lines.map { $0 + "\n" }.joined()
    }
}

private struct MetricsResponder: HTTPResponder {
    let listener: MetricsListener

    func respond(to request: Hummingbird.Request, context: AcceptedConnection) async throws -> Hummingbird.Response {
        guard request.method == .get, request.uri.path == "/metrics" else {
            return Hummingbird.Response(status: .notFound)
        }
        let bytes = ByteBuffer(string: listener.text)
        return Hummingbird.Response(
            status: .ok, headers: [.contentType: MetricsText.contentType], body: ResponseBody(byteBuffer: bytes))
    }
}

extension MetricsAddress {
    /// Where to listen; a socket is for its owner alone.
    fileprivate var place: (BindAddress, ServerSocket?) {
        switch self {
        case .port(let host, let port): return (.hostname(host, port: port), nil)
        case .socket(let path):
            let socket = ServerSocket(path: path, mode: 0o600)
            return (socket.address, socket)
        }
    }

    var text: String {
        switch self {
        case .port(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .socket(let path): "unix:\(path)"
        }
    }
}
