import Foundation
import HTTP
import HTTPTypes
import TestSupport
import Testing

@testable import LightTransport

@Suite("Requests over the light transport", .timeLimit(.minutes(2)))
struct LightTransportTests {
    private static let request = Request(
        .post, "/a?b=c", fields: [.contentType: "application/json"], body: Array("{}".utf8))

    private func transport(_ server: MisbehavingServer, path: String = "") throws -> NIOTransport {
        NIOTransport(try #require(ServerAddress(server.url + path)))
    }

    /// How a request fails; `nil` when it does not.
    private func failure(
        of transport: NIOTransport, within timeout: Duration = .seconds(30)
    ) async -> TransportFailure? {
        do throws(TransportFailure) {
            _ = try await transport.send(Self.request, deadline: .now + timeout)
            return nil
        } catch {
            return error
        }
    }

    @Test("A request goes out as it is, with the server's name, and its answer comes back")
    func exchange() async throws {
        let server = try MisbehavingServer(.answer(201, ["X-A": "b", "Date": "d"], body: "hello"))
        let response = try await transport(server, path: "/stage").send(Self.request, deadline: .now + .seconds(30))
        #expect(response.status.code == 201)
        #expect(response.fields[.date] == "d")
        #expect(response.body == Array("hello".utf8))
        let lines = try #require(server.requests.first).components(separatedBy: "\r\n")
        #expect(lines.first == "POST /stage/a?b=c HTTP/1.1")
        #expect(lines.contains("Host: 127.0.0.1:\(server.port)"))
        #expect(lines.contains("Content-Type: application/json"))
        #expect(lines.contains("Content-Length: 2"))
        #expect(lines.last == "{}")
    }

    @Test("A connection is kept, unless the server says otherwise")
    func keeping() async throws {
        let server = try MisbehavingServer(
            .answer(200), .answer(200), .answer(200, ["Connection": "close"]), .answer(200))
        let transport = try transport(server)
        for _ in 0..<3 { #expect(await failure(of: transport) == nil) }
        #expect(server.connectionCount == 1)
        #expect(await failure(of: transport) == nil)
        #expect(server.connectionCount == 2)
    }

    @Test("A connection that is made ahead is the first request's, and one that could not be made is made then")
    func ahead() async throws {
        let server = try MisbehavingServer(.answer(200), .answer(200))
        let transport = try transport(server)
        transport.connectAhead()
        for _ in 0..<2 { #expect(await failure(of: transport) == nil) }
        #expect(server.connectionCount == 1)
        server.stop()
        let late = try self.transport(server)
        late.connectAhead()
        #expect(await failure(of: late)?.mayHaveArrived == false)
    }

    @Test("As many connections are made as there are requests at once")
    func parallel() async throws {
        let server = try MisbehavingServer(.answer(200, body: "x"))
        let transport = try transport(server)
        await withTaskGroup(of: TransportFailure?.self) { group in
            for _ in 0..<40 { group.addTask { await failure(of: transport) } }
            for await failure in group { #expect(failure == nil) }
        }
        #expect(server.requests.count == 40)
    }

    @Test("A server is not waited for when its transport is gone: the connections end with it")
    func ending() async throws {
        let server = try MisbehavingServer(.answer(200))
        do {
            let transport = try transport(server)
            #expect(await failure(of: transport) == nil)
        }
        await server.seesClosed(1)
    }

    @Test(
        "The deadline holds, whatever the server is at",
        arguments: [
            Misbehaviour.hang, .say(Array("HTTP/1.1 200".utf8)),
            .drip(Array("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n[".utf8)),
        ])
    func deadline(step: Misbehaviour) async throws {
        let server = try MisbehavingServer(step)
        let failure = await failure(of: try transport(server), within: .milliseconds(300))
        #expect(failure?.reason == .timedOut)
        await server.seesClosed(server.connectionCount)
    }

    @Test("After the deadline nothing is sent")
    func tooLate() async throws {
        let server = try MisbehavingServer(.answer(200))
        #expect(
            await failure(of: try transport(server), within: .zero)
                == TransportFailure(.timedOut, mayHaveArrived: false))
        #expect(server.requests.isEmpty)
    }

    @Test("A caller who gives up is not kept waiting, and the connection is not used again")
    func cancelling() async throws {
        let server = try MisbehavingServer(.hang, .answer(200))
        let transport = try transport(server)
        let task = Task { await failure(of: transport) }
        await server.receives(1)
        task.cancel()
        #expect(await task.value == TransportFailure(.cancelled, mayHaveArrived: true))
        await server.seesClosed(1)
        #expect(await failure(of: transport) == nil)
        #expect(server.connectionCount == 2)
    }

    @Test(
        "Failures are distinguished",
        arguments: [
            (Misbehaviour.reset, TransportFailure.Reason.connectionLost(detail: "connection reset by peer")),
            (.drop(after: 0, of: []), .connectionLost(detail: "the server closed it")),
            (
                .drop(after: 45, of: Misbehaviour.bytes(200, [:], Array("half of it".utf8))),
                .connectionLost(detail: "the answer is not whole")
            ),
        ])
    func failures(step: Misbehaviour, reason: TransportFailure.Reason) async throws {
        let server = try MisbehavingServer(step)
        #expect(await failure(of: try transport(server)) == TransportFailure(reason, mayHaveArrived: true))
    }

    @Test("What is not HTTP is reported as such", arguments: [Misbehaviour.say(Array("220 mail\r\n\r\n".utf8))])
    func noHTTP(step: Misbehaviour) async throws {
        let server = try MisbehavingServer(step)
        let failure = await failure(of: try transport(server))
        guard case .notHTTP? = failure?.reason else {
            Issue.record("it is \(String(describing: failure))")
            return
        }
    }

    @Test("An endless answer is not read")
    func limit() async throws {
        let server = try MisbehavingServer(.answer(200, body: String(repeating: "x", count: 5_000)))
        var options = NIOTransport.Options()
        options.maximumResponseBytes = 4_999
        let transport = NIOTransport(try #require(ServerAddress(server.url)), options)
        #expect(await failure(of: transport) == TransportFailure(.tooLarge(limit: 4_999), mayHaveArrived: true))
    }

    @Test("A server that is not there is said not to be, and nothing went out")
    func nobody() async throws {
        // tcpmux, and a name that no resolver has (RFC 6761 §6.4).
        let refusing = NIOTransport(try #require(ServerAddress("http://127.0.0.1:1")))
        #expect(
            await failure(of: refusing)
                == TransportFailure(.cannotConnect(detail: "connection refused"), mayHaveArrived: false))
        let nameless = NIOTransport(try #require(ServerAddress("http://host.invalid")))
        #expect(
            await failure(of: nameless)
                == TransportFailure(.nameNotResolved(host: "host.invalid"), mayHaveArrived: false))
    }

    @Test("TLS is verified: an untrusted certificate is refused, a trusted one is not")
    func tls() async throws {
        try await withTemporaryFolder { folder in
            let key = [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "\(folder)/key.pem",
                "-out",
                "\(folder)/cert.pem",
            ]
            let made = try await Program("openssl").shell("openssl \"$@\"", key)
            try #require(made.status == 0, "\(made.error)")
            try await APIServerProcess.serving(
                ["--tls-cert", "\(folder)/cert.pem", "--tls-key", "\(folder)/key.pem"]
            ) { server in
                let port = try #require(server.url.split(separator: ":").last)
                let address = try #require(ServerAddress("https://localhost:\(port)"))
                let stranger = await failure(of: NIOTransport(address))
                #expect(
                    stranger == TransportFailure(.tls(.untrusted), mayHaveArrived: false))
                var options = NIOTransport.Options()
                options.authorityFile = "\(folder)/cert.pem"
                let response = try await NIOTransport(address, options).send(
                    Request(.get, "/api/health"), deadline: .now + .seconds(30))
                #expect(response.status == .ok)
            }
        }
    }
}
