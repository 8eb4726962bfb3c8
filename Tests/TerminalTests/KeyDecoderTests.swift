import Randomness
import Screen
import Terminal
import TestSupport
import Testing

@Suite("Keys out of bytes")
struct KeyDecoderTests {
    private func keys(_ text: String, _ decoder: KeyDecoder = KeyDecoder()) -> [InputEvent] {
        var decoder = decoder
        return decoder.decode(Array(text.utf8))
    }

    private static let sequences: [(String, Key)] = [
        ("\u{1B}[A", .up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OB", .down), ("\u{1B}[C", .right),
        ("\u{1B}[D", .left), ("\u{1B}[1;5D", .wordLeft), ("\u{1B}[1;5C", .wordRight), ("\u{1B}[1;3C", .wordRight),
        ("\u{1B}Od", .wordLeft), ("\u{1B}O5C", .wordRight), ("\u{1B}[H", .home), ("\u{1B}OH", .home),
        ("\u{1B}[1~", .home), ("\u{1B}[~", .home), ("\u{1B}[7~", .home), ("\u{1B}[F", .end),
        ("\u{1B}[4~", .end), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[2~", .insert),
        ("\u{1B}[3~", .delete), ("\u{1B}[Z", .backTab),
        ("\u{1B}OP", .function(1)), ("\u{1B}[[A", .function(1)), ("\u{1B}[15~", .function(5)),
        ("\u{1B}[24~", .function(12)), ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace),
        ("\u{08}", .backspace), ("\u{03}", .control("c")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
        ("\u{1B}x", .alt("x")), ("é", .character("é")), ("漢", .character("漢")), ("😀", .character("😀")),
        ("\u{1B}OM", .enter), ("\u{1B}Oq", .character("1")),
    ]

    @Test("A sequence is its key, whole or byte by byte", arguments: sequences)
    func sequence(_ text: String, _ key: Key) {
        #expect(keys(text) == [.key(key)])
        var decoder = KeyDecoder()
        #expect(text.utf8.flatMap { decoder.decode([$0]) } == [.key(key)])
        #expect(decoder.timeoutMilliseconds == nil)
    }

    @Test("An unknown sequence is swallowed whole, so that its letters run no command")
    func unknownSequence() {
        for text in ["\u{1B}[99D\u{1B}[999~", "\u{1B}[?1;2c", "\u{1B}[12;34R", "\u{1B}[O", "\u{1B}[27;5;13~"] {
            let known: Set<InputEvent> = [.key(.left)]
            #expect(Set(keys(text)).subtracting(known).isEmpty, "\(text.debugDescription)")
        }
        #expect(keys("\u{1B}[999~j") == [.key(.character("j"))])
    }

    @Test("That the terminal has come to the front is told, however it is cut, and never within a paste")
    func focus() {
        #expect(keys("\u{1B}[I") == [.focused])
        var decoder = KeyDecoder()
        #expect(
            "j\u{1B}[Ik".utf8.flatMap { decoder.decode([$0]) } == [
                .key(.character("j")), .focused, .key(.character("k")),
            ])
        #expect(decoder.decode([0x1B]) == [] && decoder.giveUpWaiting() == [.key(.escape)])
        #expect("[I".utf8.flatMap { decoder.decode([$0]) } == [.focused])
        #expect(keys("\u{1B}[200~a\u{1B}[Ib\u{1B}[201~").count == 1)
    }

    @Test("A sequence longer than any key's is given up, and what follows it is typed")
    func endlessSequence() {
        let longest = "\u{1B}[" + String(repeating: "1", count: 31)
        #expect(keys(longest + "A") == [.key(.up)])
        #expect(keys(longest + "1A") == [.key(.character("A"))])
    }

    @Test("Escape alone is a key after the delay, and what comes late of a sequence is swallowed")
    func lateSequence() {
        var decoder = KeyDecoder(escapeDelayMilliseconds: 100)
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.timeoutMilliseconds == 100)
        #expect(decoder.giveUpWaiting() == [.key(.escape)])
        #expect("[3~".utf8.flatMap { decoder.decode([$0]) } == [])
        #expect(decoder.decode(Array("D".utf8)) == [.key(.character("D"))])
    }

    @Test("After Escape a character that begins no sequence is itself")
    func characterAfterEscape() {
        var decoder = KeyDecoder()
        _ = decoder.decode([0x1B])
        _ = decoder.giveUpWaiting()
        #expect(decoder.decode(Array("q".utf8)) == [.key(.character("q"))])
        #expect(decoder.timeoutMilliseconds == nil)
    }

    @Test("A bracket after Escape that nothing follows is a bracket")
    func bracketAfterEscape() {
        var decoder = KeyDecoder()
        _ = decoder.decode([0x1B])
        _ = decoder.giveUpWaiting()
        #expect(decoder.decode(Array("[".utf8)) == [])
        #expect(decoder.giveUpWaiting() == [.key(.character("["))])
        #expect(decoder.timeoutMilliseconds == nil)
    }

    @Test("Two escapes are Escape and the start of a sequence")
    func twoEscapes() {
        #expect(keys("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    }

    @Test("Bytes that are not UTF-8 are ignored, and C1 controls with them")
    func invalidBytes() {
        var decoder = KeyDecoder()
        let bytes: [UInt8] = [0xFF, 0xC3, 0x61, 0x80, 0xC2, 0x9B, 0xED, 0xA0, 0x80, 0xE6, 0xBC, 0xA2]
        #expect(decoder.decode(bytes) == [.key(.character("a")), .key(.character("漢"))])
    }

    @Test("Escape and Backspace at once are Alt-Backspace, whichever byte the terminal has for it")
    func altBackspace() {
        #expect(keys("\u{1B}\u{7F}") == [.key(.alt("\u{7F}"))])
        #expect(keys("\u{1B}\u{08}") == [.key(.alt("\u{7F}"))])
    }

    @Test("A sequence that a slow line has cut in two is waited for, and its end runs no command")
    func cutSequence() {
        var decoder = KeyDecoder(escapeDelayMilliseconds: 100)
        #expect(decoder.decode(Array("\u{1B}[".utf8)) == [])
        #expect(decoder.timeoutMilliseconds == 1_000)
        #expect(decoder.decode(Array("A".utf8)) == [.key(.up)])
    }

    @Test("Escape and a bracket that nothing follows, or a key that makes no sequence, are not lost")
    func brokenOff() {
        var decoder = KeyDecoder()
        _ = decoder.decode(Array("\u{1B}[".utf8))
        #expect(decoder.giveUpWaiting() == [.key(.alt("["))])
        #expect(keys("\u{1B}[\r") == [.key(.alt("[")), .key(.enter)])
        #expect(keys("\u{1B}Oz") == [.key(.alt("O")), .key(.character("z"))])
    }

    @Test("However much is typed at once and wherever it is cut, every key comes, and each in its turn")
    func anyCut() {
        var random = SplitMix(seed: 131)
        let single = (0x20...0x7E).map { (String(Unicode.Scalar(UInt8($0))), Key.character(Unicode.Scalar(UInt8($0)))) }
        let keys = Self.sequences + single + single + [("\u{13}", .control("s")), ("\u{1B}", .escape)]
        for _ in 0..<300 {
            var (bytes, pressed): ([UInt8], [Key]) = ([], [])
            for _ in 0..<Int.random(in: 1...400, using: &random) {
                guard let (text, key) = keys.randomElement(using: &random) else { continue }
                // Escape and these are the beginning of a sequence, even when typed.
                if pressed.last == .escape, ["[", "O"].contains(text.prefix(1)) { continue }
                bytes += text.utf8
                pressed.append(key)
            }
            if pressed.last == .escape { (bytes, pressed) = (bytes + [0x13], pressed + [.control("s")]) }
            var decoder = KeyDecoder()
            var events: [InputEvent] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Bool.random(using: &random) ? 1 : .random(in: 1...200, using: &random))
                events += decoder.decode(piece)
                rest = rest.dropFirst(piece.count)
            }
            let came = events.flatMap { event -> [Key] in if case .key(let key) = event { key.parts } else { [] } }
            #expect(came == pressed.flatMap(\.parts))
            #expect(events.allSatisfy { if case .key = $0 { true } else { false } })
        }
    }

    @Test("The terminal's own keys come before the common ones")
    func ownKeys() {
        let own = KeySequences([
            (bytes: Array("\u{1B}[P".utf8), key: .delete), (bytes: [0x1B, 0x78, 0x79], key: .home),
        ])
        let decoder = KeyDecoder(sequences: own)
        #expect(keys("\u{1B}[P", decoder) == [.key(.delete)])
        #expect(keys("\u{1B}xy", decoder) == [.key(.home)])
    }
}

@Suite("Pastes out of bytes")
struct PasteDecodingTests {
    @Test("A marked paste is one event, wherever it is cut")
    func markedPaste() {
        let bytes = Array("a\u{1B}[200~D\ry\u{1B}[A é\u{1B}[201~b".utf8)
        for cut in 0...bytes.count {
            var decoder = KeyDecoder()
            let events = decoder.decode(bytes[..<cut]) + decoder.decode(bytes[cut...])
            #expect(
                events == [.key(.character("a")), .paste("D\ry\u{1B}[A é"), .key(.character("b"))], "cut at \(cut)")
        }
    }

    @Test("A paste that never ends is given up after silence, and keys are keys again")
    func unterminatedPaste() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(Array("\u{1B}[200~abc".utf8)) == [])
        #expect(decoder.timeoutMilliseconds != nil)
        #expect(decoder.giveUpWaiting() == [.paste("abc")])
        #expect(decoder.decode(Array("q".utf8)) == [.key(.character("q"))])
    }

    @Test("A paste keeps its first 256 KiB")
    func hugePaste() {
        var decoder = KeyDecoder()
        let text = String(repeating: "x", count: 300_000)
        guard case .paste(let pasted) = decoder.decode(Array("\u{1B}[200~\(text)\u{1B}[201~".utf8)).first else {
            Issue.record("no paste")
            return
        }
        #expect(pasted.utf8.count == 256 * 1024)
    }

    @Test("Without marks, more than eight characters at once are a paste, with all that follows without a pause")
    func unmarkedPaste() {
        var decoder = KeyDecoder(marksPastes: false)
        #expect(decoder.decode(Array("D\rDelete me".utf8)) == [])
        #expect(decoder.decode(Array("\ry\r".utf8)) == [])
        #expect(decoder.giveUpWaiting() == [.paste("D\nDelete me\ny\n")])
        #expect(decoder.decode(Array("j".utf8)) == [.key(.character("j"))])
    }

    @Test("Without marks, eight characters at once are typed and nine are a paste, but for one key that is held down")
    func threshold() {
        func read(_ text: String) -> [InputEvent] {
            var decoder = KeyDecoder(marksPastes: false)
            return decoder.decode(Array(text.utf8)) + decoder.giveUpWaiting()
        }
        #expect(read("01234567") == "01234567".unicodeScalars.map { .key(.character($0)) })
        #expect(read("012345678") == [.paste("012345678")])
        #expect(read("jjjjjjjjjjjj").count == 12)
    }

    @Test("Without marks, what follows a burst at once is not swallowed, and text behind it still runs no command")
    func afterBurst() {
        for (bytes, key) in [("\u{13}", Key.control("s")), ("\r", .enter), ("\t", .tab), ("\u{1B}[A", .up)] {
            var decoder = KeyDecoder(marksPastes: false)
            let events = decoder.decode(Array("0123456789\(bytes)".utf8)) + decoder.giveUpWaiting()
            #expect(events == [.paste("0123456789"), .key(key)])
        }
        var decoder = KeyDecoder(marksPastes: false)
        var events = decoder.decode(Array("0123456789\u{1B}".utf8))
        while decoder.timeoutMilliseconds != nil { events += decoder.giveUpWaiting() }
        #expect(events == [.paste("0123456789"), .key(.escape)])
        events = decoder.decode(Array("0123456789\u{13}D\ry".utf8)) + decoder.giveUpWaiting()
        #expect(events == [.paste("0123456789"), .key(.control("s")), .paste("D\ny")])
    }

    @Test("Where pastes are marked, a burst without marks is what was typed on a stalled line")
    func markedTerminal() {
        var decoder = KeyDecoder()
        let text = (0..<300).map { String($0 % 10) }.joined()
        let events = decoder.decode(Array((text + "\u{13}").utf8))
        #expect(events == text.unicodeScalars.map { .key(.character($0)) } + [.key(.control("s"))])
        #expect(decoder.timeoutMilliseconds == nil)
    }

    @Test("Without marks, whatever is cut however, no character and no command is lost")
    func nothingLost() {
        var random = SplitMix(seed: 5)
        for _ in 0..<300 {
            let pieces = ["a", "B", "7", " ", "\r", "\t", "\u{13}", "\u{7F}", "long enough to be one", "\u{1B}[B"]
            var decoder = KeyDecoder(marksPastes: false)
            var (typed, events): (String, [InputEvent]) = ("", [])
            for _ in 0..<30 {
                let read = (0..<Int.random(in: 1...6, using: &random))
                    .compactMap { _ in pieces.randomElement(using: &random) }.joined()
                typed += read
                events += decoder.decode(Array(read.utf8))
                if Bool.random(using: &random) { events += decoder.giveUpWaiting() }
            }
            while decoder.timeoutMilliseconds != nil { events += decoder.giveUpWaiting() }
            let came = events.map { event in
                switch event {
                case .paste(let text): text.replacing("\n", with: "\r")
                case .key(.character(let scalar)): String(scalar)
                case .key(.enter): "\r"
                case .key(.tab): "\t"
                case .key(.control("s")): "\u{13}"
                case .key(.backspace): "\u{7F}"
                case .key(.down): "\u{1B}[B"
                case .key, .resized, .focused, .mouse: "?"
                }
            }.joined()
            #expect(came == typed)
        }
    }

    @Test("What a fast typist or a key held down sends at once is not a paste")
    func fastTyping() {
        var decoder = KeyDecoder(marksPastes: false)
        #expect(decoder.decode(Array("/smith\r".utf8)).count == 7)
        #expect(decoder.decode(Array(String(repeating: "j", count: 40).utf8)).count == 40)
        #expect(decoder.decode(Array(String(repeating: "\u{1B}[B", count: 40).utf8)).count == 40)
    }

    @Test("Whatever arrives and however it is cut, the decoder comes to rest")
    func anything() {
        var random = SplitMix(seed: 7)
        let pieces = ["\u{1B}", "[", "O", "200~", "201~", "1;5D", "A", "é", "漢", "\r", "q", "~", ";"]
        for _ in 0..<500 {
            var decoder = KeyDecoder(marksPastes: Bool.random(using: &random))
            for _ in 0..<20 {
                _ = decoder.decode(Array(pieces.randomElement(using: &random)?.utf8 ?? "".utf8))
            }
            for _ in 0..<3 where decoder.timeoutMilliseconds != nil { _ = decoder.giveUpWaiting() }
            #expect(decoder.timeoutMilliseconds == nil)
        }
    }
}
