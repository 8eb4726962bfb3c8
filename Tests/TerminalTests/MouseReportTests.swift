import Randomness
import Screen
import Terminal
import TestSupport
import Testing

@Suite("The mouse out of bytes")
struct MouseReportTests {
    private func events(_ text: String, reportsMouse: Bool = true) -> [InputEvent] {
        var decoder = KeyDecoder(sequences: KeySequences(reportsMouse: reportsMouse))
        return decoder.decode(Array(text.utf8))
    }

    @Test(
        "A click and the wheel are where they say, whole or byte by byte",
        arguments: [
            ("\u{1B}[<0;1;1M", MouseEvent.click(Position(row: 0, column: 0))),
            ("\u{1B}[<0;80;24M", .click(Position(row: 23, column: 79))),
            ("\u{1B}[<64;5;7M", .wheelUp(Position(row: 6, column: 4))),
            ("\u{1B}[<65;9999;9999M", .wheelDown(Position(row: 9_998, column: 9_998))),
        ])
    func reports(_ text: String, _ event: MouseEvent) {
        #expect(events(text) == [.mouse(event)])
        var decoder = KeyDecoder(sequences: KeySequences(reportsMouse: true))
        #expect(text.utf8.flatMap { decoder.decode([$0]) } == [.mouse(event)])
    }

    @Test(
        "Other buttons, releases, modifiers, movements and numbers that make no sense are swallowed whole",
        arguments: [
            "\u{1B}[<0;1;1m", "\u{1B}[<1;1;1M", "\u{1B}[<2;1;1M", "\u{1B}[<4;1;1M", "\u{1B}[<16;1;1M",
            "\u{1B}[<32;1;1M",
            "\u{1B}[<35;1;1M", "\u{1B}[<66;1;1M", "\u{1B}[<0;0;1M", "\u{1B}[<0;1;0M", "\u{1B}[<0;10000;1M",
            "\u{1B}[<0;1M",
            "\u{1B}[<0;1;1;1M", "\u{1B}[<M", "\u{1B}[<;;M", "\u{1B}[<0;99999999999999999999;1M", "\u{1B}[<-1;1;1M",
            "\u{1B}[<0;1;1:2M",
        ])
    func others(_ text: String) {
        #expect(events(text + "x") == [.key(.character("x"))])
    }

    @Test("The three bytes of a terminal that knows the old reports alone are no keys")
    func oldReports() {
        #expect(events("\u{1B}[M !!x") == [.key(.character("x"))])
        #expect(events("\u{1B}[M qDx") == [.key(.character("x"))])
    }

    @Test("What was not asked for is no click")
    func unasked() {
        #expect(events("\u{1B}[<0;1;1Mx", reportsMouse: false) == [.key(.character("x"))])
    }

    @Test("Whatever arrives, the decoder comes to rest")
    func anything() {
        var random = SplitMix(seed: 11)
        let pieces = ["\u{1B}", "[", "<", "0", ";", "1", "64", "M", "m", "q", "\u{1B}[M", "99999999", "\u{1B}[<0;1;1M"]
        for _ in 0..<500 {
            var decoder = KeyDecoder(sequences: KeySequences(reportsMouse: true))
            for _ in 0..<20 { _ = decoder.decode(Array((pieces.randomElement(using: &random) ?? "").utf8)) }
            for _ in 0..<3 where decoder.timeoutMilliseconds != nil { _ = decoder.giveUpWaiting() }
            #expect(decoder.timeoutMilliseconds == nil)
        }
    }
}

@Suite("The mouse on a real terminal", .serialized)
struct MouseProgramTests {
    private static let mouse = ["PROBE_MOUSE": "yes"]

    @Test("It is reported where the terminal has one, and a click arrives")
    func click() async throws {
        let terminal = try startProbe(environment: Self.mouse)
        try await terminal.wait(forText: "unicode")
        try await terminal.wait(for: "the reports") { $0.reportsMouse }
        await terminal.send("\u{1B}[<0;5;3M")
        try await terminal.wait(forText: "mouse:click")
    }

    @Test(
        "It is off until somebody asks for it, and on a terminal that does not say it has one, or is not known",
        arguments: [[:], ["PROBE_MOUSE": "yes", "TERM": "vt100"], ["PROBE_MOUSE": "yes", "TERM": "of-nobody"]])
    func off(_ environment: [String: String]) async throws {
        let terminal = try startProbe(environment: environment)
        try await terminal.wait(forText: "unicode")
        await terminal.send([UInt8(ascii: "q") & 0x1F])
        _ = try await terminal.waitForEnd()
        let shown = await String(decoding: terminal.output, as: UTF8.self)
        #expect(!shown.contains("?1000") && !shown.contains("?1006"))
    }

    @Test("Every end of the program ends the reports", arguments: ["t", "a", "x", "q"])
    func ends(_ letter: String) async throws {
        let terminal = try startProbe(environment: Self.mouse)
        try await terminal.wait(for: "the reports") { $0.reportsMouse }
        await terminal.send(letter.utf8.map { $0 & 0x1F })
        _ = try await terminal.waitForEnd()
        try await terminal.wait(for: "the shell's screen") { !$0.reportsMouse && !$0.isAlternate }
    }

    @Test("A signal ends them, too", arguments: [Int32(15), 1, 11, 6])
    func signals(_ signal: Int32) async throws {
        let terminal = try startProbe(environment: Self.mouse)
        try await terminal.wait(for: "the reports") { $0.reportsMouse }
        await terminal.kill(signal)
        _ = try await terminal.waitForEnd(seconds: 5)
        try await terminal.wait(for: "the shell's screen") { !$0.reportsMouse }
    }

    @Test("Another program that has the terminal for a while is spared them, and they are back afterwards")
    func lent() async throws {
        let terminal = try startProbe(environment: Self.mouse)
        try await terminal.wait(for: "the reports") { $0.reportsMouse }
        await terminal.send([UInt8(ascii: "o") & 0x1F])
        try await terminal.wait(for: "the other program") { $0.contains("LENT") && !$0.reportsMouse }
        await terminal.send("0\n")
        try await terminal.wait(for: "the reports again") { $0.reportsMouse && $0.contains("lent:0") }
    }
}
