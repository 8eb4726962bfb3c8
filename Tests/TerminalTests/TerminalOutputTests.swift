import TestSupport
import Testing

@Suite("Bytes on the wire")
struct TerminalOutputTests {
    @Test("Hostile names leave no control on the wire, and every column where it was")
    func hostileNames() async throws {
        let terminal = try startProbe(HostileText.corpus, rows: 60, columns: 100)
        try await terminal.wait(for: "the last row") { $0.lines[59].hasSuffix("#") }
        let screen = await terminal.screen
        #expect(screen.surprises == [])
        #expect(screen.commands == [])
        for row in 1...HostileText.corpus.count {
            #expect(screen.picture[row][80].text == "│", "\(HostileText.corpus[row - 1].debugDescription)")
        }
    }

    @Test("What does not change the screen sends nothing")
    func unchanged() async throws {
        let terminal = try startProbe()
        try await terminal.wait(for: "the screen") { $0.lines[23].hasSuffix("#") }
        try await select(row: 2, in: terminal)
        let plain = try await bytes(ofSelecting: 3, in: terminal)
        // The keys before the move change nothing: the move costs what it costs without them.
        await terminal.send("\u{1B}[24~\u{1B}[24~\u{1B}[24~")
        #expect(try await bytes(ofSelecting: 4, in: terminal) == plain)
    }

    @Test("Moving the selection costs at most 80 bytes at 40×120")
    func selectionBytes() async throws {
        let terminal = try startProbe(rows: 40, columns: 120)
        try await terminal.wait(for: "the screen") { $0.lines[39].hasSuffix("#") }
        for row in 2...12 { #expect(try await bytes(ofSelecting: row, in: terminal) <= 80) }
    }

    /// Moves the selection down to a row; all bytes that show it there have come when this returns.
    private func select(row: Int, in terminal: Pseudoterminal) async throws {
        await terminal.send("\u{1B}[B")
        try await terminal.wait(for: "row \(row)") { screen in
            screen.lines[row].hasPrefix(" ▸") && !screen.lines[row - 1].hasPrefix(" ▸")
                && screen.picture[row].contains(where: \.look.isBold)
                && !screen.picture[row - 1].contains(where: \.look.isBold)
        }
    }

    private func bytes(ofSelecting row: Int, in terminal: Pseudoterminal) async throws -> Int {
        let before = await terminal.output.count
        try await select(row: row, in: terminal)
        return await terminal.output.count - before
    }

    @Test("A page costs at most 1.2 bytes for each cell that changes")
    func pageBytes() async throws {
        let names = Self.unlikeNames(200, columns: 70)
        let terminal = try startProbe(names, rows: 40, columns: 120)
        try await terminal.wait(for: "the screen") { $0.lines[39].hasSuffix("#") }
        let (before, old) = (await terminal.output.count, await terminal.screen.picture)
        await terminal.send("\u{1B}[6~")
        try await terminal.wait(for: "the next page") { screen in
            (1...38).allSatisfy { screen.lines[$0].contains(names[37 + $0]) }
        }
        let bytes = await terminal.output.count - before
        let new = await terminal.screen.picture
        let changed = zip(old.joined(), new.joined()).count { $0.0 != $0.1 }
        #expect(Double(bytes) <= 1.2 * Double(changed), "\(bytes) bytes for \(changed) cells")
    }

    /// Names that share as few letters as can be with those a page before them.
    private static func unlikeNames(_ count: Int, columns: Int) -> [String] {
        let letters = Array("etaoinshrdlcumwfgypbvkjxqz")
        return (0..<count).map { row in
            let places = (0..<columns).map { column in (row * 7 + column * 5 + row * column) % letters.count }
            return String(places.map { letters[$0] })
        }
    }

    @Test("A redraw repairs a screen that something else has written on")
    func redraw() async throws {
        let terminal = try startProbe()
        try await terminal.wait(for: "the screen") { $0.lines[23].hasSuffix("#") }
        let whole = await terminal.screen.lines
        await terminal.spoil("\u{1B}[5;1Hgarbage")
        await terminal.send("\u{0C}")
        try await terminal.wait(for: "the screen as it was") { $0.lines == whole }
    }

    @Test("What is copied goes to the terminal, and what is too long stays here")
    func copy() async throws {
        let terminal = try startProbe(["Anna", String(repeating: "x", count: 56_247)])
        try await terminal.wait(forText: "▸ Anna")
        await terminal.send([0x19])
        try await terminal.wait(for: "the clipboard") { $0.commands == ["52;c;QW5uYQ=="] && $0.contains("copy:sent") }
        await terminal.send("\u{1B}[B\u{19}")
        try await terminal.wait(forText: "copy:tooLong")
        #expect(await terminal.screen.commands.count == 1)
    }

    @Test("The console, which has no clipboard, is sent nothing")
    func copyOnConsole() async throws {
        let terminal = try startProbe(["Anna"], environment: ["TERM": "linux"])
        try await terminal.wait(forText: "▸ Anna")
        await terminal.send([0x19])
        try await terminal.wait(forText: "copy:unsupported")
        #expect(await terminal.screen.commands == [])
    }
}

@Suite("Typing and pasting")
struct TypingTests {
    @Test("Arrows arrive however their bytes are cut")
    func splitArrows() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "▸ Anna Smith 1")
        for arrow in ["\u{1B}[B", "\u{1B}OB", "\u{1B}[B", "\u{1B}OA"] {
            for byte in arrow.utf8 { await terminal.send([byte]) }
        }
        try await terminal.wait(for: "the third line") { $0.lines[3].hasPrefix(" ▸") }
        #expect(await !terminal.screen.contains("<"))
    }

    @Test(
        "Ten kilobytes pasted are one event and no key",
        arguments: [
            ("xterm-256color", true), ("screen", true), ("screen", false), ("vt100", true), ("vt100", false),
        ])
    func longPaste(_ type: String, _ isMarked: Bool) async throws {
        let terminal = try startProbe(environment: ["TERM": type])
        try await terminal.wait(forText: "▸ Anna Smith 1")
        let text = String(repeating: "D\ryes, delete 日本 q\r", count: 470)
        await terminal.send(isMarked ? "\u{1B}[200~\(text)\u{1B}[201~" : text)
        try await terminal.wait(forText: "paste:\(text.utf8.count)")
        #expect(await !terminal.screen.contains("<"))
    }

    @Test("Escape alone arrives after the delay")
    func escape() async throws {
        let terminal = try startProbe(environment: ["ESCDELAY": "20"])
        try await terminal.wait(forText: "▸ Anna Smith 1")
        await terminal.send("\u{1B}")
        try await terminal.wait(forText: "<Esc>")
    }
}
