import Screen

/// The part of a text being typed that is seen, in lines of a given width, with the cursor in it.
struct EditorView {
    /// Each as wide as the view at most.
    let lines: [String]
    /// Counted from the view's top left.
    let cursor: Position

    /// - Parameter rows: lines at most; the one with the cursor is always among them.
    init(_ editor: LineEditor, columns: Int, rows: Int) {
        var before = Array(editor.characters[..<editor.cursor]).split(separator: "\n", omittingEmptySubsequences: false)
        let after = Array(editor.characters[editor.cursor...]).split(separator: "\n", omittingEmptySubsequences: false)
        let line = before.count - 1
        let cursorColumn = Self.width(before[line])
        before[line] += after[0]
        let all = before + after.dropFirst()
        let firstRow = max(0, min(line - rows + 1, all.count - rows), min(line, line - rows + 1))
        // A line longer than the view slides left until the cursor is in sight.
        let slide = max(0, cursorColumn - columns + 1)
        let visible = all[firstRow..<min(all.count, firstRow + max(1, rows))]
        lines = visible.enumerated().map { index, characters in
            Self.slice(characters, from: firstRow + index == line ? slide : 0, columns: columns)
        }
        cursor = Position(row: line - firstRow, column: min(cursorColumn - slide, max(0, columns - 1)))
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
