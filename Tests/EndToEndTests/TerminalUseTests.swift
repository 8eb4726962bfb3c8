import Glibc
import TestSupport
import Testing

@Suite("The client on real terminals", .serialized)
struct TerminalUseTests {
    private static let environments: [[String: String]] = [
        ["TERM": "vt100"], ["TERM": "linux"], ["TERM": "screen"], ["TERM": "tmux-256color"], ["TERM": "xterm-kitty"],
        ["TERM": "unheard-of"], ["NO_COLOR": "1"], ["LC_ALL": "C"],
    ]

    @Test("One can search, open and quit", arguments: environments)
    func searchOpenQuit(_ environment: [String: String]) async throws {
        try await TerminalFixture.run(environment: environment) { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            await client.send("/smith")
            try await client.wait(for: "the answer") { screen in
                screen.contains("/smith")
                    && screen.lines.contains { $0.lowercased().contains("smith@") || $0.contains("Smith") }
            }
            await client.send("\r")
            await client.send("\r")
            try await client.wait(forText: "Customer since")
            await client.send("\u{1B}[D\u{1B}")
            try await fixture.waitForList()
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
            #expect(await client.screen.surprises == [])
        }
    }

    @Test(
        "Ten kilobytes pasted into the list run no command", arguments: ["xterm-256color", "screen", "vt100"],
        [true, false])
    func paste(_ type: String, _ isMarked: Bool) async throws {
        try await TerminalFixture.run(environment: ["TERM": type]) { fixture in
            try await fixture.waitForList()
            let before = await fixture.client.screen.lines
            let text = String(repeating: "D\ryes q\r:quit\r", count: 800)
            await fixture.client.send(isMarked ? "\u{1B}[200~\(text)\u{1B}[201~" : text)
            await fixture.client.send("\u{1B}[B")
            _ = await fixture.client.outputWhenQuiet(milliseconds: 400)
            #expect(await fixture.client.end == nil)
            #expect(await fixture.client.screen.lines.first == before.first)
        }
    }

    @Test("Every way to die gives the terminal back", arguments: [SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT])
    func restored(_ signal: Int32) async throws {
        try await TerminalFixture.run { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            await client.kill(signal)
            let end = try await client.waitForEnd(seconds: 2)
            #expect(end.code != 0)
            try await client.wait(for: "the shell's screen") {
                !$0.isAlternate && $0.isCursorVisible && !$0.marksPastes
            }
            #expect(await !client.lineSettings.isRaw)
        }
    }

    @Test("A dropped line ends the client within a second and burns no time")
    func hangUp() async throws {
        try await TerminalFixture.run { fixture in
            try await fixture.waitForList()
            await fixture.client.hangUp()
            let end = try await fixture.client.waitForEnd(seconds: 1)
            #expect(end.processorMilliseconds < 2_000)
        }
    }

    @Test("A thousand random sizes leave a client that draws")
    func randomSizes() async throws {
        try await TerminalFixture.run { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            var random = SplitMix(seed: 42)
            for _ in 0..<1_000 {
                await client.resize(
                    rows: .random(in: 1...200, using: &random), columns: .random(in: 1...500, using: &random))
            }
            await client.resize(rows: 24, columns: 80)
            await client.send("\u{0C}")
            try await fixture.waitForList()
            #expect(await client.end == nil)
        }
    }

    @Test("Moving the selection costs at most 80 bytes at 40×120 in the middle, and an unchanged screen none")
    func bytes() async throws {
        try await TerminalFixture.run(rows: 40, columns: 120) { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            await client.send("\u{1B}[B")
            let start = await client.outputWhenQuiet(milliseconds: 400).count
            await client.send("\u{1B}[24~")
            #expect(await client.outputWhenQuiet(milliseconds: 200).count == start)
        }
    }
}
