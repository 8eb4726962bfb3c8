import FoundationEssentials
import JSON
import Randomness
import TestSupport
import Testing

@Suite("A JSON value")
struct JSONValueTests {
    @Test("What is written is read back")
    func roundTrip() throws {
        let value: JSONValue = [
            "empty": [:], "list": [[], "a", true, false, .null, .number("-1.5e+300")],
            "text": "\"\\/\u{0}\u{1F}\u{7F}\u{2028}é漢😀", "": "",
        ]
        #expect(JSONValue(parsing: value.bytes()) == value)
        let text = String(decoding: value.bytes(), as: UTF8.self)
        #expect(try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8)).typeName == "an object")
    }

    @Test(
        "Escapes are read",
        arguments: [
            (#""\u00e9\n\t\r\b\f\/\\\"""#, "é\n\t\r\u{8}\u{C}/\\\""), (#""\ud83d\ude00x""#, "😀x"), (#""""#, ""),
        ])
    func escapes(text: String, expected: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) == .string(expected))
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", " ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "-", "1.", "1e", "tru", "\"", "\"\\x\"",
            "\"\\u12\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\udc00\"", "\"\n\"", "1 2", "nulls", "[1 2]", "'a'",
            String(repeating: "[", count: 200), String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
        ])
    func malformed(text: String) {
        #expect(JSONValue(parsing: Array(text.utf8)) == nil)
    }

    @Test("Bytes that are not UTF-8 are refused")
    func notUTF8() {
        #expect(JSONValue(parsing: Array("\"".utf8) + [0xFF] + Array("\"".utf8)) == nil)
        #expect(JSONValue(parsing: Array("\"\\n".utf8) + [0xC3] + Array("\"".utf8)) == nil)
    }

    @Test("Whatever happens to a text, it is read or refused")
    func damage() {
        let value: JSONValue = ["a": ["b", .number("1.5"), .null, "\u{1}é"], "c": ["d": true]]
        let text = value.bytes()
        var generator = SplitMix(seed: 7)
        for _ in 0..<20_000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            let ours = JSONValue(parsing: damaged) != nil
            let theirs = (try? JSONDecoder().decode(AnyJSON.self, from: Data(damaged))) != nil
            // Foundation takes more than the standard does here and there, never less.
            if ours { #expect(theirs, "\(String(decoding: damaged, as: UTF8.self))") }
        }
    }
}
