import Domain
import Foundation
import Glibc
import TestSupport
import Testing
import Wire

/// What others see of the program that sends the queue, and of one that was interrupted in the middle of it.
@Suite("The program that sends", .serialized)
struct SenderTests {
    private struct Queued: Decodable {
        let state: String
    }

    private struct Status: Decodable {
        struct Sender: Decodable, Equatable {
            let pid: Int32
            let stopped: Bool
        }

        let sender: Sender?
    }

    private func status(_ shell: Shell) async throws -> Status {
        try JSONDecoder().decode(Status.self, from: Data(try await shell.run("status", "--json").output.utf8))
    }

    private func states(_ shell: Shell) async throws -> [String] {
        let printed = try await shell.run("queue", "--json")
        return try JSONDecoder().decode([Queued].self, from: Data(printed.output.utf8)).map(\.state)
    }

    /// Waits until a program holds the sender's lock, and runs or is stopped.
    private func sender(_ shell: Shell, stopped: Bool = false) async throws -> Status.Sender {
        for _ in 0..<200 {
            if let sender = try await status(shell).sender, sender.stopped == stopped { return sender }
        }
        throw PseudoterminalFailure.deadline("a program that sends", [])
    }

    @Test("What a killed program had sent is of unknown outcome, not said to be sent, until somebody sends it again")
    func killed() async throws {
        let health = #"{"status": "OK", "timestamp": "2026-03-01T12:00:00.000Z", "version": "1", "replicate": true}"#
        let server = try MisbehavingServer(.json(200, health), .hang)
        try await withTemporaryFolder { folder in
            let shell = Shell(folder: folder, url: server.url)
            _ = try await shell.customers.shell(
                """
                "$program" add --name A --email a@b.co & job=$!
                until grep -q '"k":"sending"' "$HOME/.local/share/customers/default/journal.jsonl" 2>/dev/null
                do sleep 0.02; done
                kill -KILL $job; wait $job; true
                """)
            #expect(try await states(shell) == ["unknown"])
            let table = try await shell.run("queue")
            #expect(table.output.contains("unknown outcome"), "\(table.output)")
        }
        server.stop()
    }

    /// The interface under a shell with job control, with an edit that it is about to send to an API that is silent.
    private func whileSending(
        _ body: (TerminalFixture, Shell, Status.Sender) async throws -> Void
    ) async throws {
        try await SilentServer.listening { url in
            let command = ["/bin/bash", "--norc", "--noprofile", "-i"]
            try await TerminalFixture.on(url, environment: ["PS1": "shell> "], command: command) { fixture in
                // A process that only watches does not wait for the API.
                var shell = Shell(folder: fixture.folder, url: url)
                shell.customers.environment["CUSTOMERS_API_URL"] = "http://127.0.0.1:9"
                let client = fixture.client
                try await client.wait(forText: "shell>")
                await client.send("\"$PROGRAM\"\r")
                try await client.wait(for: "the interface", seconds: 30) { $0.isAlternate && $0.contains("help") }
                await client.send("n")
                try await client.wait(forText: "Ctrl-S save")
                await client.send("Zoe\tzoe@example.com\u{13}")
                try await client.wait(forText: "Saved here")
                try await body(fixture, shell, try await sender(shell))
            }
        }
    }

    @Test("Ctrl-Z and kill -TSTP let others send before the program stops", arguments: [true, false])
    func suspended(byKey: Bool) async throws {
        try await whileSending { fixture, shell, sender in
            let client = fixture.client
            if byKey { await client.send([0x1A]) } else { kill(sender.pid, SIGTSTP) }
            try await client.wait(for: "the shell's screen") { !$0.isAlternate && $0.contains("Stopped") }
            #expect(try await status(shell).sender == nil)
            await client.send("fg\r")
            try await client.wait(for: "the client's screen") { $0.isAlternate && $0.contains("queue 1") }
            #expect(try await self.sender(shell).pid == sender.pid)
        }
    }

    @Test("Of a program that was stopped by force the others say which it is and how it goes on, and do not wait")
    func stopped() async throws {
        try await whileSending { fixture, shell, sender in
            kill(sender.pid, SIGSTOP)
            #expect(try await self.sender(shell, stopped: true).pid == sender.pid)
            let word = "(process \(sender.pid)) was sending the queue and is stopped"
            for command in ["status", "queue", "sync"] {
                var here = shell
                here.customers.environment["CUSTOMERS_API_URL"] = fixture.url
                let asked = try await (command == "sync" ? here : shell).run(command)
                #expect((asked.output + asked.error).contains(word), "\(command): \(asked)")
                if command == "sync" { #expect(asked.status == 75) }
            }
            kill(sender.pid, SIGCONT)
        }
    }
}
