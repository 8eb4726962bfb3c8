import Foundation
import TestSupport
import Testing

@Suite("The server's audit log", .timeLimit(.minutes(3)))
struct AuditTests {
    private let program = Program("customers-api")

    private func files(_ directory: URL, _ names: [String]) -> [String] {
        names.map { directory.appending(path: $0).path }
    }

    private func text(_ directory: URL, _ name: String = "audit.log") throws -> String {
        String(decoding: try Data(contentsOf: directory.appending(path: name)), as: UTF8.self)
    }

    private func expectSound(_ directory: URL, _ names: String..., finding remarks: Int = 0) async throws {
        let finished = try await program.run(["audit", "verify"] + files(directory, names))
        #expect(finished.status == 0, "\(finished.error)")
        #expect(finished.output.split(separator: "\n").count == 1 + remarks, "\(finished.output)")
    }

    @Test("What is wrong stands on a line of its own")
    func faults() async throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        _ = try Self.ask(4, host: address.host, port: address.port)
        server.terminate()
        #expect(server.exitCode() == 0)
        let changed = try text(directory).replacingOccurrences(of: #""status":200"#, with: #""status":201"#)
        try Data(changed.utf8).write(to: directory.appending(path: "audit.log"))
        let finished = try await program.run(["audit", "verify"] + files(directory, ["audit.log"]))
        #expect(finished.status == 65 && finished.error.split(separator: "\n").count == 5, "\(finished.error)")
        #expect(finished.error.contains("/audit.log, line 2 was changed.\n"), "\(finished.error)")
    }

    @Test(
        "A log that was emptied, or whose beginning is missing, is not sound; what was checked before may be left out")
    func incomplete() async throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        _ = try Self.ask(4, host: address.host, port: address.port)
        server.terminate()
        #expect(server.exitCode() == 0)
        let log = directory.appending(path: "audit.log")
        let whole = try await program.run(["audit", "verify", log.path])
        #expect(whole.status == 0 && whole.output.hasSuffix("; its server has ended\n"), "\(whole.output)")
        let lines = try text(directory).split(separator: "\n")
        try Data(lines.prefix(2).map { $0 + "\n" }.joined().utf8).write(to: log)
        let first = try await program.run(["audit", "verify", log.path])
        #expect(first.status == 0 && first.output.hasSuffix("nothing tells whether lines follow\n"), "\(first.output)")
        let hash = try #require(first.output.split(separator: " ").first { $0.utf8.count == 65 }).dropLast()
        try Data(lines.dropFirst(2).map { $0 + "\n" }.joined().utf8).write(to: log)
        let rest = try await program.run(["audit", "verify", log.path])
        #expect(rest.status == 65 && rest.error.contains("line 1 is not the first that was written"), "\(rest.error)")
        let after = try await program.run(["audit", "verify", log.path, "--after", String(hash)])
        #expect(after.status == 0, "\(after.error)")
        let wrong = try await program.run(["audit", "verify", log.path, "--after", "12"])
        #expect(wrong.status == 64 && wrong.error.contains("64 hexadecimal digits"))
        try Data().write(to: log)
        let empty = try await program.run(["audit", "verify", log.path])
        #expect(empty.status == 65 && empty.error.contains("audit.log holds no line"), "\(empty.error)")
    }

    /// Waits for something that the server does within a second or two.
    private func wait(until isDone: () throws -> Bool) throws {
        for _ in 0..<200 {
            if try isDone() { return }
            usleep(50_000)
        }
        Issue.record("it did not happen within 10 seconds")
    }

    /// Requests one after another on one connection; the ids of those that were answered.
    private static func ask(_ count: Int, host: String, port: Int) throws -> [String] {
        let connection = try Connection(host: host, port: port)
        return try (0..<count).map { _ in
            try #require(try connection.get("/api/customers?limit=1").header("X-Request-Id"))
        }
    }

    @Test("Who is not let in does not fill it: five lines, and one with the number of the others")
    func strangers() async throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:0123456789abcdef0123456789abcdef\n")
        let (server, address) = try ServerProcess.listening(
            "--audit-log", "audit.log", "--token-file", "tokens", directory: directory)
        for _ in 0..<50 { #expect(try address.send("GET", "/api/customers").status == 401) }
        // What is wrong with a head is anybody's, too.
        for _ in 0..<10 { #expect(try address.send("GET", "/api/customers", ["Host: other"]).status == 400) }
        let kim = "Authorization: Bearer 0123456789abcdef0123456789abcdef"
        for _ in 0..<10 { #expect(try address.send("GET", "/api/customers", [kim]).status == 200) }
        server.terminate()
        #expect(server.exitCode() == 0)
        let lines = try text(directory).split(separator: "\n")
        #expect(lines.count { $0.contains(#""status":401"#) } == 5)
        #expect(lines.count { $0.contains(#""principal":"kim""#) } == 10)
        let counted = lines.filter { $0.contains(#""kind":"refused","source":"127.0.0.1","count":55,"#) }
        #expect(counted.count == 1, "\(lines)")
        try await expectSound(directory, "audit.log")
    }

    @Test("What people do is recorded under their names, and the report tells it")
    func report() async throws {
        let directory = try ServerProcess.makeDirectory()
        let tokens = "kim:0123456789abcdef0123456789abcdef\nlee:fedcba9876543210fedcba9876543210\n"
        let file = directory.appending(path: "tokens")
        try Data(tokens.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        let (server, address) = try ServerProcess.listening(
            "--audit-log", "audit.log", "--token-file", "tokens", directory: directory)
        let (kim, lee) = (
            "Authorization: Bearer 0123456789abcdef0123456789abcdef",
            "Authorization: Bearer fedcba9876543210fedcba9876543210"
        )
        let made = try address.send(
            "POST", "/api/customers", [kim], body: #"{"name": "Secretname", "email": "secretname@x.org"}"#)
        let path = try #require(made.header("Location"))
        _ = try address.send("GET", path, [lee])
        _ = try address.send("GET", "/api/customers?search=secretname", [lee])
        _ = try address.send("GET", path, ["Authorization: Bearer wrong"])
        server.terminate()
        #expect(server.exitCode() == 0)
        let log = try text(directory)
        #expect(log.split(separator: "\n").count == 6 && !log.lowercased().contains("secretname"))
        #expect(log.contains(#""principal":"kim""#) && log.contains(#""source":"127.0.0.1""#))
        #expect(log.contains(#""status":401,"problem":"unauthenticated""#))
        try await expectSound(directory, "audit.log")

        let names = files(directory, ["audit.log"])
        let who = try await program.run(["audit", "report", "--who", "lee", "--log"] + names)
        #expect(who.status == 0 && who.output.split(separator: "\n").count == 3, "\(who.output) \(who.error)")
        let id = String(path.split(separator: "/").last ?? "")
        let of = try await program.run(["audit", "report", "--of", id, "--json", "--log"] + names)
        let lines = of.output.split(separator: "\n")
        #expect(lines.count == 2 && lines.first?.contains(#""fields":["name","email"]"#) == true, "\(of.output)")
        let nobody = try await program.run(["audit", "report", "--log"] + names)
        #expect(nobody.status == 64 && nobody.error.contains("--who"))
    }

    @Test("A killed server has recorded every request that it answered, and the next one goes on")
    func killed() async throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        let ids = try Self.ask(200, host: address.host, port: address.port)
        kill(server.number, SIGKILL)
        _ = server.exitCode()
        let log = try text(directory)
        #expect(ids.allSatisfy { log.contains($0) })
        let (next, other) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        _ = try Self.ask(1, host: other.host, port: other.port)
        next.terminate()
        #expect(next.exitCode() == 0)
        // A write(2) that was under way may have been cut.
        let verified = try await program.run(["audit", "verify"] + files(directory, ["audit.log"]))
        #expect(verified.status == 0, "\(verified.error)")
        withExtendedLifetime(server) {}
    }

    @Test("Logs that are moved away under load lose no line")
    func rotation() async throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        let (host, port) = (address.host, address.port)
        let log = directory.appending(path: "audit.log").path
        async let first = Self.ask(400, host: host, port: port)
        async let second = Self.ask(400, host: host, port: port)
        for number in (1...4).reversed() {
            try FileManager.default.moveItem(atPath: log, toPath: "\(log).\(number)")
            kill(server.number, SIGHUP)
            try wait { FileManager.default.fileExists(atPath: log) }
        }
        let ids = try await first + second
        server.terminate()
        #expect(server.exitCode() == 0)
        let names = ["audit.log.4", "audit.log.3", "audit.log.2", "audit.log.1", "audit.log"]
        let all = try names.map { try text(directory, $0) }.joined()
        #expect(ids.count == 800 && ids.allSatisfy { all.contains($0) })
        let verified = try await program.run(["audit", "verify"] + files(directory, names))
        #expect(verified.status == 0, "\(verified.error)")
        #expect(!server.log.contains("cannot be written"))
    }

    @Test("While the log cannot be written no request is answered, and when it can they are again")
    func fullDisk() async throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        _ = try Self.ask(20, host: address.host, port: address.port)
        let size = try text(directory).utf8.count
        // Room for a part of a line.
        try await limit(server, to: "\(size + 10)")
        let refused = try address.send("GET", "/api/customers")
        #expect(refused.status == 503 && refused.header("Retry-After") == "1")
        #expect(refused.body.contains("urn:customers:problem:unavailable"))
        #expect(try address.send("GET", "/livez").status == 200)
        #expect(try address.send("GET", "/api/health").status == 200)
        try wait {
            let ready = try address.send("GET", "/readyz")
            return ready.status == 503 && ready.body.contains("audit: failed, see the log\n")
        }
        // The server tries each second, and takes back what it could write.
        try wait { try text(directory).utf8.count == size }
        try await limit(server, to: "unlimited")
        try wait { try address.send("GET", "/api/customers").status == 200 }
        try wait { try address.send("GET", "/readyz").status == 200 }
        server.terminate()
        #expect(server.exitCode() == 0)
        #expect(try text(directory).contains(#""kind":"resumed""#))
        #expect(server.log.contains("the audit log cannot be written") && server.log.contains("can be written again"))
        try await expectSound(directory, "audit.log")
    }

    /// Limits how long the server's files may get, or takes the limit away.
    private func limit(_ server: ServerProcess, to bytes: String) async throws {
        let finished = try await program.shell(#"prlimit --pid "$1" --fsize="$2:""#, ["\(server.number)", bytes])
        #expect(finished.status == 0, "\(finished.error)")
    }

    @Test("A log that another server writes, or that others may read, is refused at the start")
    func refused() throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, _) = try ServerProcess.listening("--audit-log", "audit.log", directory: directory)
        let log = directory.appending(path: "audit.log").path
        let second = try ServerProcess(["--port", "0", "--store", "sqlite:other.db", "--audit-log", log])
        #expect(second.exitCode() == 69 && second.log.contains("written by another server"))
        server.terminate()
        #expect(server.exitCode() == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: log)
        let third = try ServerProcess(["--port", "0", "--audit-log", log])
        #expect(third.exitCode() == 78 && third.log.contains("chmod 600"))
        withExtendedLifetime(server) {}
    }

    @Test("What a client reports is recorded as its word; a server without a log has nothing to be told")
    func reported() throws {
        let (server, address) = try ServerProcess.listening("--audit-log", "audit.log")
        let body = #"[{"what": "export", "when": "2026-03-01T09:00:00Z", "count": 40}]"#
        #expect(try address.send("POST", "/api/audit", body: body).status == 204)
        let unknown = #"[{"what": "export", "when": "2026-03-01T09:00:00Z", "name": "Anna"}]"#
        let refused = try address.send("POST", "/api/audit", body: unknown)
        #expect(refused.status == 400 && refused.body.contains(#"Element 1: \"name\""#))
        let log = try text(server.directory)
        #expect(log.contains(#""what":"export","when":"2026-03-01T09:00:00.000Z","count":40"#) && !log.contains("Anna"))
        let (silent, other) = try ServerProcess.listening()
        #expect(try other.send("POST", "/api/audit", body: body).status == 404)
        for server in [server, silent] {
            server.terminate()
            #expect(server.exitCode() == 0)
        }
    }
}
