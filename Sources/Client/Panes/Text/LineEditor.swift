import Screen

/// A text being typed, with the moves and cuts of a shell's line editor.
struct LineEditor: Hashable, Sendable {
    private(set) var characters: [Character]
    /// Between characters: 0 is before the first.
    private(set) var cursor: Int
    private var cut: [Character] = []
    let allowsLineBreaks: Bool

    /// Longer texts than any field takes are cut off, so that a paste cannot fill the memory.
    static let maximumCharacters = 4_000

    init(_ text: String = "", allowsLineBreaks: Bool = false) {
        characters = Array(text)
        cursor = characters.count
        self.allowsLineBreaks = allowsLineBreaks
    }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }

    /// Handles a key that edits or moves.
    ///
    /// - Returns: whether the key meant something here.
    mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): insert(String(scalar))
        case .enter where allowsLineBreaks: insert("\n")
        case .backspace, .control("h"): remove(max(0, cursor - 1)..<cursor)
        case .delete, .control("d"): remove(cursor..<min(cursor + 1, characters.count))
        case .control("w"), .alt("\u{7F}"): cut(previousWord..<cursor)
        case .alt("d"): cut(cursor..<nextWord)
        case .control("u"): clear()
        case .control("k"): cut(cursor..<lineEnd)
        case .control("y"): insert(String(cut))
        default: return move(key)
        }
        return true
    }

    /// Whether the key has a meaning in any text.
    static func handles(_ key: Key) -> Bool {
        var editor = LineEditor()
        return editor.handle(key)
    }

    /// Cuts everything, wherever the cursor is.
    mutating func clear() {
        cut(0..<characters.count)
    }

    /// Inserts what was pasted: line breaks become blanks where there is one line, other controls go.
    ///
    /// - Returns: how many characters there was no room for.
    @discardableResult
    mutating func paste(_ text: String) -> Int {
        var clean = String.UnicodeScalarView()
        for scalar in text.replacingLineBreaks.unicodeScalars {
            if scalar == "\n" {
                clean.append(allowsLineBreaks ? "\n" : " ")
            } else if scalar == "\t" {
                clean.append(" ")
            } else if scalar.properties.generalCategory != .control {
                clean.append(scalar)
            }
        }
        return insert(String(clean))
    }

    /// - Returns: how many characters there was no room for.
    @discardableResult
    private mutating func insert(_ text: String) -> Int {
        let room = Self.maximumCharacters - characters.count
        guard room > 0 else { return text.count }
        // A combining mark joins the character before it, so the pieces are put together as text.
        let before = String(characters[..<cursor]) + text.prefix(room)
        let after = String(characters[cursor...])
        let whole = Array(before + after)
        cursor = min(before.count, whole.count)
        characters = whole
        return max(0, text.count - room)
    }

    private mutating func remove(_ range: Range<Int>) {
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private mutating func cut(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        cut = Array(characters[range])
        remove(range)
    }
}

// MARK: - Moving

extension LineEditor {
    private mutating func move(_ key: Key) -> Bool {
        switch key {
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(characters.count, cursor + 1)
        case .wordLeft, .alt("b"): cursor = previousWord
        case .wordRight, .alt("f"): cursor = nextWord
        case .home, .control("a"): cursor = lineStart
        case .end, .control("e"): cursor = lineEnd
        case .up: return moveLine(by: -1)
        case .down: return moveLine(by: 1)
        default: return false
        }
        return true
    }

    /// Moves to the line above or below, keeping the column as far as it goes; `false` where there is none.
    private mutating func moveLine(by step: Int) -> Bool {
        let column = cursor - lineStart
        if step < 0 {
            guard lineStart > 0 else { return false }
            cursor = lineStart - 1
        } else {
            guard lineEnd < characters.count else { return false }
            cursor = lineEnd + 1
        }
        cursor = min(lineStart + column, lineEnd)
        return true
    }

    private var lineStart: Int {
        (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1
    }

    private var lineEnd: Int {
        characters[cursor...].firstIndex(of: "\n") ?? characters.count
    }

    private var previousWord: Int {
        var index = cursor
        while index > 0, !characters[index - 1].isWordPart { index -= 1 }
        while index > 0, characters[index - 1].isWordPart { index -= 1 }
        return index
    }

    private var nextWord: Int {
        var index = cursor
        while index < characters.count, !characters[index].isWordPart { index += 1 }
        while index < characters.count, characters[index].isWordPart { index += 1 }
        return index
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber }
}

extension String {
    /// CR and CR LF as LF.
    fileprivate var replacingLineBreaks: String {
        String(map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    }
}
