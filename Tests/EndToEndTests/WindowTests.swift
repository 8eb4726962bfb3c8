import Domain
import Glibc
import TestSupport
import Testing

/// What the window shows of what happens beside it, on the real program in a terminal.
@Suite("A window beside one's other programs", .serialized)
struct WindowTests {
    @Test("What one's own commands do shows in the window without a key")
    func commands() async throws {
        try await TerminalFixture.onServer { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            let shell = Program("customers", environment: fixture.environment)
            let people = try await shell.run(["list", "--limit", "2", "--json"]).customers
            let (first, second) = try (#require(people.first), #require(people.last))
            let (firstEmail, secondEmail) = try (#require(first.email), #require(second.email))
            #expect(try await shell.run(["edit", first.id.text, "--phone", "5550199"]).status == 0)
            try await client.wait(for: "the edit") { $0.contains("5550199") }
            // Behind the first row, which stays on its line.
            let name = "\(second.name) Aa"
            #expect(try await shell.run(["add", "--name", name, "--email", "aa@example.com"]).status == 0)
            try await client.wait(for: "the customer a command has added") { $0.contains("aa@example.com") }
            #expect(try await shell.run(["delete", second.id.text, "--yes"]).status == 0)
            try await client.wait(for: "the list without the customer a command has deleted") {
                !$0.contains(secondEmail) && $0.contains("\(second.name) was deleted.")
            }
            #expect(await client.screen.lines.contains { $0.hasPrefix(" ▸ ") && $0.contains(firstEmail) })
        }
    }

    @Test("With a full disk and an API that hangs, NOT SAVED stays whatever is typed and said")
    func notSaved() async throws {
        // A file may have one block of 512 bytes: the journal's header fits, neither the edit nor the draft does.
        let line = "trap '' XFSZ; ulimit -f 1; exec \"$PROGRAM\""
        try await SilentServer.listening { url in
            try await TerminalFixture.on(url, command: ["/bin/sh", "-c", line]) { fixture in
                let client = fixture.client
                try await client.wait(forText: "Loading")
                await client.send("n")
                try await client.wait(forText: "New customer")
                let address = String(repeating: "12 Main Street, second floor ", count: 16)
                await client.send("Zoe\tzoe@example.com\t\t\t\(address)")
                try await client.wait(forText: "The form is not kept on disk")
                await client.send("\u{13}")
                try await client.wait(forText: "NOT SAVED.")
                await client.send("at the back")
                try await client.wait(for: "both of what is wrong") {
                    $0.contains("at the back") && $0.contains("NOT SAVED.")
                        && $0.contains("The form is not kept on disk")
                }
                await client.send("\u{03}")
                try await client.wait(forText: "Quit and lose what is not saved?")
                await client.send("y")
                #expect(try await client.waitForEnd().code == 0)
            }
        }
    }
}
