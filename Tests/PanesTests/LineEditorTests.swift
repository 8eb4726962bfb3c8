import Randomness
import Screen
import Testing

@testable import Panes

@Suite("Line editing")
struct LineEditorTests {
    private func typed(_ text: String, _ keys: Key..., multiline: Bool = false) -> LineEditor {
        var editor = LineEditor(text, allowsLineBreaks: multiline)
        for key in keys { _ = editor.handle(key) }
        return editor
    }

    @Test("Characters go in at the cursor")
    func insert() {
        #expect(typed("ac", .left, .character("b")).text == "abc")
    }

    @Test("Words are cut before and after the cursor, and put back")
    func words() {
        #expect(typed("one two three", .control("w")).text == "one two ")
        #expect(typed("one two three", .control("a"), .alt("d")).text == " two three")
        #expect(typed("one two", .control("w"), .control("a"), .control("y")).text == "twoone ")
        #expect(typed("one two", .alt("b"), .character("x")).text == "one xtwo")
    }

    @Test("A line is cut to its end, and everything with one key wherever the cursor is")
    func lines() {
        #expect(typed("abc", .control("a"), .right, .control("k")).text == "a")
        #expect(typed("ab\ncd", .up, .control("k"), multiline: true).text == "ab\ncd")
        #expect(typed("abc", .left, .control("u")).text == "")
        #expect(typed("ab\ncd", .up, .control("u"), multiline: true).text == "")
        #expect(typed("ab\ncd", .up, .control("u"), .control("y"), multiline: true).text == "ab\ncd")
    }

    @Test("Which keys a text has a use for does not depend on what is in it")
    func handles() {
        for key in [Key.alt("b"), .alt("f"), .alt("d"), .alt("\u{7F}"), .control("w"), .character("q")] {
            #expect(LineEditor.handles(key))
        }
        for key in [Key.alt("q"), .alt("D"), .alt("["), .escape, .function(5), .control("s")] {
            #expect(!LineEditor.handles(key))
        }
    }

    @Test("In several lines the cursor keeps its column as far as it goes")
    func vertical() {
        #expect(typed("long line\nab\nlonger", .up, .character("x"), multiline: true).text == "long line\nabx\nlonger")
        #expect(typed("abc\nd", .home, .up, .character("x"), multiline: true).text == "xabc\nd")
        var editor = LineEditor("one line")
        #expect(!editor.handle(.up) && !editor.handle(.down))
    }

    @Test("A combining mark joins the character before the cursor")
    func combining() {
        let editor = typed("e", .character("\u{301}"), .character("x"))
        #expect(editor.characters.count == 2)
        #expect(editor.text == "e\u{301}x")
        #expect(editor.cursor == 2)
    }

    @Test("One key takes back one whole cluster")
    func clusters() {
        #expect(typed("a👩‍👩‍👧", .backspace).text == "a")
        #expect(typed("日本", .left, .delete).text == "日")
    }

    @Test("Any keys keep the cursor inside the text")
    func property() {
        var random = SplitMix(seed: 7)
        let keys: [Key] = [
            .left, .right, .up, .down, .home, .end, .wordLeft, .wordRight, .backspace, .delete, .control("w"),
            .control("u"), .control("k"), .control("y"), .alt("d"), .enter, .character("a"), .character(" "),
            .character("\u{301}"), .character("日"),
        ]
        for _ in 0..<200 {
            var editor = LineEditor("ab cd\nef", allowsLineBreaks: true)
            for _ in 0..<60 {
                _ = editor.handle(keys.randomElement(using: &random) ?? .left)
                #expect((0...editor.characters.count).contains(editor.cursor))
            }
        }
    }
}
