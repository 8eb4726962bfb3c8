import Foundation
import TestSupport
import Testing

@Suite("Tokens, from their making to their end", .timeLimit(.minutes(3)))
struct TokenTests {
    private let program = Program("customers-api")

    private func run(_ arguments: String..., in directory: URL) async throws -> Program.Finished {
        try await program.run(["token"] + arguments + ["--token-file", directory.appending(path: "tokens").path])
    }

    /// What a command prints, where it has to succeed.
    private func say(_ arguments: String..., in directory: URL) async throws -> String {
        let file = directory.appending(path: "tokens").path
        let finished = try await program.run(["token"] + arguments + ["--token-file", file])
        try #require(finished.status == 0, "\(arguments): \(finished.error)")
        return finished.output
    }

    private func token(_ name: String, _ role: String, in directory: URL) async throws -> String {
        let output = try await say("add", name, "--role", role, in: directory)
        return output.trimmingCharacters(in: .newlines)
    }

    private func contents(_ directory: URL) throws -> String {
        try String(contentsOf: directory.appending(path: "tokens"), encoding: .utf8)
    }

    /// Waits until a token gets this answer.
    private func wait(
        for status: Int, to token: String, _ address: ServerProcess.Address, _ target: String = "/api/whoami"
    ) async throws {
        let start = ContinuousClock.now
        while try address.send("GET", target, ["Authorization: Bearer \(token)"]).status != status {
            try #require(ContinuousClock.now - start < .seconds(60), "no \(status) within a minute")
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func wait(for words: String, in server: ServerProcess) async throws {
        let start = ContinuousClock.now
        while !server.log.contains(words) {
            try #require(ContinuousClock.now - start < .seconds(30), "\(server.log)")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test("A token is printed once and kept nowhere; its file is its owner's alone, and what else stands there stays")
    func making() async throws {
        let directory = try ServerProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let added = try await run("add", "kim", "--role", "agent", "--days", "30", in: directory)
        let kim = added.output.trimmingCharacters(in: .newlines)
        #expect(added.status == 0 && added.output == kim + "\n" && kim.hasPrefix("cdk_") && kim.utf8.count == 53)
        #expect(
            added.error.hasPrefix("customers-api: kim may call as agent, and no more from 20")
                && !added.error.contains(kim))
        let file = directory.appending(path: "tokens").path
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try contents(directory).hasPrefix("kim:agent:20"))
        try ("# staff\n\n" + contents(directory)).write(toFile: file, atomically: false, encoding: .utf8)
        let lee = try await token("lee", "reader", in: directory)
        let rotated = try await say("rotate", "kim", in: directory).trimmingCharacters(in: .newlines)
        #expect(Set([kim, lee, rotated]).count == 3)
        let text = try contents(directory)
        #expect(text.hasPrefix("# staff\n\nkim:agent:20") && text.contains("\nlee:reader:never:"))
        for token in [kim, lee, rotated] { #expect(!text.contains(token) && !text.contains(token.dropFirst(4))) }
        let list = try await say("list", in: directory).split(separator: "\n")
        #expect(list.count == 3 && list[0].hasPrefix("NAME  ROLE    EXPIRES") && list[2] == "lee   reader  never")
        let json = try await say("list", "--json", in: directory)
        #expect(json.contains(#"{"expired":false,"name":"lee","role":"reader","version1":false}"#))
        _ = try await say("revoke", "lee", in: directory)
        #expect(try !contents(directory).contains("lee"))
        let left = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(left == ["tokens"], "neither lock nor half a file stays")
    }

    @Test("A command that cannot do it says why, and leaves the file as it is")
    func refusals() async throws {
        let directory = try ServerProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        for arguments in [["list"], ["revoke", "kim"], ["rotate", "kim"]] {
            let file = directory.appending(path: "tokens").path
            let finished = try await program.run(["token"] + arguments + ["--token-file", file])
            #expect(finished.status == 66 && finished.output == "" && finished.error.contains("does not exist"))
        }
        _ = try await token("kim", "agent", in: directory)
        let before = try contents(directory)
        let cases: [([String], Int, String)] = [
            (["add", "kim", "--role", "reader"], 64, "kim has a token"),
            (["add", "a:b", "--role", "reader"], 64, "is not one"),
            (["add", "a\u{7}b", "--role", "reader"], 64, "control characters"),
            (["add", "a\u{200B}b", "--role", "reader"], 64, "is not one"),
            (["add", "lee", "--role", "boss"], 64, "boss"), (["add", "lee"], 64, "--role"),
            (["add", "lee", "--role", "reader", "--days", "0"], 64, "--days"),
            (["revoke", "lee"], 66, "no token of that name"), (["rotate", "lee"], 66, "no token of that name"),
        ]
        for (arguments, status, words) in cases {
            let file = directory.appending(path: "tokens").path
            let finished = try await program.run(["token"] + arguments + ["--token-file", file])
            #expect(finished.status == status && finished.output == "", "\(arguments): \(finished.error)")
            #expect(
                finished.error.contains(words) && !finished.error.contains("\u{7}"), "\(arguments): \(finished.error)")
            #expect(try contents(directory) == before)
        }
        chmod(directory.appending(path: "tokens").path, 0o644)
        let open = try await run("add", "lee", "--role", "reader", in: directory)
        #expect(open.status == 78 && open.output == "" && open.error.contains("chmod 600"))
    }

    @Test("Of many commands at once none loses what another has written")
    func together() async throws {
        let directory = try ServerProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask { _ = try await token("user\(number)", "agent", in: directory) }
            }
            try await group.waitForAll()
        }
        let names = try contents(directory).split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(Set(names) == Set((0..<12).map { Substring("user\($0)") }) && names.count == 12)
    }

    @Test("A link to the file of tokens stays one")
    func link() async throws {
        let directory = try ServerProcess.makeDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let real = directory.appending(path: "real").path
        try FileManager.default.createSymbolicLink(
            atPath: directory.appending(path: "tokens").path, withDestinationPath: real)
        let dangling = try await run("add", "kim", "--role", "agent", in: directory)
        #expect(dangling.status != 0 && dangling.output == "")
        #expect(FileManager.default.createFile(atPath: real, contents: nil, attributes: [.posixPermissions: 0o600]))
        _ = try await token("kim", "agent", in: directory)
        #expect(try String(contentsOfFile: real, encoding: .utf8).hasPrefix("kim:agent:never:"))
        #expect(
            (try? FileManager.default.destinationOfSymbolicLink(atPath: directory.appending(path: "tokens").path))
                == real)
    }

    @Test("A running server knows new tokens and refuses old ones by itself, and at once on SIGHUP")
    func live() async throws {
        let directory = try ServerProcess.makeDirectory()
        let kim = try await token("kim", "agent", in: directory)
        let (server, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        try await wait(for: 200, to: kim, address)
        let lee = try await token("lee", "reader", in: directory)
        try await wait(for: 200, to: lee, address)
        _ = try await say("revoke", "kim", in: directory)
        kill(server.number, SIGHUP)
        try await wait(for: 401, to: kim, address)
        let rotated = try await say("rotate", "lee", in: directory).trimmingCharacters(in: .newlines)
        try await wait(for: 401, to: lee, address)
        try await wait(for: 200, to: rotated, address)
        _ = try await say("revoke", "lee", in: directory)
        try await wait(for: 401, to: rotated, address)
        #expect(server.log.contains("so nobody may call"))
        server.terminate()
        #expect(server.exitCode() == 0)
        for token in [kim, lee, rotated] { #expect(!server.log.contains(token)) }
    }

    @Test("While the file is wrong, what it said before counts, and the log says once what is wrong with it")
    func wrongFile() async throws {
        let directory = try ServerProcess.makeDirectory()
        let kim = try await token("kim", "agent", in: directory)
        let file = directory.appending(path: "tokens").path
        let right = try contents(directory)
        let (server, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        try (right + "kim:secretword\n").write(toFile: file, atomically: false, encoding: .utf8)
        try await wait(for: "line 2 of the token file tokens is not a token", in: server)
        #expect(try address.send("GET", "/api/whoami", ["Authorization: Bearer \(kim)"]).status == 200)
        kill(server.number, SIGHUP)
        try FileManager.default.removeItem(atPath: file)
        try await wait(for: "the token file tokens does not exist", in: server)
        #expect(try address.send("GET", "/api/whoami", ["Authorization: Bearer \(kim)"]).status == 200)
        #expect(
            FileManager.default.createFile(
                atPath: file, contents: Data("# nobody\n".utf8), attributes: [.posixPermissions: 0o600]))
        try await wait(for: 401, to: kim, address)
        let faults = server.log.split(separator: "\n").filter { $0.contains("tokens not read") }
        #expect(faults.filter { $0.contains("line 2") }.count == 1 && !server.log.contains("secretword"))
    }

    @Test("A token whose day has come is refused, and rotated with a new end only")
    func expired() async throws {
        let directory = try ServerProcess.makeDirectory()
        let kim = try await token("kim", "agent", in: directory)
        let file = directory.appending(path: "tokens").path
        let text = try contents(directory).replacing(":never:", with: ":2024-02-29:")
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        let reply = try address.send("GET", "/api/customers", ["Authorization: Bearer \(kim)"])
        #expect(reply.status == 401 && reply.body.contains("The token of kim has expired."))
        #expect(try await say("list", in: directory).contains("kim   agent  2024-02-29  expired"))
        let again = try await run("rotate", "kim", in: directory)
        #expect(again.status == 64 && again.error.contains("give --days"))
        let rotated = try await say("rotate", "kim", "--days", "1", in: directory).trimmingCharacters(in: .newlines)
        try await wait(for: 200, to: rotated, address)
    }
}
