import Foundation
import JSON
import TestSupport
import Testing

@Suite("A text in JSON")
struct JSONEscapesTests {
    private func json(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(json: text)
        return bytes
    }

    @Test("Every text is read back as it was, and no control character is left in it", arguments: HostileText.corpus)
    func hostile(text: String) throws {
        let bytes = json("<\(text)>")
        #expect(try JSONDecoder().decode(String.self, from: Data(bytes)) == "<\(text)>")
        #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }

    @Test("What JSON has a letter for is written by it, other controls by their number")
    func escapes() {
        let controls = String(String.UnicodeScalarView((UInt8(0)..<0x20).map { Unicode.Scalar($0) }))
        #expect(String(decoding: json("\"\\/\n\u{7F}é"), as: UTF8.self) == #""\"\\/\n\u007fé""#)
        #expect(String(decoding: json(controls), as: UTF8.self).contains(#"\b\t\n\u000b\f\r\u000e"#))
        #expect(String(decoding: json(""), as: UTF8.self) == #""""#)
    }

    @Test("With the fewest escapes only the newline has a letter, and DEL stands as it is")
    func fewest() {
        var bytes: [UInt8] = []
        bytes.append(json: "\"\\/\t\n\u{1F}\u{7F}é", escapes: .fewest)
        #expect(String(decoding: bytes, as: UTF8.self) == #""\"\\/\u0009\n\u001f"# + "\u{7F}é\"")
    }
}
