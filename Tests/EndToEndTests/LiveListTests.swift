import Glibc
import TestSupport
import Testing

/// Two people's interfaces on one real server.
@Suite("A list that lives", .serialized, .timeLimit(.minutes(3)))
struct LiveListTests {
    /// Has the client keep a copy of the whole directory.
    private static let replicating = [
        "/bin/sh", "-c",
        """
        mkdir -p "$HOME/.config/customers" && printf '[profiles.default]\\nreplicate = true\\n' \
        > "$HOME/.config/customers/config.toml" && exec "$PROGRAM"
        """,
    ]

    @Test(
        "What a colleague saves is on the other's screen without a key, marked, and nothing moves; the feed has one follower",
        arguments: [false, true])
    func change(isCopying: Bool) async throws {
        let (_, log) = try await APIServerProcess.serving(["--sample", "300"]) { server in
            try await TerminalFixture.on(server.url, command: isCopying ? Self.replicating : nil) { fixture in
                try await fixture.waitForList()
                await fixture.client.send("jjj")
                try await fixture.waitForSelection(line: 6)
                try await withTemporaryFolder { folder in
                    try await saveAsColleague(fixture, folder)
                    try await fixture.client.wait(for: "the colleague's change, marked") { screen in
                        screen.lines.contains { $0.contains("Zzyzx") && $0.contains("◆") }
                    }
                    try await fixture.waitForSelection(line: 6)
                    try await fixture.client.wait(for: "the end of the mark") { screen in
                        screen.contains("Zzyzx") && !screen.contains("◆")
                    }
                }
            }
        }
        // Of each person the beginning, and the answer with the change; those that were held back in vain have no line.
        let requests = log.split(separator: "\n").count { $0.contains("route=/api/changes") }
        #expect((3...4).contains(requests), "\(log)")
        let healths = log.split(separator: "\n").count { $0.contains("route=/api/health") }
        #expect((1...2).contains(healths), "each of the two asks once what the API can do: \(log)")
    }

    private func saveAsColleague(_ fixture: TerminalFixture, _ folder: String) async throws {
        let colleague = try Pseudoterminal(
            [Program("customers").path], environment: fixture.environment.merging(["HOME": folder]) { $1 }, rows: 24,
            columns: 80)
        try await colleague.wait(for: "the list", seconds: 30) {
            $0.contains("online") && $0.contains("▸") && !$0.contains("Loading") && $0.isAtRest
        }
        await colleague.send("e")
        try await colleague.wait(for: "the form") { $0.contains("Edit ") && $0.isAtRest }
        await colleague.send(" Zzyzx\u{13}")
        try await colleague.wait(for: "the end of the save") { $0.contains("Saved ") }
        await colleague.kill(SIGKILL)
    }
}
