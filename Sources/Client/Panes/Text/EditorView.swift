import Screen

/// The part of a text being typed that is seen, with the cursor in it.
struct EditorView {
    /// Each as wide as the view at most.
    let lines: [String]
    /// Counted from the view's top left.
    let cursor: Position
    /// Whether more stands above or below what is seen.
    let hasMore: (above: Bool, below: Bool)

    /// One line that slides left until the cursor is in sight.
    init(sliding editor: LineEditor, columns: Int) {
        let column = Self.width(editor.characters[..<editor.cursor])
        let slide = max(0, column - columns + 1)
        lines = [Self.slice(editor.characters[...], from: slide, columns: columns)]
        cursor = Position(row: 0, column: min(column - slide, max(0, columns - 1)))
        hasMore = (false, false)
    }

    /// Lines broken to the width.
    ///
    /// - Parameters:
    ///   - rows: lines at most.
    ///   - isFocused: whether the one with the cursor is among them, and not always the first.
    init(wrapping editor: LineEditor, columns: Int, rows: Int, isFocused: Bool) {
        let all = WrappedText(editor, columns: columns, showsCursor: isFocused)
        let top = max(0, all.cursor.row - max(1, rows) + 1)
        let visible = all.lines.dropFirst(top).prefix(max(1, rows))
        lines = visible.map { String(editor.characters[$0]) }
        cursor = Position(row: all.cursor.row - top, column: min(all.cursor.column, max(0, columns - 1)))
        hasMore = (top > 0, visible.endIndex < all.lines.endIndex)
    }

    /// Lines that the text needs to be seen as a whole.
    static func rows(of editor: LineEditor, columns: Int, isFocused: Bool) -> Int {
        WrappedText(editor, columns: columns, showsCursor: isFocused).lines.count
    }

    private static func width(_ characters: ArraySlice<Character>) -> Int {
        characters.reduce(0) { $0 + DisplayCluster($1).width }
    }

    private static func slice(_ characters: ArraySlice<Character>, from start: Int, columns: Int) -> String {
        var column = 0
        var text = ""
        for character in characters {
            let width = DisplayCluster(character).width
            defer { column += width }
            if column + width <= start { continue }
            // A wide character cut in half at the left edge leaves a blank.
            if column < start {
                text += String(repeating: " ", count: column + width - start)
            } else if column + width - start <= columns {
                text.append(character)
            } else {
                break
            }
        }
        return text
    }
}

/// A text broken into lines of a width, at its own line breaks and wherever a line is full.
private struct WrappedText {
    /// The characters of each.
    private(set) var lines: [Range<Int>] = []
    private(set) var cursor = Position(row: 0, column: 0)

    /// - Parameter showsCursor: whether there has to be room for the cursor behind the last character.
    init(_ editor: LineEditor, columns: Int, showsCursor: Bool) {
        for line in editor.characters.split(separator: "\n", omittingEmptySubsequences: false) {
            wrap(line, columns: max(1, columns), cursor: showsCursor ? editor.cursor : nil)
        }
    }

    private mutating func wrap(_ line: ArraySlice<Character>, columns: Int, cursor: Int?) {
        var start = line.startIndex
        var column = 0
        for index in line.indices {
            let width = DisplayCluster(line[index]).width
            if column + width > columns, index > start {
                lines.append(start..<index)
                (start, column) = (index, 0)
            }
            if index == cursor { self.cursor = Position(row: lines.count, column: column) }
            column += width
        }
        if cursor == line.endIndex {
            // Behind a full line the cursor stands on the next one.
            if column >= columns {
                lines.append(start..<line.endIndex)
                (start, column) = (line.endIndex, 0)
            }
            self.cursor = Position(row: lines.count, column: column)
        }
        lines.append(start..<line.endIndex)
    }
}
