import Foundation
import TestSupport
import Testing

@Suite("Waiting for changes", .serialized, .timeLimit(.minutes(3)))
struct WaitingTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    private func add(_ name: String, to address: ServerProcess.Address, _ fields: [String] = []) throws {
        let body = #"{"name": "\#(name)", "email": "\#(name)@x.org"}"#
        #expect(try address.send("POST", "/api/customers", fields, body: body).status == 201)
    }

    private func latest(_ address: ServerProcess.Address, _ fields: [String] = []) throws -> String {
        cursor(try address.send("GET", "/api/changes?cursor=latest&wait=25", fields))
    }

    private func cursor(_ reply: Reply) -> String {
        let page = try? JSONSerialization.jsonObject(with: Data(reply.body.utf8)) as? [String: Any]
        return page?["cursor"] as? String ?? ""
    }

    /// A connection on which the feed is asked for, and nothing has come.
    private func waiting(
        at cursor: String, _ address: ServerProcess.Address, seconds: Int = 25, _ fields: String = ""
    ) throws -> Connection {
        let connection = try Connection(to: address)
        connection.send(
            "GET /api/changes?cursor=\(cursor)&wait=\(seconds) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
        return connection
    }

    private func metric(_ name: String, _ metrics: Int) throws -> Int? {
        let reply = try Connection(host: "127.0.0.1", port: metrics).get("/metrics")
        return reply.body.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .flatMap { Int($0.dropFirst(name.count + 1)) }
    }

    private func wait(for count: Int, of name: String, _ metrics: Int) async throws {
        let start = ContinuousClock.now
        while try metric(name, metrics) != count {
            try #require(ContinuousClock.now - start < .seconds(20), "\(name) does not become \(count)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("Who waits is answered within 200 ms after a change, and the health tells that one may wait")
    func change() throws {
        let (_, address) = try ServerProcess.listening()
        #expect(try address.send("GET", "/api/health").body.contains(#""long-poll""#))
        let start = try latest(address)
        let connections = try (0..<5).map { _ in try waiting(at: start, address) }
        var delays: [Duration] = []
        // A machine that does something else may take one round's time away; who waits too long never has a good one.
        for round in 0..<3 {
            let waiting =
                round == 0 ? connections : try (0..<5).map { _ in try self.waiting(at: latest(address), address) }
            Thread.sleep(forTimeInterval: 0.3)
            let before = ContinuousClock.now
            try add("anna\(round)", to: address)
            for connection in waiting {
                let reply = try connection.response()
                #expect(reply.status == 200 && reply.body.contains("anna\(round)@x.org"))
            }
            delays.append(.now - before)
            if delays[round] <= .milliseconds(200) { break }
        }
        #expect(delays.contains { $0 <= .milliseconds(200) }, "\(delays)")
    }

    @Test("Without a change the answer comes when the time is up, empty, and no line of the log tells of it")
    func idle() throws {
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.jsonl")
        let cursor = try latest(address)
        let lines = server.log.split(separator: "\n").count
        let audited = try audit(server)
        let before = ContinuousClock.now
        let reply = try waiting(at: cursor, address, seconds: 1).response()
        #expect(ContinuousClock.now - before >= .milliseconds(990))
        #expect(reply.status == 200 && reply.body.contains(#""changes":[]"#) && self.cursor(reply) == cursor)
        #expect(server.log.split(separator: "\n").count == lines)
        #expect(try audit(server) == audited)
        try add("anna", to: address)
        #expect(try waiting(at: cursor, address).response().body.contains("anna@x.org"))
        #expect(try audit(server) == audited + 2)
    }

    private func audit(_ server: ServerProcess) throws -> Int {
        try String(contentsOf: server.directory.appending(path: "audit.jsonl"), encoding: .utf8).count { $0 == "\n" }
    }

    @Test("A wait is a whole number of seconds from 1 to 25", arguments: ["0", "26", "-1", "1.5", "", "25&wait=1"])
    func bounds(wait: String) throws {
        let (_, address) = try ServerProcess.listening()
        let reply = try address.send("GET", "/api/changes?cursor=latest&wait=\(wait)")
        #expect(reply.status == 400 && reply.body.contains("wait "))
    }

    @Test("Those who wait are answered at once when the server ends")
    func shutdown() async throws {
        let port = try FreePort.take()
        let (server, address) = try ServerProcess.listening("--metrics", "127.0.0.1:\(port)")
        let cursor = try latest(address)
        let connections = try (0..<20).map { _ in try waiting(at: cursor, address) }
        try await wait(for: 20, of: "customers_api_waiting_clients", port)
        #expect(try metric("customers_api_requests_in_flight", port) == 0, "nobody works for them")
        let before = ContinuousClock.now
        server.terminate()
        for connection in connections { #expect(try connection.response().status == 200) }
        #expect(ContinuousClock.now - before < .seconds(5))
        #expect(server.exitCode() == 0)
    }

    @Test("A client that has gone is let go at once")
    func hangUp() async throws {
        let port = try FreePort.take()
        let (_, address) = try ServerProcess.listening("--metrics", "127.0.0.1:\(port)")
        let cursor = try latest(address)
        var connections = try (0..<10).map { _ in try waiting(at: cursor, address) }
        try await wait(for: 10, of: "customers_api_waiting_clients", port)
        connections.removeLast(6)
        try await wait(for: 4, of: "customers_api_waiting_clients", port)
        connections[0].endSending()
        #expect(try connections[0].response().status == 200, "one who only sends nothing more gets an answer")
        try await wait(for: 3, of: "customers_api_waiting_clients", port)
        withExtendedLifetime(connections) {}
    }

    @Test("A token that is revoked ends its wait, and no other")
    func revoked() async throws {
        let port = try FreePort.take()
        let directory = try ServerProcess.makeDirectory()
        let program = Program("customers-api")
        let file = ["--token-file", directory.appending(path: "tokens").path]
        func say(_ arguments: String...) async throws -> String {
            let finished = try await program.run(["token"] + arguments + file)
            try #require(finished.status == 0, "\(finished.error)")
            return "Authorization: Bearer " + finished.output.trimmingCharacters(in: .newlines)
        }
        let (kim, lee) = (
            try await say("add", "kim", "--role", "agent"), try await say("add", "lee", "--role", "agent")
        )
        let (server, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--metrics", "127.0.0.1:\(port)", directory: directory)
        let cursor = try latest(address, [kim])
        let (one, other) = (
            try waiting(at: cursor, address, kim + "\r\n"), try waiting(at: cursor, address, lee + "\r\n")
        )
        try await wait(for: 2, of: "customers_api_waiting_clients", port)
        _ = try await say("revoke", "kim")
        kill(server.number, SIGHUP)
        #expect(try one.response().status == 401)
        try add("anna", to: address, [lee])
        #expect(try other.response().body.contains("anna@x.org"))
    }

    @Test("While 200 wait nobody else does, and no processor works for them")
    func many() async throws {
        let port = try FreePort.take()
        let (server, address) = try ServerProcess.listening("--metrics", "127.0.0.1:\(port)")
        let cursor = try latest(address)
        let connections = try (0..<200).map { _ in try waiting(at: cursor, address) }
        try await wait(for: 200, of: "customers_api_waiting_clients", port)
        let before = try server.processorTicks
        try await Task.sleep(for: .seconds(3))
        #expect(try server.processorTicks - before <= 2, "a look at the files each second is all there is to do")
        #expect(try address.send("GET", "/api/customers").status == 200)
        try add("anna", to: address)
        for connection in connections { #expect(try connection.response().body.contains("anna@x.org")) }
        try await wait(for: 0, of: "customers_api_waiting_clients", port)
    }
}
