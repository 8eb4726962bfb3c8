import Screen
import Testing

@Suite("Names of keys")
struct KeyNameTests {
    private static let keys: [Key] =
        [
            .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .wordLeft,
            .wordRight, .home, .end, .pageUp, .pageDown, .character(" "), .character("F"), .character("é"),
            .character("^"), .control("\\"), .control("]"), .control("^"), .control("_"), .alt("x"), .alt("X"),
        ]
        + (1...12).map(Key.function) + "abcdefghijklmnopqrstuvwxyz".unicodeScalars.map(Key.control)
        + (UInt8(0x21)...0x7E).map { .character(Unicode.Scalar($0)) }

    @Test("A key's name is read back as the key", arguments: keys)
    func roundTrip(_ key: Key) {
        #expect(Key(name: key.name) == key)
    }

    @Test(
        "Other spellings are understood",
        arguments: [("^S", Key.control("s")), ("C-s", .control("s")), ("pgdn", .pageDown)])
    func spelling(_ name: String, _ key: Key) {
        #expect(Key(name: name) == key)
    }

    @Test("What names no key is refused", arguments: ["", "  ", "Hyper-x", "F13", "F0", "Ctrl-", "ab", "\u{1B}"])
    func refused(_ name: String) {
        #expect(Key(name: name) == nil)
    }
}
