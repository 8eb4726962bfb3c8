import Foundation
import TestSupport
import Testing

@Suite("The server program at work", .timeLimit(.minutes(2)))
struct ServingTests {
    private static let anna = #"{"name": "Anna", "email": "anna@x.org"}"#

    @Test("It says where it listens, on one line, and keeps what it is given")
    func serves() throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening(directory: directory)
        #expect(address.scheme == "http" && address.host == "127.0.0.1")
        #expect(try address.send("GET", "/api/health").status == 200)
        let created = try address.send("POST", "/api/customers", body: Self.anna)
        #expect(created.status == 201)
        server.terminate()
        #expect(server.exitCode() == 0)
        #expect(server.restOfOutput() == "")
        #expect(server.log.contains("on a shared host loopback is everybody's"))
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(files.sorted() == ["customers.db", "stderr"], "the database is closed and its log folded in")
        let (_, again) = try ServerProcess.listening(directory: directory)
        #expect(try again.send("GET", try #require(created.header("Location"))).body.contains("Anna"))
    }

    @Test("Its help says on which port it listens that is told none: the one where the client looks for it")
    func ownPort() throws {
        let server = try ServerProcess(["--help"])
        #expect(server.exitCode() == 0)
        let words = server.restOfOutput().split { $0.isWhitespace }.joined(separator: " ")
        #expect(words.contains("The port to listen on; 0 takes a free one. (default: 8080)"), "\(words)")
    }

    @Test("An empty store is filled with invented people, one with customers is left alone")
    func samples() throws {
        let directory = try ServerProcess.makeDirectory()
        let (first, address) = try ServerProcess.listening("--sample", "40", "--no-replication", directory: directory)
        #expect(try address.send("GET", "/api/health").body.contains(#""replicate":false"#))
        #expect(try people(address) == 40)
        first.terminate()
        #expect(first.exitCode() == 0)
        let (second, again) = try ServerProcess.listening("--sample", "50", directory: directory)
        #expect(second.log.contains("--sample adds no customers"))
        #expect(try people(again) == 40)
    }

    @Test("On a terminal it says how far it is with inventing people")
    func samplesOnTerminal() async throws {
        try await withTemporaryFolder { folder in
            let server = try Pseudoterminal(
                [
                    Program("customers-api").path, "serve", "--port", "0", "--sample", "40", "--store",
                    "sqlite:\(folder)/customers.db",
                ], environment: ["TERM": "xterm", "HOME": folder])
            try await server.wait(forText: "listening on")
            #expect(await server.screen.contains("inventing customers: 100 %, making the indexes"))
            await server.kill(SIGTERM)
            _ = try await server.waitForEnd()
        }
    }

    @Test("A thread waits for the request, and none for another thread, where a row or none is read")
    func answersOnItsThread() throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:0123456789abcdef0123456789abcdef\n")
        let (server, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--audit-log", "audit.log", directory: directory)
        let token = "Authorization: Bearer 0123456789abcdef0123456789abcdef"
        let created = try address.send("POST", "/api/customers", [token], body: Self.anna)
        let place = try #require(created.header("Location"))
        let connection = try Connection(to: address)
        for target in ["/api/health", place, "/api/customers?email=anna@x.org"] {
            let request = "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(token)\r\n\r\n"
            func ask(_ times: Int) throws {
                for _ in 0..<times {
                    connection.send(request)
                    try #require(connection.response().status == 200)
                }
            }
            // What is opened once is open.
            try ask(20)
            let before = try server.waits
            try ask(200)
            let waits = try server.waits - before
            #expect(waits < 2 * 200, "\(waits) for \(target)")
        }
    }

    private func people(_ address: ServerProcess.Address) throws -> Int {
        try address.send("GET", "/api/customers").body.split(separator: "\"customer_id\":").count - 1
    }

    @Test("A target in absolute form is the same resource")
    func absoluteForm() throws {
        let (_, address) = try ServerProcess.listening()
        #expect(try address.send("GET", "http://localhost:\(address.port)/api/health").status == 200)
    }

    @Test("HEAD, 204 and 304 come without a body, and what follows is where it belongs")
    func bodiless() throws {
        let (_, address) = try ServerProcess.listening()
        let place = try #require(try address.send("POST", "/api/customers", body: Self.anna).header("Location"))
        let connection = try Connection(to: address)
        connection.send(
            "HEAD \(place) HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "GET \(place) HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"1\"\r\n\r\n"
                + "DELETE \(place) HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "GET /api/nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let answers = try #require(connection.receiveAll()).split(separator: "HTTP/1.1 ")
        #expect(answers.map { $0.prefix(3) } == ["200", "304", "204", "404"])
        #expect(answers.dropLast().allSatisfy { $0.hasSuffix("\r\n\r\n") })
        #expect(answers[0].contains("Content-Length: ") && !answers[0].contains("Content-Length: 0\r"))
        #expect(!answers[1].contains("Content-Length") && !answers[2].contains("Content-Length"))
    }

    @Test("SIGTERM ends it at once although a connection is idle")
    func idleShutdown() throws {
        let (server, address) = try ServerProcess.listening()
        let idle = try Connection(to: address)
        idle.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try idle.response().status == 200)
        let start = ContinuousClock.now
        server.terminate()
        #expect(server.exitCode() == 0)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("SIGTERM lets a request in flight finish, and no new connection in")
    func drainingShutdown() throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening(directory: directory)
        let slow = try Connection(to: address)
        // The answer to the first request proves that the head of the second, in the same packet, has been read.
        slow.send(
            "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                + "POST /api/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(Self.anna.utf8.count)\r\n\r\n{"
        )
        #expect(try slow.response().status == 200)
        server.terminate()
        while (try? Connection(to: address)) != nil { sched_yield() }
        slow.send(String(Self.anna.dropFirst()))
        #expect(try slow.response().status == 201)
        #expect(server.exitCode() == 0)
        let (_, again) = try ServerProcess.listening(directory: directory)
        #expect(try again.send("GET", "/api/customers").body.contains("Anna"))
    }

    @Test("A body that is too large is answered, and the server lives")
    func largeBodies() throws {
        let (_, address) = try ServerProcess.listening()
        let connection = try Connection(to: address)
        let large = String(repeating: " ", count: 900_000)
        connection.send(
            "POST /api/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(large.utf8.count)\r\n\r\n"
                + large)
        let reply = try connection.response()
        #expect(reply.status == 413 && reply.body.contains("urn:customers:problem:content-too-large"))
        connection.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try connection.response().status == 200, "up to a mebibyte is drained")
        let endless = try Connection(to: address)
        endless.send(
            "POST /api/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        let chunk = "10000\r\n" + String(repeating: " ", count: 65_536) + "\r\n"
        var chunks = 0
        while endless.send(chunk), chunks < 10_000 { chunks += 1 }
        #expect(chunks < 10_000, "a body without end is cut off")
        #expect(try address.send("GET", "/api/health").status == 200)
    }

    @Test("A client that drips its head or its body is let go")
    func slowClients() throws {
        let (_, address) = try ServerProcess.listening("--client-timeout", "1")
        let (head, body) = (
            "GET /api/health HTTP/1.1\r\nX: ",
            "POST /api/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
        )
        for start in [head, body] {
            let connection = try Connection(to: address)
            connection.send(start)
            let dripping = ContinuousClock.now
            while connection.send("x"), ContinuousClock.now - dripping < .seconds(20) { usleep(20_000) }
            #expect(ContinuousClock.now - dripping < .seconds(20))
        }
        #expect(try address.send("GET", "/api/health").status == 200)
    }

    @Test("A client that stops reading is let go, one that reads slowly is not")
    func deafClients() async throws {
        // Long enough for the slow one to read something within it on the busiest machine.
        let (_, address) = try ServerProcess.listening("--client-timeout", "3", "--sample", "1000")
        let (deaf, slow) = (
            try Connection(to: address, receiveBytes: 4_096), try Connection(to: address, receiveBytes: 4_096)
        )
        for connection in [deaf, slow] {
            // More than all buffers between here and there take.
            for _ in 0..<100 { connection.send("GET /api/customers HTTP/1.1\r\nHost: localhost\r\n\r\n") }
        }
        let start = ContinuousClock.now
        while deaf.send("x"), ContinuousClock.now - start < .seconds(30) {
            #expect(slow.receive(1_000)?.isEmpty == false)
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(ContinuousClock.now - start < .seconds(30))
        #expect(slow.send("x"))
        #expect(try address.send("GET", "/api/health").status == 200)
    }

    @Test("What is not HTTP is refused with 400, and the server lives on")
    func malformed() throws {
        let (_, address) = try ServerProcess.listening()
        let good = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n"
        for (name, request) in [
            ("a word", "BAD\r\n\r\n"),
            ("no target", "GET\r\n\r\n"),
            ("another version", "GET /api/health HTTP/9.9\r\n\r\n"),
            ("TLS", "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n"),
            ("a length in letters", good + "Content-Length: x\r\n\r\n"),
            ("a negative length", good + "Content-Length: -1\r\n\r\n"),
            ("a space in a name", good + "Bad Header: x\r\n\r\n"),
            ("a chunk of no length", good + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n"),
            ("a long field", good + "X: " + String(repeating: "x", count: 100_000) + "\r\n\r\n"),
            ("many fields", good + String(repeating: "X: y\r\n", count: 5_000) + "\r\n"),
        ] {
            let connection = try Connection(to: address)
            connection.send(request)
            let answer = try #require(connection.receiveAll(), "\(name): the connection stays open")
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400 "), "\(name)")
        }
        #expect(try address.send("GET", "/api/health").status == 200)
    }

    @Test("The log has every request and no personal data")
    func log() throws {
        let (server, address) = try ServerProcess.listening()
        let secret = "Geheim"
        let body = #"{"name": "Geheim", "email": "geheim@x.org", "phone": "555 0142", "address": "Geheimweg"}"#
        let place = try #require(try address.send("POST", "/api/customers", body: body).header("Location"))
        for target in [
            place, "/api/customers?search=geheim", "/api/customers?cursor=\(secret)", "/api/\(secret)",
            "/api/customers?email=geheim@x.org", "/api/changes?cursor=\(secret)",
        ] {
            _ = try address.send("GET", target, ["If-None-Match: \(secret)", "Authorization: Bearer \(secret)"])
        }
        _ = try address.send("POST", "/api/customers", ["X-Request-Id: \(secret)"], body: body)
        server.terminate()
        #expect(server.exitCode() == 0)
        let log = server.log
        #expect(log.split(separator: "\n").filter { $0.contains(" msg=request ") }.count == 8)
        for personal in ["geheim", "555 0142", "555+0142", String(place.suffix(36))] {
            #expect(!log.lowercased().contains(personal))
        }
    }
}
