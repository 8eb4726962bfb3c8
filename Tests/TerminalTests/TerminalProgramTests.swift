import Glibc
import Randomness
import TestSupport
import Testing

@Suite("A program on a real terminal", .serialized)
struct TerminalProgramTests {
    @Test("Every way to die gives the terminal back", arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT])
    func restoredAfterSignal(_ signal: Int32) async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        #expect(await terminal.lineSettings.isRaw)
        #expect(await terminal.screen.marksPastes)
        await terminal.kill(signal)
        let end = try await terminal.waitForEnd(seconds: 5)
        let isCrash = signal == SIGSEGV || signal == SIGABRT
        #expect(isCrash ? end.signal == signal : [129, 130, 143].contains(end.code))
        try await expectRestored(terminal)
    }

    @Test(
        "A trap, an abort, an exit without goodbye and a quit give the terminal back too",
        arguments: ["t", "a", "x", "q"])
    func restoredAfterOwnEnd(_ letter: String) async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        await terminal.send(letter.utf8.map { $0 & 0x1F })
        _ = try await terminal.waitForEnd()
        try await expectRestored(terminal)
    }

    @Test("A terminal is given back without the pauses of its description, and with all that stands before them")
    func padding() async throws {
        // infocmp vt100: rmkx=\E[?1l\E>, sgr0=\E[m\017$<2>, clear=\E[H\E[J$<50>, and none of the others.
        let terminal = try startProbe(environment: ["TERM": "vt100"])
        try await terminal.wait(forText: "unicode")
        await terminal.send([UInt8(ascii: "x") & 0x1F])
        _ = try await terminal.waitForEnd()
        let shown = await String(decoding: terminal.output, as: UTF8.self)
        #expect(
            shown.hasSuffix("\u{1B}[?1l\u{1B}>\u{1B}[m\u{0F}\u{1B}[H\u{1B}[J"), "\(shown.suffix(60).debugDescription)")
    }

    @Test(
        "Where the shell has no screen of its own the names are taken off it, however the program ends",
        arguments: ["linux", "vt100", "ansi"], ["q", "x", "t"])
    func erased(_ type: String, _ letter: String) async throws {
        let terminal = try startProbe(environment: ["TERM": type])
        try await terminal.wait(forText: "unicode")
        await terminal.send(letter.utf8.map { $0 & 0x1F })
        _ = try await terminal.waitForEnd()
        try await terminal.wait(for: "an empty screen") { !$0.contains("Anna") && !$0.contains("unicode") }
    }

    private func expectRestored(_ terminal: Pseudoterminal) async throws {
        try await terminal.wait(for: "the shell's screen") {
            !$0.isAlternate && $0.isCursorVisible && !$0.marksPastes
        }
        #expect(await terminal.lineSettings == Pseudoterminal.untouchedLineSettings)
    }

    @Test("A dropped line ends the program within a second and burns no time", arguments: [false, true])
    func hangUp(_ isHangUpIgnored: Bool) async throws {
        let probe = Program("terminal-probe").path
        let command = isHangUpIgnored ? ["/bin/sh", "-c", "trap '' HUP; exec \(probe) a b c"] : [probe, "a"]
        let terminal = try Pseudoterminal(command, environment: ["TERM": "xterm", "LANG": "C.UTF-8"])
        try await terminal.wait(forText: "unicode")
        await terminal.hangUp()
        let end = try await terminal.waitForEnd(seconds: 1)
        #expect(end.code == 129)
        #expect(end.processorMilliseconds < 300)
    }

    @Test("A program whose input is not a terminal says so")
    func noTerminal() async throws {
        let probe = Program("terminal-probe").path
        let terminal = try Pseudoterminal(
            ["/bin/sh", "-c", "\(probe) </dev/null"], environment: ["TERM": "xterm"])
        try await terminal.wait(forText: "must be a terminal")
        #expect(try await terminal.waitForEnd().code == 69)
    }
}

@Suite("Stopping and continuing")
struct SuspensionTests {
    @Test("Ctrl-Z gives the terminal to the shell, and fg draws everything again")
    func suspendAndContinue() async throws {
        let terminal = try Pseudoterminal(
            ["/bin/bash", "--norc", "--noprofile", "-i"],
            environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PS1": "READY> ", "HISTFILE": ""])
        try await terminal.wait(forText: "READY>")
        await terminal.send("\(Program("terminal-probe").path) one two\r")
        try await terminal.wait(forText: "24x80 unicode")
        await terminal.send([0x1A])
        try await terminal.wait(for: "the shell") { !$0.isAlternate && $0.contains("Stopped") }
        await terminal.resize(rows: 20, columns: 70)
        await terminal.send("fg\r")
        try await terminal.wait(for: "the program again") { $0.contains("20x70 unicode") && $0.contains("resumed") }
        #expect(await terminal.screen.isAlternate)
        await terminal.send([0x11])
        try await terminal.wait(for: "the shell") { !$0.isAlternate && $0.contains("READY>") }
        await terminal.send("exit\r")
        _ = try await terminal.waitForEnd()
    }

    @Test("A shell without a screen of its own gets an empty one")
    func suspendOnOneScreen() async throws {
        let terminal = try Pseudoterminal(
            ["/bin/bash", "--norc", "--noprofile", "-i"],
            environment: ["TERM": "linux", "LANG": "C.UTF-8", "PS1": "READY> ", "HISTFILE": ""])
        try await terminal.wait(forText: "READY>")
        await terminal.send("\(Program("terminal-probe").path) one two\r")
        try await terminal.wait(forText: "24x80 unicode")
        await terminal.send([0x1A])
        try await terminal.wait(for: "the shell") { $0.contains("Stopped") && !$0.contains("24x80 unicode") }
        await terminal.send("fg\r")
        try await terminal.wait(for: "the program again") { $0.contains("24x80 unicode") && $0.contains("resumed") }
        await terminal.send([0x11])
        try await terminal.wait(for: "the shell") { $0.contains("READY>") && !$0.contains("24x80 unicode") }
        await terminal.send("exit\r")
        _ = try await terminal.waitForEnd()
    }

    @Test("Without a shell to continue it, Ctrl-Z draws the screen again at once")
    func suspendWithoutShell() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        await terminal.send([0x1A])
        try await terminal.wait(forText: "resumed")
        await terminal.send("j")
        try await terminal.wait(forText: "<j>")
    }
}

@Suite("Lending the terminal")
struct LendingTests {
    @Test("Another program has a cleared screen and the keys, the interrupt too; then everything is drawn again")
    func lent() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        await terminal.send([0x0F])
        try await terminal.wait(for: "the other program") { $0.contains("LENT") && !$0.contains("Anna") }
        #expect(await !terminal.screen.isAlternate)
        // The program that lends it gets neither the keys nor the size's signal as a reason to draw.
        await terminal.resize(rows: 20, columns: 70)
        await terminal.send("7\r")
        try await terminal.wait(for: "the program again") { $0.contains("20x70 unicode") && $0.contains("lent:7") }
        #expect(await terminal.screen.isAlternate)
        await terminal.send("j")
        try await terminal.wait(forText: "<j>")
    }

    @Test("An interrupt ends the other program alone")
    func interrupted() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        await terminal.send([0x0F])
        try await terminal.wait(forText: "LENT")
        await terminal.send([0x03])
        try await terminal.wait(forText: "lent:130")
    }

    @Test("One that cannot be started is reported, and the screen is there again")
    func missing() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        await terminal.send([0x0E])
        try await terminal.wait(for: "the report") { $0.contains("lent:127") && $0.contains("Anna") && $0.isAlternate }
    }

    @Test("A window that is closed meanwhile ends both")
    func hungUp() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        await terminal.send([0x0F])
        try await terminal.wait(forText: "LENT")
        await terminal.kill(SIGHUP)
        #expect(try await terminal.waitForEnd().code == 129)
    }
}

@Suite("Resizing")
struct ResizingTests {
    @Test("A thousand random sizes from 1×1 to 500×200 leave a program that draws")
    func randomSizes() async throws {
        let terminal = try startProbe()
        try await terminal.wait(forText: "unicode")
        var random = SplitMix(seed: 20_240)
        for _ in 0..<1_000 {
            await terminal.resize(
                rows: .random(in: 1...200, using: &random), columns: .random(in: 1...500, using: &random))
        }
        await terminal.resize(rows: 1, columns: 1)
        await terminal.resize(rows: 30, columns: 90)
        try await terminal.wait(forText: "30x90 unicode")
        await terminal.send("\u{0C}j")
        try await terminal.wait(for: "a whole screen") { $0.lines[29].hasSuffix("#") && $0.contains("<j>") }
    }

    @Test("A size follows the other, one by one, and each is drawn")
    func eachSize() async throws {
        let terminal = try startProbe()
        for (rows, columns) in [(40, 120), (2, 200), (1, 1), (24, 80), (200, 500), (3, 30)] {
            await terminal.resize(rows: rows, columns: columns)
            let text = String("\(rows)x\(columns) unicode".prefix(columns))
            try await terminal.wait(for: "\(rows)x\(columns)") {
                rows == 1 ? $0.contains("#") : $0.lines[0].hasPrefix(text)
            }
        }
    }
}

@Suite("Terminal types and locales")
struct TerminalTypeTests {
    @Test(
        "The program is usable on every terminal",
        arguments: [
            "xterm-256color", "xterm", "vt100", "linux", "screen", "tmux-256color", "xterm-kitty", "unheard-of", "",
        ])
    func everyType(_ type: String) async throws {
        let terminal = try startProbe(environment: ["TERM": type])
        try await terminal.wait(forText: "24x80 unicode")
        await terminal.send("\u{1B}[B\u{1B}OB")
        try await terminal.wait(for: "the third line selected") { $0.lines[3].hasPrefix(" ▸ Anna Smith 3") }
        try await terminal.wait(for: "the row's right side") { $0.lines[3].hasSuffix("│ row 3 é漢") }
        #expect(await terminal.screen.surprises == [])
        await terminal.send([0x11])
        #expect(try await terminal.waitForEnd().code == 0)
    }

    @Test("A terminal that cannot place its cursor is refused with a way out")
    func dumbTerminal() async throws {
        let terminal = try startProbe(environment: ["TERM": "dumb"])
        try await terminal.wait(forText: "cannot place its cursor")
        #expect(try await terminal.waitForEnd().code == 69)
    }

    @Test("In an ASCII locale other letters are visible question marks", arguments: ["C", "POSIX"])
    func asciiLocale(_ locale: String) async throws {
        let terminal = try startProbe(["Zoë", "漢字"], environment: ["LC_ALL": locale])
        try await terminal.wait(forText: "24x80 ascii")
        try await terminal.wait(for: "question marks") { screen in
            screen.lines[1].hasPrefix(" ? Zo?") && screen.lines[2].hasPrefix("   ????")
        }
        #expect(await terminal.output.allSatisfy { $0 < 0x80 })
    }

    @Test(
        "Where no locale is named, or one that is not installed, UTF-8 is shown",
        arguments: [[:], ["LANG": "xx_YY.UTF-8"]])
    func missingLocale(_ environment: [String: String]) async throws {
        let own = ["TERM": "xterm-256color"].merging(environment) { $1 }
        let terminal = try Pseudoterminal([Program("terminal-probe").path, "Zoë"], environment: own)
        try await terminal.wait(forText: "▸ Zoë")
    }

    @Test("NO_COLOR is honoured, and other colours are shown")
    func colours() async throws {
        let plain = try startProbe(environment: ["NO_COLOR": "1"])
        try await plain.wait(forText: "24x80 unicode plain")
        try await plain.wait(for: "the whole screen") { $0.lines[23].hasSuffix("#") }
        #expect(await plain.screen.picture.allSatisfy { $0.allSatisfy { $0.look.colour == nil } })
        let coloured = try startProbe()
        try await coloured.wait(forText: "24x80 unicode colour")
        try await coloured.wait(for: "a coloured cell") { $0.picture[1][60].look.colour == 36 }
    }
}
