import Foundation
import TestSupport
import Testing

/// A second terminal on the same tmux session sees the same screen.
@Suite("Others who look on in tmux", .serialized, .timeLimit(.minutes(2)))
struct SharedTmuxTests {
    /// The client in a session of a tmux of its own.
    private func inTmux(
        _ config: String = "", _ body: @escaping @Sendable (TerminalFixture, [String]) async throws -> Void
    )
        async throws
    {
        let tmux = ["/usr/bin/tmux", "-L", "customers-\(UUID().uuidString.prefix(8))", "-f", "/dev/null"]
        let start =
            "mkdir -p -m 700 \"$HOME/.config/customers\"; printf '%s' \"$CONFIG\" > \"$HOME/.config/customers/config.toml\"; "
            + "chmod 600 \"$HOME/.config/customers/config.toml\"; exec \"$@\""
        let command = ["/bin/sh", "-c", start, "sh"] + tmux + ["new-session", "-s", "desk", "\"$PROGRAM\""]
        try await TerminalFixture.onServer(environment: ["CONFIG": config], command: command) { fixture in
            try await fixture.client.wait(forText: " ▸ ")
            #expect(await !fixture.client.screen.contains("***@"))
            try await body(fixture, tmux)
            // The session, and with it the server, ends with its program.
            await fixture.client.send("q")
            try await fixture.client.wait(forText: "[exited]")
        }
    }

    @Test("Everything personal is hidden as soon as another is attached, until m is pressed or one more comes")
    func attached() async throws {
        try await inTmux { fixture, tmux in
            let client = fixture.client
            let second = try Pseudoterminal(
                tmux + ["attach", "-t", "desk"], environment: fixture.environment, rows: 22, columns: 78)
            try await client.wait(for: "a masked screen") {
                $0.contains("2 terminals show this tmux session") && $0.contains("***@")
            }
            try await second.wait(forText: "***@")
            await client.send("m")
            try await client.wait(forText: "are shown")
            try await client.wait(for: "an open screen") { !$0.contains("***@") }
            let third = try Pseudoterminal(
                tmux + ["new-session", "-t", "desk"], environment: fixture.environment, rows: 20, columns: 76)
            try await client.wait(for: "a masked screen") {
                $0.contains("3 terminals show this tmux session") && $0.contains("***@")
            }
            await second.hangUp()
            await third.hangUp()
        }
    }

    @Test("Not where the configuration says otherwise")
    func switchedOff() async throws {
        try await inTmux("[profiles.default]\nmask_when_shared = false\n") { fixture, tmux in
            let second = try Pseudoterminal(
                tmux + ["attach", "-t", "desk"], environment: fixture.environment, rows: 22, columns: 78)
            try await second.wait(forText: " ▸ ")
            await fixture.client.send("m")
            try await fixture.client.wait(forText: "are hidden")
            await second.hangUp()
        }
    }
}
