import Foundation
import HTTP
import TestSupport
import Testing
import Wire

@testable import APIClient

@Suite("Who the client says it is")
struct CredentialTests {
    private static let refusal = Misbehaviour.problem(401, "unauthenticated")

    @Test("The token goes with every call but that for health")
    func header() async throws {
        let bench = try Bench(MisbehavingServer(isWell, emptyPage), token: .value(secret))
        try await bench.run { client in
            _ = try await client.health()
            _ = try await client.page(ListQuery())
        }
        let sent = bench.server.requests.map { $0.lowercased().contains("authorization: bearer \(secret)") }
        #expect(sent == [false, true])
    }

    @Test("Without credentials no header is sent, and 401 is reported")
    func unsigned() async throws {
        let bench = try Bench(MisbehavingServer(Self.refusal))
        #expect(await bench.failure(of: .page) == .signInNeeded(detail: "because"))
        #expect(!bench.server.requests[0].lowercased().contains("authorization"))
    }

    @Test("A token from the environment is tried once")
    func value() async throws {
        let bench = try Bench(MisbehavingServer(Self.refusal), token: .value(secret))
        #expect(await bench.failure(of: .keyedWrite) == .signInNeeded(detail: "because"))
        #expect(bench.server.requests.count == 1)
    }

    @Test("A file's first line is the token; a changed one is read after a 401")
    func file() async throws {
        try await withDirectory { directory in
            let path = try write("one\nnot this\n", to: directory + "/token")
            let bench = try Bench(MisbehavingServer(emptyPage, Self.refusal, emptyPage), token: .file(path: path))
            try await bench.run { client in
                _ = try await client.page(ListQuery())
                try write("two\n", to: path)
                _ = try await client.page(ListQuery())
            }
            #expect(bench.server.tokens == ["one", "one", "two"])
        }
    }

    @Test("A command runs once for many calls, and once more after a 401")
    func command() async throws {
        try await withDirectory { directory in
            let count = directory + "/count"
            let command = "echo x >> \(count); echo token-$(wc -l < \(count)); test -t 0 || cat"
            let bench = try Bench(
                MisbehavingServer(emptyPage, emptyPage, emptyPage, emptyPage, Self.refusal, emptyPage),
                token: .command(command))
            try await bench.run { client in
                try await withThrowingTaskGroup { group in
                    for _ in 0..<4 { group.addTask { _ = try await client.page(ListQuery()) } }
                    try await group.waitForAll()
                }
                _ = try await client.page(ListQuery())
            }
            #expect(bench.server.tokens == Array(repeating: "token-1", count: 5) + ["token-2"])
        }
    }

    @Test("A command that brings the refused token again is believed, and the server not asked again")
    func sameToken() async throws {
        let bench = try Bench(MisbehavingServer(Self.refusal), token: .command("echo \(secret)"))
        #expect(await bench.failure(of: .page) == .signInNeeded(detail: "because"))
        #expect(bench.server.requests.count == 1)
    }

    @Test(
        "Where no token can be had, nothing is sent and the cause is reported",
        arguments: [
            (TokenSource.value(" \n"), "There is no token in CUSTOMERS_API_TOKEN."),
            (.value("a b"), "What is in CUSTOMERS_API_TOKEN is not a token"),
            (.value("a\u{1B}"), "What is in CUSTOMERS_API_TOKEN is not a token"),
            (.file(path: "/nonexistent"), "The token file /nonexistent cannot be read (No such file or directory)."),
            (.file(path: "/"), "The token file / cannot be read (it is not a file)."),
            (.command("echo the token is secret >&2; exit 3"), "credential_command failed (status 3). Run"),
            (.command("true"), "There is no token in credential_command."),
            (.command("echo two words"), "What is in credential_command is not a token"),
            (.command("yes"), "credential_command wrote more than 16384 bytes, which is not a token"),
            (
                .command("head -c 20000 /dev/zero | tr '\\0' x >&2; echo; exit 1"),
                "credential_command failed (status 1). Run"
            ),
        ])
    func noToken(source: TokenSource, message: String) async throws {
        let bench = try Bench(MisbehavingServer(emptyPage), token: source)
        let failure = await bench.failure(of: .page)
        #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "answered")")
        #expect(bench.server.requests.isEmpty)
    }

    @Test("A token file that others can read is refused with the command that mends it", arguments: [0o640, 0o604])
    func readableByOthers(mode: Int) async throws {
        try await withDirectory { directory in
            let path = try write(secret, to: directory + "/token", mode: mode)
            let bench = try Bench(MisbehavingServer(emptyPage), token: .file(path: path))
            #expect(await bench.failure(of: .page) == .credentials(.readableByOthers(path)))
            #expect(CredentialFailure.readableByOthers(path).message.hasSuffix("run: chmod 600 \(path)"))
        }
    }

    @Test("Giving up while a command runs is immediate, and nothing was sent")
    func cancelledCommand() async throws {
        try await withDirectory { directory in
            let fifo = directory + "/begun"
            #expect(mkfifo(fifo, 0o600) == 0)
            let bench = try Bench(MisbehavingServer(emptyPage), token: .command("echo > \(fifo); exec sleep 60"))
            let call = Task { await bench.failure(of: .keyedWrite) }
            await meet(fifo, O_RDONLY)
            // A client that waited on would say that the command did not end.
            call.cancel()
            #expect(await call.value == .unreachable(TransportFailure(.cancelled, mayHaveArrived: false)))
            #expect(bench.server.requests.isEmpty)
        }
    }

    @Test("A command has no terminal, and a session of its own")
    func session() async throws {
        let bench = try Bench(
            MisbehavingServer(emptyPage),
            token: .command("(: < /dev/tty) 2> /dev/null && echo terminal || echo $(ps -o sid= -p $$)-$$"))
        #expect(await bench.failure(of: .page) == nil)
        let parts = bench.server.tokens.first?.split(separator: "-") ?? []
        #expect(parts.count == 2 && parts.first == parts.last, "\(bench.server.tokens)")
    }

    @Test(
        "A command that does not end in time is ended with all that it has started",
        arguments: ["sleep 1000 & sleep 1000", "trap '' TERM; sleep 1000 | sleep 1000"])
    func outOfTime(rest: String) async throws {
        try await withDirectory { directory in
            let fifo = directory + "/open"
            #expect(mkfifo(fifo, 0o600) == 0)
            let source = TokenSource.command("exec 3> \(fifo); echo >&3; \(rest)")
            // Everything that the command has started holds the other end of this.
            let (begun, end) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
            Thread.detachNewThread {
                let descriptor = open(fifo, O_RDONLY)
                var byte: UInt8 = 0
                _ = read(descriptor, &byte, 1)
                begun.continuation.finish()
                while read(descriptor, &byte, 1) > 0 {}
                close(descriptor)
                end.continuation.finish()
            }
            let token = await source.read { for await _ in begun.stream {} }
            #expect(token == .failure(.commandTimedOut))
            for await _ in end.stream {}
        }
    }

    @Test("A caller who gives up does not take the token from those who wait")
    func sharedFetch() async throws {
        try await withDirectory { directory in
            let (begun, go) = (directory + "/begun", directory + "/go")
            #expect(mkfifo(begun, 0o600) == 0 && mkfifo(go, 0o600) == 0)
            let bench = try Bench(
                MisbehavingServer(emptyPage), token: .command("echo > \(begun); cat \(go); echo \(secret)"))
            try await bench.run { client in
                let impatient = Task { try await client.page(ListQuery()) }
                await meet(begun, O_RDONLY)
                let patient = Task { try await client.page(ListQuery()) }
                impatient.cancel()
                await #expect(throws: APIFailure.self) { try await impatient.value }
                await meet(go, O_WRONLY)
                let page = try await patient.value
                #expect(page.customers.isEmpty)
            }
            #expect(bench.server.tokens == [secret])
        }
    }

    @Test("No failure's text holds the token, whatever the server does with it")
    func secrecy() async throws {
        let echo = Misbehaviour.answer(200, ["X-Echo": secret, "Content-Type": "text/html"], body: secret)
        let steps: [Misbehaviour] = [
            echo, .answer(401, ["WWW-Authenticate": "Bearer \(secret)"], body: secret), .answer(500, body: secret),
            .problem(401, "unauthenticated"), .problem(403, "forbidden"), .problem(503, "unavailable"),
            .reset, .say(Array("Bearer \(secret)\r\n\r\n".utf8)), .drop(after: 30, of: Array(secret.utf8)),
            .answer(302, ["Location": "https://x.example/?token=\(secret)"]), .json(200, "\"\(secret)\""),
        ]
        for step in steps {
            let bench = try Bench(MisbehavingServer(step), token: .command("echo \(secret)"))
            let failure = try #require(await bench.failure(of: .page))
            for text in ["\(failure)", String(reflecting: failure), failure.message] {
                #expect(!text.contains(secret), "\(step)")
            }
        }
    }

    private func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("credentials-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    /// Opens a FIFO, which waits until the other end is opened too, and closes it.
    private func meet(_ fifo: String, _ mode: Int32) async {
        // On a thread of its own: blocked tasks would leave none for the command's side.
        await withCheckedContinuation { met in
            Thread.detachNewThread {
                let descriptor = open(fifo, mode)
                var byte: UInt8 = 0
                // Closed before the command has written, it would die of SIGPIPE.
                if mode == O_RDONLY { _ = read(descriptor, &byte, 1) }
                close(descriptor)
                met.resume()
            }
        }
    }

    @discardableResult
    private func write(_ text: String, to path: String, mode: Int = 0o600) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }
}

extension MisbehavingServer {
    /// The bearer tokens that came, request by request.
    fileprivate var tokens: [String] {
        requests.map { request in
            let line = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("authorization: bearer ") }
            return line.map { String($0.dropFirst("authorization: bearer ".count)) } ?? ""
        }
    }
}
