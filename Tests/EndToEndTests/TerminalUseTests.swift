import Glibc
import Randomness
import TestSupport
import Testing

/// The first line of the list that holds a customer, at 24×80.
private let firstLine = 3

@Suite("The client on real terminals", .serialized)
struct TerminalUseTests {
    private static let environments: [[String: String]] = [
        ["TERM": "vt100"], ["TERM": "linux"], ["TERM": "screen"], ["TERM": "tmux-256color"], ["TERM": "xterm-kitty"],
        ["TERM": "unheard-of"], ["NO_COLOR": "1"], ["LC_ALL": "C"],
    ]

    @Test("One can search, open and quit", arguments: environments)
    func searchOpenQuit(_ environment: [String: String]) async throws {
        try await TerminalFixture.onServer(environment: environment) { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            await client.send("/smith")
            try await client.wait(forText: "found")
            await client.send("\r")
            try await client.wait(forText: "? help")
            await client.send("\r")
            try await client.wait(forText: "Version")
            await client.send("\u{1B}[D")
            try await client.wait(for: "the list of what was found") { !$0.contains("Version") }
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
            #expect(await client.screen.surprises == [])
            if environment["NO_COLOR"] != nil { #expect(await !hasColour(client.output)) }
            if environment["LC_ALL"] != nil { #expect(await client.output.allSatisfy { $0 < 0x80 }) }
        }
    }

    /// Whether a foreground colour was ever set (ECMA-48 SGR 30–37, 90–97).
    private func hasColour(_ output: [UInt8]) -> Bool {
        let text = String(decoding: output, as: UTF8.self)
        return text.split(separator: "\u{1B}[").contains { rest in
            guard let end = rest.firstIndex(of: "m") else { return false }
            return rest[..<end].split(separator: ";").contains { Int($0).map { (30...37).contains($0) } ?? false }
        }
    }

    @Test("An unknown terminal is said to be one, with what it is taken for")
    func unknownTerminal() async throws {
        try await TerminalFixture.onServer(environment: ["TERM": "unheard-of"]) { fixture in
            try await fixture.client.wait(forText: "unheard-of")
            try await fixture.client.wait(forText: "xterm-256color")
        }
    }

    @Test(
        "Ten kilobytes pasted into the list run no command, where the terminal cannot mark them either",
        arguments: [("xterm-256color", true), ("screen", true), ("vt100", true), ("screen", false), ("vt100", false)])
    func paste(_ type: String, _ isMarked: Bool) async throws {
        try await TerminalFixture.onServer(environment: ["TERM": type]) { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            // The answer to a key comes behind the whole of the frame before it.
            await client.send("\u{1B}[B")
            try await fixture.waitForSelection(line: firstLine + 1)
            let customers = await Array(client.screen.lines[firstLine..<22])
            let text = String(repeating: "D\ry n q\r:quit\r", count: 750)
            await client.send(isMarked ? "\u{1B}[200~\(text)\u{1B}[201~" : text)
            try await client.wait(forText: "The pasted text was ignored")
            #expect(await client.end == nil)
            await client.send("\u{1B}[B")
            try await fixture.waitForSelection(line: firstLine + 2)
            // The marker has moved; nothing else has.
            let after = await client.screen.lines[firstLine..<22].map { $0.dropFirst(3) }
            #expect(after == customers.map { $0.dropFirst(3) })
        }
    }

    @Test(
        "A form typed in one burst is saved by the Ctrl-S at its end", arguments: ["xterm-256color", "tmux-256color"])
    func burst(_ type: String) async throws {
        try await TerminalFixture.onServer(environment: ["TERM": type]) { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            let name = "Zoe Maria Anna Elisabeth van den Burg to Nieuwenhuis-Almelo"
            await client.send("n\(name)\tzoe@example.com\t5550199\t\t12 Main Street, second floor, at the back\u{13}")
            try await client.wait(forText: "Saved Zoe Maria")
            // Escape and the command come in one read, too.
            await client.send("/zoe@example.com\u{1B}q")
            #expect(try await client.waitForEnd().code == 0)
        }
    }

    @Test("Arrows arrive however their bytes are cut")
    func splitArrows() async throws {
        try await TerminalFixture.onServer { fixture in
            try await fixture.waitForList()
            var line = firstLine
            for (arrow, step) in [("\u{1B}[B", 1), ("\u{1B}OB", 1), ("\u{1B}[A", -1), ("\u{1B}OB", 1)] {
                for byte in arrow.utf8 { await fixture.client.send([byte]) }
                line += step
                try await fixture.waitForSelection(line: line)
            }
            #expect(await !fixture.client.screen.contains("Delete"))
        }
    }

    @Test("A thousand random sizes leave a client that draws and answers")
    func randomSizes() async throws {
        try await TerminalFixture.onServer { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            var random = SplitMix(seed: 42)
            await client.resize(rows: 1, columns: 1)
            for _ in 0..<998 {
                await client.resize(
                    rows: .random(in: 1...200, using: &random), columns: .random(in: 1...500, using: &random))
            }
            await client.resize(rows: 200, columns: 500)
            await client.resize(rows: 24, columns: 80)
            await client.send("g\u{0C}")
            try await fixture.waitForList()
            await client.send("j")
            try await fixture.waitForSelection(line: firstLine + 1)
            #expect(await client.end == nil)
        }
    }

    @Test("Hostile names leave no unintended control on the wire")
    func hostileNames() async throws {
        let answer = HostileDirectory.response
        try await SilentServer.listening(answer) { url in
            try await TerminalFixture.on(url, rows: 60, columns: 120) { fixture in
                let client = fixture.client
                try await client.wait(forText: "\(HostileText.corpus.count) customers")
                for _ in HostileText.corpus {
                    await client.send("\r")
                    try await client.wait(forText: "the newest version")
                    await client.send("\u{1B}[D\u{1B}[B")
                }
                await client.send("q")
                #expect(try await client.waitForEnd().code == 0)
                #expect(await client.screen.surprises == [])
                #expect(await client.screen.commands == [])
            }
        }
    }

    @Test("Every key is answered while the API says nothing")
    func hangingAPI() async throws {
        try await SilentServer.listening { url in
            try await TerminalFixture.on(url) { fixture in
                let client = fixture.client
                try await client.wait(forText: "Loading")
                await client.send("?")
                try await client.wait(forText: "Move up")
                await client.send("\u{1B}[B\u{1B}[Bq")
                try await client.wait(for: "the panes") { !$0.contains("Move up") }
                await client.send("n")
                try await client.wait(forText: "New customer")
                await client.send("Zoe\tzoe@example.com\u{13}")
                try await client.wait(forText: "it is sent")
                try await client.wait(for: "the list with the added customer") {
                    !$0.contains("New customer") && $0.contains("zoe@example.com")
                }
            }
        }
    }

    @Test("Moving the selection costs at most 80 bytes, whatever keys without a meaning come between")
    func bytes() async throws {
        // One column less than shows the detail beside the list, which follows whenever the keys pause.
        try await TerminalFixture.onServer(rows: 40, columns: 99) { fixture in
            let client = fixture.client
            try await fixture.waitForList()
            for line in firstLine + 1...firstLine + 10 {
                let before = await client.output.count
                await client.send("\u{1B}[24~\u{1B}[B")
                try await fixture.waitForSelection(line: line)
                let move = String(decoding: await client.output.dropFirst(before), as: UTF8.self)
                #expect(move.utf8.count <= 80, "\(move.debugDescription)")
            }
        }
    }

    @Test("Inside a real tmux one can search, change the window's size and quit")
    func insideTmux() async throws {
        let command = ["/usr/bin/tmux", "-L", "customers-tests", "-f", "/dev/null", "new-session", "\"$PROGRAM\""]
        try await TerminalFixture.onServer(command: command) { fixture in
            let client = fixture.client
            try await client.wait(forText: " ▸ ")
            await client.send("/smith")
            try await client.wait(forText: "found")
            await client.resize(rows: 40, columns: 130)
            try await client.wait(for: "list and detail side by side") { screen in
                screen.lines.contains { $0.contains("/smith") } && screen.contains("│")
            }
            await client.send("\r")
            try await client.wait(forText: "? help")
            await client.send("q")
            try await client.wait(forText: "[exited]")
            #expect(try await client.waitForEnd().code == 0)
        }
    }
}
