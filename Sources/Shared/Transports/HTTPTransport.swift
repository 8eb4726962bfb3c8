import AsyncHTTPClient
import FoundationEssentials
import Glibc
package import HTTP
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization
import TLSPolicy

/// Sends requests over pooled connections; nothing of it runs before the first request.
package final class HTTPTransport: Transport {
    private let server: ServerAddress
    private let options: Options
    private let client = Mutex(Client.unopened)

    private enum Client {
        case unopened
        case open(HTTPClient)
        case shutDown
    }

    /// What connections are made with; certificates are verified always.
    package struct Options: Sendable {
        /// Certificates (PEM) of authorities that are trusted besides the system's.
        package var authorityFile: String?
        package var proxy: ProxyAddress?
        /// Answers longer than this, unpacked, are refused, in bytes.
        package var maximumResponseBytes: Int
        /// How many connections are kept side by side.
        package var maximumConnections: Int
        /// How long a connection may take to be made.
        package var connectTimeout: Duration
        /// The users of this machine who may listen at the other end; `nil` when anybody may, as where nothing secret is sent.
        package var listenerUsers: Set<UInt32>?

        package init(
            authorityFile: String? = nil, proxy: ProxyAddress? = nil, maximumResponseBytes: Int = 16 * 1024 * 1024,
            maximumConnections: Int = 32, connectTimeout: Duration = .seconds(5), listenerUsers: Set<UInt32>? = nil
        ) {
            self.authorityFile = authorityFile
            self.proxy = proxy
            self.maximumResponseBytes = maximumResponseBytes
            self.maximumConnections = maximumConnections
            self.connectTimeout = connectTimeout
            self.listenerUsers = listenerUsers
        }
    }

    package init(_ server: ServerAddress, _ options: Options = Options()) {
        self.server = server
        self.options = options
    }

    package var origin: ServerOrigin? { server.origin }

    package func send(
        _ request: Request, deadline: ContinuousClock.Instant
    ) async throws(TransportFailure) -> Response {
        let remaining = deadline - .now
        guard remaining > .zero else { throw TransportFailure(.timedOut, mayHaveArrived: false) }
        do {
            return try await execute(request, NIODeadline.now() + TimeAmount(remaining))
        } catch {
            throw await explained(TransportFailure(error, options))
        }
    }

    /// The same failure; of a certificate that was not accepted with the reason, which the library does not tell.
    private func explained(_ failure: TransportFailure) async -> TransportFailure {
        guard failure.reason == .tls(.untrusted), options.proxy == nil else { return failure }
        let certificates = await ShownCertificates.of(server, on: Self.eventLoops)
        return TransportFailure(.tls(certificates.flaw ?? .untrusted), mayHaveArrived: failure.mayHaveArrived)
    }

    /// One that is simply let go of closes its connections too, only that nobody waits for it.
    deinit {
        if case .open(let client) = client.withLock({ $0 }) { client.shutdown { _ in } }
    }

    /// Closes all connections; what is under way ends, and nothing is sent any more.
    package func shutDown() async {
        let last = client.withLock { client in
            defer { client = .shutDown }
            return client
        }
        if case .open(let client) = last { try? await client.shutdown() }
    }

    // MARK: Sending

    private func execute(_ request: Request, _ deadline: NIODeadline) async throws -> Response {
        let collector = ResponseCollector(limit: options.maximumResponseBytes)
        do {
            let task = try openClient().execute(
                request: try message(request), delegate: collector, deadline: deadline, logger: Self.silence)
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            let failure = TransportFailure(error, options)
            throw server.isEncrypted || !collector.isEmpty ? failure : failure.ofPlainHTTP
        }
    }

    private func message(_ request: Request) throws -> HTTPClient.Request {
        var headers = HTTPHeaders()
        headers.reserveCapacity(request.fields.count + 4)
        for field in request.fields { headers.add(name: field.name.rawName, value: field.value) }
        headers.replaceOrAdd(name: "User-Agent", value: "customers")
        if server.socketPath != nil { headers.replaceOrAdd(name: "Host", value: server.hostField) }
        if !headers.contains(name: "Accept-Encoding") { headers.add(name: "Accept-Encoding", value: "gzip") }
        return try HTTPClient.Request(
            url: server.requestBase + (request.head.path ?? "/"), method: HTTPMethod(rawValue: request.method.rawValue),
            headers: headers, body: request.body.isEmpty ? nil : .bytes(request.body))
    }

    /// Requests hold personal data: nothing of them is logged.
    private static let silence = Logger(label: "http") { _ in SwiftLogNoOpLogHandler() }

    // MARK: Opening

    private func openClient() throws -> HTTPClient {
        try client.withLock { client in
            switch client {
            case .open(let client): return client
            case .shutDown: throw HTTPClientError.alreadyShutdown
            case .unopened:
                let opened = HTTPClient(
                    eventLoopGroupProvider: .shared(Self.eventLoops), configuration: try configuration())
                client = .open(opened)
                return opened
            }
        }
    }

    /// One thread for all connections: a client's answers are few, and a jump host's users are many.
    private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private func configuration() throws -> HTTPClient.Configuration {
        let authorities = try options.authorityFile.map(Self.certificates) ?? []
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: .client(trusting: authorities), redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(options.connectTimeout)),
            decompression: .enabled(limit: .size(options.maximumResponseBytes)))
        // Whether an attempt is repeated is the API client's own decision.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(50)
        // What is looked at before a request leaves is looked at on connections of this version.
        configuration.httpVersion = .http1Only
        if let users = options.listenerUsers, options.proxy == nil {
            configuration.http1_1ConnectionDebugInitializer = ListenerCheck(users: users, address: server.text).check
        }
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.maximumConnections
        if let proxy = options.proxy {
            configuration.proxy = .server(
                host: proxy.host, port: proxy.port,
                authorization: proxy.signIn.map { .basic(username: $0.user, password: $0.password) })
        }
        return configuration
    }

    private static func certificates(in file: String) throws -> [NIOSSLCertificate] {
        if let reason = obstacle(to: file) {
            throw TransportFailure(.tls(.unreadableAuthorityFile(file, reason: reason)), mayHaveArrived: false)
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMFile(file), !certificates.isEmpty else {
            throw TransportFailure(.tls(.badAuthorityFile(file)), mayHaveArrived: false)
        }
        return certificates
    }

    /// Why a file cannot be read, in the system's words; `nil` when it can.
    private static func obstacle(to file: String) -> String? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var byte: UInt8 = 0
        // A directory can be opened, but holds no bytes.
        return read(descriptor, &byte, 1) < 0 ? String(cString: strerror(errno)) : nil
    }
}

extension ServerAddress {
    /// What stands before a path in the address of a request, as the library wants it.
    fileprivate var requestBase: String {
        socketPath.map { "http+unix://" + PercentEncoding.encoded($0) } ?? text
    }
}
