import CPseudoterminal
import Screen
import TestSupport
import Testing

@Suite("Text on the screen")
struct DisplayWidthTests {
    /// Scalars that can be: surrogates are none.
    private static var scalars: some Sequence<Unicode.Scalar> {
        (UInt32(0)...0x10FFFF).lazy.compactMap(Unicode.Scalar.init)
    }

    @Test("Whatever is shown is as wide as libc says, or the terminal would have to replace it")
    func agreesWithLibc() {
        var disagreements: [String] = []
        for scalar in Self.scalars {
            let cluster = DisplayCluster(Character(scalar))
            for piece in cluster.pieces {
                guard let first = piece.text.unicodeScalars.first else { continue }
                let libc = Int(pseudoterminal_width(first.value))
                if libc >= 0, libc != piece.width { disagreements.append("U+" + String(scalar.value, radix: 16)) }
            }
        }
        #expect(disagreements == [])
    }

    @Test("No cluster shows a control, a direction or anything that libc cannot print")
    func nothingHostile() {
        for text in HostileText.corpus {
            for scalar in DisplayText.safe(text).unicodeScalars {
                #expect(pseudoterminal_width(scalar.value) >= 0, "\(text.debugDescription)")
                #expect(!scalar.properties.isBidiControl, "\(text.debugDescription)")
                #expect(scalar.properties.generalCategory != .control, "\(text.debugDescription)")
            }
        }
    }

    @Test("What was made safe stays as it is")
    func idempotent() {
        for text in HostileText.corpus {
            let safe = DisplayText.safe(text)
            #expect(DisplayText.safe(safe) == safe)
            #expect(DisplayText.width(safe) == DisplayText.width(text), "\(text.debugDescription)")
        }
    }

    @Test("Sixty combining marks become four, and one cell")
    func manyMarks() {
        let cluster = DisplayCluster(Character("e" + String(repeating: "\u{0301}", count: 60)))
        #expect(cluster.width == 1)
        #expect(cluster.pieces.map(\.text.unicodeScalars.count) == [5])
    }

    @Test("A text fits the columns it is cut to, and says so when something is missing")
    func fitted() {
        #expect(DisplayText.fitted("Anna Smith", 10) == "Anna Smith")
        #expect(DisplayText.fitted("Anna Smith", 6) == "Anna …")
        #expect(DisplayText.fitted("漢字漢字", 6) == "漢字…")
        #expect(DisplayText.fitted("漢字漢字", 4) == "漢…")
        #expect(DisplayText.fitted("abc", 0) == "")
    }

    @Test("However hostile, a padded text takes exactly its columns")
    func padded() {
        for text in HostileText.corpus {
            for columns in 0...20 {
                #expect(DisplayText.width(DisplayText.padded(text, columns)) == columns, "\(text.debugDescription)")
                #expect(DisplayText.width(DisplayText.fitted(text, columns)) <= columns, "\(text.debugDescription)")
            }
        }
    }
}
