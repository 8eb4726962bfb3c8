import FoundationEssentials
import Randomness
import TestSupport
import Testing

@testable import DynamoDB

@Suite("JSON")
struct JSONTests {
    @Test("What is written is read back")
    func roundTrip() throws {
        let value: JSON = [
            "empty": [:], "list": [[], "a", true, false, .null, .number("-1.5e+300")],
            "text": "\"\\/\u{0}\u{1F}\u{7F}\u{2028}é漢😀", "": "",
        ]
        #expect(JSON(parsing: value.bytes) == value)
        let text = String(decoding: value.bytes, as: UTF8.self)
        #expect(try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8)).typeName == "an object")
    }

    @Test(
        "Escapes are read",
        arguments: [
            (#""\u00e9\n\t\r\b\f\/\\\"""#, "é\n\t\r\u{8}\u{C}/\\\""), (#""\ud83d\ude00x""#, "😀x"), (#""""#, ""),
        ])
    func escapes(text: String, expected: String) {
        #expect(JSON(parsing: Array(text.utf8)) == .string(expected))
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "", " ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "-", "1.", "1e", "tru", "\"", "\"\\x\"",
            "\"\\u12\"", "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\udc00\"", "\"\n\"", "1 2", "nulls", "[1 2]", "'a'",
            String(repeating: "[", count: 200), String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
        ])
    func malformed(text: String) {
        #expect(JSON(parsing: Array(text.utf8)) == nil)
    }

    @Test("Bytes that are no UTF-8 are refused")
    func notUTF8() {
        #expect(JSON(parsing: Array("\"".utf8) + [0xFF] + Array("\"".utf8)) == nil)
        #expect(JSON(parsing: Array("\"\\n".utf8) + [0xC3] + Array("\"".utf8)) == nil)
    }

    @Test("Whatever happens to a text, it is read or refused")
    func damage() {
        let value: JSON = ["a": ["b", .number("1.5"), .null, "\u{1}é"], "c": ["d": true]]
        let text = value.bytes
        var generator = SplitMix(seed: 7)
        for _ in 0..<20_000 {
            var damaged = text
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                damaged[Int.random(in: 0..<damaged.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            let ours = JSON(parsing: damaged) != nil
            let theirs = (try? JSONDecoder().decode(AnyJSON.self, from: Data(damaged))) != nil
            // Foundation takes more than the standard does here and there, never less.
            if ours { #expect(theirs, "\(String(decoding: damaged, as: UTF8.self))") }
        }
    }

    @Test("Checksums are those of zlib")
    func checksum() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }

    @Test("Attributes of types that are not ours are passed over")
    func attributes() throws {
        let json = try #require(
            JSON(
                parsing: Array(
                    """
                    {"s":{"S":"x"},"n":{"N":"-12"},"b":{"B":"AP8="},"m":{"M":{"t":{"S":"y"},"u":{"BOOL":true}}},
                     "l":{"L":[]},"f":{"N":"1.5"},"o":{},"bad":{"B":"*"}}
                    """.utf8)))
        let expected: Item = [
            "s": "x", "n": .number(-12), "b": .binary([0, 255]), "m": .map(["t": "y"]),
        ]
        #expect(Item(json) == expected)
        #expect(Item(JSON(expected)) == expected)
    }
}
