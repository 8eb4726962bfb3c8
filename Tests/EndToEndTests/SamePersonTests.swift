import TestSupport
import Testing

/// The real program on a real server, at 80 × 24.
@Suite("The same person twice", .serialized, .timeLimit(.minutes(3)))
struct SamePersonTests {
    @Test("A second caller is recognised by the number before saving; not the same is remembered by the server")
    func recognise() async throws {
        try await TerminalFixture.onServer { fixture in
            try await fixture.waitForList()
            let client = fixture.client
            try await add("Anna Berg\t\t+49 30 1234567", client)
            await client.send("\u{1B}")
            try await client.wait(for: "the list") { $0.contains("⏎ open") && $0.isAtRest }
            await client.send("nCaller\t\t030 1234567")
            try await client.wait(for: "the hint") { $0.contains("Same phone: Anna Berg; Ctrl-G opens") }
            await client.send("\u{7}")
            try await client.wait(for: "who called before") {
                $0.contains("What was typed is kept; n or e offers it once more") && $0.contains("+49 30 1234567")
            }
            await client.send("n")
            try await client.wait(for: "the offer") { $0.contains("Go on with the unfinished form?") }
            await client.send("y")
            try await client.wait(for: "what was typed") { $0.contains("Caller") && $0.contains("030 1234567") }
            await client.send("\u{13}")
            try await client.wait(for: "the end of the save, and who is perhaps the same") {
                $0.contains("Saved Caller") && $0.contains("Perhaps the same as Anna Berg, same phone")
            }
            await client.send("!")
            try await client.wait(for: "the question") { $0.contains("Not the same person?") }
            await client.send("y")
            try await client.wait(for: "that it is remembered") {
                $0.contains("are not the same.") && !$0.contains("Perhaps the same")
            }
        }
    }

    private func add(_ typed: String, _ client: Pseudoterminal) async throws {
        await client.send("n")
        try await client.wait(for: "the form") { $0.contains("New customer") && $0.isAtRest }
        await client.send(typed + "\u{13}")
        try await client.wait(for: "the end of the save") { $0.contains("Saved ") }
    }
}
