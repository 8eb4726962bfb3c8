import TestSupport
import Testing

@Suite("A hostile server gets nothing of the interface but a frame", .timeLimit(.minutes(5)))
struct HostileSessionTests {
    private func press(_ keys: String, until what: String, _ client: Pseudoterminal) async throws {
        await client.send(keys)
        try await client.wait(forText: what)
    }

    private func leave(_ what: String, by keys: String, _ client: Pseudoterminal) async throws {
        await client.send(keys)
        try await client.wait(for: "the end of \(what)") { !$0.contains(what) }
    }

    /// What somebody does who does not know whom they talk to: looks around, opens what is there, begins to add and to search.
    private func session(_ client: Pseudoterminal) async throws {
        try await client.wait(forText: "Customers", seconds: 30)
        try await press("?", until: "Move up", client)
        try await leave("Move up", by: "q", client)
        await client.send("jjkGg\r\u{1B}[D")
        try await press("Q", until: "0 edits", client)
        try await leave("0 edits", by: "\u{1B}", client)
        try await press("/zzq", until: "zzq", client)
        try await leave("zzq", by: "\u{1B}", client)
        try await press("n", until: "New customer", client)
        try await leave("New customer", by: "\u{1B}", client)
        await client.send("rsm")
        try await press("?", until: "Move up", client)
        try await leave("Move up", by: "q", client)
    }

    @Test(
        "Keys are answered, no escape of the server's reaches the terminal, and it ends when it is told to",
        arguments: Lie.allCases)
    func keys(lie: Lie) async throws {
        #expect(Lie.allCases.count >= 18)
        let server = try lie.server()
        try await TerminalFixture.on(server.url, rows: 30, columns: 120) { fixture in
            let client = fixture.client
            await server.receives(1)
            try await session(client)
            #expect(await client.end == nil)
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
            let screen = await client.screen
            #expect(screen.surprises == [] && screen.commands == [])
            let output = String(decoding: await client.output, as: UTF8.self)
            for payload in EscapeTests.payloads { #expect(!output.contains(payload), "\(lie)") }
        }
    }

    @Test("What the server says is on the screen all the same", arguments: [Lie.escapesInValues, .escapesInProblems])
    func shown(lie: Lie) async throws {
        let server = try lie.server()
        try await TerminalFixture.on(server.url, rows: 30, columns: 160) { fixture in
            try await fixture.client.wait(forText: "FORGED")
            #expect(await fixture.client.screen.surprises == [])
        }
    }
}
