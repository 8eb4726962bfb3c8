import TestSupport
import Testing

/// How often one program asks whether a lost API is back, on the real interface before a server that fails on everything.
@Suite("One probe in one program", .serialized)
struct OneProbeTests {
    private static let health = "GET /api/health "

    @Test("Through an outage the interface and the queue share one probe and its pauses", arguments: [true, false])
    func outage(hasEdits: Bool) async throws {
        let server = try MisbehavingServer(.answer(502))
        try await withTemporaryFolder { folder in
            let shell = Shell(folder: folder, url: server.url)
            if hasEdits {
                let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com")
                #expect(added.status == 0 && added.error.contains("Queued"), "\(added)")
            }
            let earlier = server.requests.count { $0.hasPrefix(Self.health) }
            let start = ContinuousClock.now
            let client = try shell.interface()
            let probes = hasEdits ? 6 : 5
            await server.receives(earlier + probes, of: Self.health)
            // Five pauses from 0.25 s on when the queue's own probe goes first, or four from 0.5 s on when a page was
            // lost before, each at least twice as long as the last. With a second probe half the time would do.
            let shortest: Duration = hasEdits ? .milliseconds(7_750) : .milliseconds(7_500)
            #expect(ContinuousClock.now - start >= shortest)
            let queue = hasEdits ? "queue 1" : "queue 0"
            try await client.wait(for: "what it says of the API") {
                $0.contains("offline since") && $0.contains(queue) && !$0.contains("● online")
            }
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
        }
    }
}
