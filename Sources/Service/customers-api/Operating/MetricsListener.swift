import CustomerAPI
import Domain
import Glibc
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
    /// `nil` when the server speaks no TLS.
    let tls: TLSIdentity?

    func run() async throws {
        do {
            try await application().run()
        } catch {
            throw StartFailure(.unavailable, "cannot listen on \(address.text) for metrics: choose another --metrics.")
        }
        removeSocket()
    }

    private func application() -> some ApplicationProtocol {
        Application(
            responder: MetricsResponder(listener: self),
            server: .guarded(timeout: .seconds(10), tls: nil, ConnectionTable(shares: .metrics)),
            configuration: ApplicationConfiguration(address: address.bindAddress),
            onServerRunning: { channel in
                guard case .port(let host, 0) = address else { return }
                StandardStream.error.say(
                    "customers-api: metrics on \(MetricsAddress.port(host: host, channel.localAddress?.port ?? 0).text)"
                )
            },
            logger: .logfmt(label: "metrics", level: .error))
    }

    /// One that a killed server has left is taken over when the next one listens.
    private func removeSocket() {
        guard case .socket(let path) = address else { return }
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { unlink(path) }
    }

    var text: String {
        let build = MetricsText.gauge(
            "customers_api_build_info", "The program's version.", "1", labels: "version=\"\(CustomerAPI.version)\"")
        let lines =
            build + requests.lines + (wrongTokens?.metricLines ?? []) + connections.metricLines
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
    fileprivate var bindAddress: BindAddress {
        switch self {
        case .port(let host, let port): .hostname(host, port: port)
        case .socket(let path): .unixDomainSocket(path: path)
        }
    }

    var text: String {
        switch self {
        case .port(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .socket(let path): "unix:\(path)"
        }
    }
}
