import CPseudoterminal

/// What a terminal shows: enough of xterm, VT100, tmux, screen and the Linux console to read ncurses' output.
///
/// Whatever it does not know, and every control that no program of ours has a reason to send, is kept in
/// ``surprises``.
package struct VirtualScreen: Sendable {
    package private(set) var rows: Int
    package private(set) var columns: Int
    package private(set) var row = 0
    package private(set) var column = 0
    package private(set) var isCursorVisible = true
    /// Whether the alternate screen is shown, as programs do that leave no trace.
    package private(set) var isAlternate = false
    package private(set) var marksPastes = false
    /// Whether clicks are reported, in the extended coordinates.
    package private(set) var reportsMouse = false
    /// Controls that were not expected, readable.
    package private(set) var surprises: [String] = []
    /// Operating system commands: titles, clipboards.
    package private(set) var commands: [String] = []

    var cells: [[VirtualCell]]
    private var look = VirtualLook()
    private var parser = ControlParser()
    private var wraps = true
    private var isWrapPending = false
    private var inserts = false
    private var saved = (row: 0, column: 0)
    private var scrolled: ClosedRange<Int>
    private var drawsLines = false
    private var lastText = " "

    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        cells = Self.blank(rows, columns)
        scrolled = 0...max(0, rows - 1)
    }

    private static func blank(_ rows: Int, _ columns: Int) -> [[VirtualCell]] {
        Array(repeating: Array(repeating: VirtualCell(), count: columns), count: rows)
    }

    /// The rows as text without blanks at their ends.
    package var lines: [String] {
        cells.map { cells in
            var text = cells.reduce(into: "") { $0 += $1.text }
            while text.last == " " { text.removeLast() }
            return text
        }
    }

    /// The cells' texts and looks, to be compared with another screen's.
    package var picture: [[VirtualCell]] { cells }

    package func contains(_ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }

    /// Whether the terminal is as curses leaves it behind a whole frame: nothing begun, and no attribute turned on.
    ///
    /// Between two changes of a frame it may be so too; together with the frame's last change it is the frame's end.
    package var isAtRest: Bool { look == VirtualLook() && parser.isAtRest }

    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if let item = parser.parse(byte) { show(item) }
        }
    }

    package mutating func resize(rows: Int, columns: Int) {
        var fresh = Self.blank(rows, columns)
        for row in 0..<min(rows, self.rows) {
            for column in 0..<min(columns, self.columns) { fresh[row][column] = cells[row][column] }
        }
        cells = fresh
        self.rows = rows
        self.columns = columns
        scrolled = 0...max(0, rows - 1)
        place(row, column)
    }
}

/// One place of a ``VirtualScreen``.
package struct VirtualCell: Hashable, Sendable {
    /// Empty in the right half of a wide sign.
    package var text = " "
    package var look = VirtualLook()
}

/// Attributes and colour of a ``VirtualCell``.
package struct VirtualLook: Hashable, Sendable {
    package var attributes: Set<Int> = []
    package var isBold: Bool { attributes.contains(1) }
    /// The parameter of SGR that set it; `nil` for the default.
    package var colour: Int?
}

// MARK: - Showing

extension VirtualScreen {
    private mutating func show(_ item: ControlParser.Item) {
        switch item {
        case .scalar(let scalar): print(drawsLines ? Self.line(scalar) : scalar)
        case .control(let byte): perform(byte)
        case .escape(let text): escape(text)
        case .sequence(let sequence): perform(sequence)
        case .command(let text): commands.append(text)
        case .surprise(let text): surprises.append(text)
        }
    }

    /// The DEC special graphics that ncurses uses for lines.
    private static func line(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        ["q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘", "t": "├", "u": "┤"][scalar] ?? scalar
    }

    private mutating func print(_ scalar: Unicode.Scalar) {
        let width = Int(pseudoterminal_width(scalar.value))
        if width < 0 { surprises.append("U+" + String(scalar.value, radix: 16)) }
        if width <= 0 { return combine(scalar) }
        if isWrapPending || column + width > columns {
            guard wraps else { return }
            place(row, 0)
            lineFeed()
        }
        put(String(scalar), width)
    }

    private mutating func put(_ text: String, _ width: Int) {
        guard row < rows, column + width <= columns else { return }
        if inserts { insertBlanks(width) }
        breakWide(column)
        if width == 2 { breakWide(column + 1) }
        cells[row][column] = VirtualCell(text: text, look: look)
        if width == 2 { cells[row][column + 1] = VirtualCell(text: "", look: look) }
        lastText = text
        isWrapPending = column + width == columns && wraps
        column = min(column + width, columns - 1)
    }

    private mutating func breakWide(_ column: Int) {
        if cells[row][column].text.isEmpty, column > 0 { cells[row][column - 1].text = " " }
        if column + 1 < columns, cells[row][column + 1].text.isEmpty { cells[row][column + 1].text = " " }
    }

    private mutating func combine(_ scalar: Unicode.Scalar) {
        var at = isWrapPending ? column : column - 1
        while at > 0, cells[row][at].text.isEmpty { at -= 1 }
        if at >= 0, row < rows { cells[row][at].text.unicodeScalars.append(scalar) }
    }

    private mutating func place(_ row: Int, _ column: Int) {
        self.row = min(max(row, 0), max(rows - 1, 0))
        self.column = min(max(column, 0), max(columns - 1, 0))
        isWrapPending = false
    }
}

// MARK: - Controls

extension VirtualScreen {
    private mutating func perform(_ control: UInt8) {
        switch control {
        case 0x07: break
        case 0x08: place(row, column - 1)
        case 0x09: place(row, (column / 8 + 1) * 8)
        case 0x0A: lineFeed()
        case 0x0D: place(row, 0)
        case 0x0E: drawsLines = true
        case 0x0F: drawsLines = false
        default: surprises.append("control " + String(control, radix: 16))
        }
    }

    private mutating func escape(_ text: String) {
        switch text {
        case "7": saved = (row, column)
        case "8": place(saved.row, saved.column)
        case "M": reverseLineFeed()
        case "D": lineFeed()
        case "(0": drawsLines = true
        case "(B": drawsLines = false
        case "=", ">", ")0", ")B", "*0", "+0", "*B", "+B": break
        default: surprises.append("ESC " + text)
        }
    }

    private mutating func lineFeed() {
        if row == scrolled.upperBound { scroll(up: 1, scrolled) } else { place(row + 1, column) }
    }

    private mutating func reverseLineFeed() {
        if row == scrolled.lowerBound { scroll(down: 1, scrolled) } else { place(row - 1, column) }
    }

    private mutating func scroll(up count: Int, _ region: ClosedRange<Int>) {
        for _ in 0..<min(count, region.count) where region.upperBound < rows {
            cells.remove(at: region.lowerBound)
            cells.insert(Array(repeating: VirtualCell(), count: columns), at: region.upperBound)
        }
    }

    private mutating func scroll(down count: Int, _ region: ClosedRange<Int>) {
        for _ in 0..<min(count, region.count) where region.upperBound < rows {
            cells.remove(at: region.upperBound)
            cells.insert(Array(repeating: VirtualCell(), count: columns), at: region.lowerBound)
        }
    }

    private mutating func insertBlanks(_ count: Int) {
        let count = min(count, columns - column)
        cells[row].removeLast(count)
        cells[row].insert(contentsOf: Array(repeating: VirtualCell(), count: count), at: column)
    }

    private mutating func deleteCells(_ count: Int) {
        let count = min(count, columns - column)
        cells[row].removeSubrange(column..<column + count)
        cells[row] += Array(repeating: VirtualCell(), count: count)
    }

    private mutating func erase(_ row: Int, _ range: Range<Int>) {
        for column in range.clamped(to: 0..<columns) where row < rows { cells[row][column] = VirtualCell() }
    }
}

// MARK: - Control sequences

extension VirtualScreen {
    private mutating func perform(_ sequence: ControlSequence) {
        switch sequence.marker {
        case "": performPlain(sequence)
        case "?": setModes(sequence)
        default:
            // Cursor shapes of the Linux console: ESC [ ? 1 c.
            surprises.append(sequence.description)
        }
    }

    private mutating func performPlain(_ sequence: ControlSequence) {
        let count = max(1, sequence[0])
        switch sequence.final {
        case "A": place(max(row - count, 0), column)
        case "B", "e": place(row + count, column)
        case "C", "a": place(row, column + count)
        case "D": place(row, column - count)
        case "E": place(row + count, 0)
        case "F": place(row - count, 0)
        case "G", "`": place(row, count - 1)
        case "d": place(count - 1, column)
        case "H", "f": place(count - 1, max(1, sequence[1]) - 1)
        case "m": setLook(sequence.parameters)
        case "r": setRegion(sequence)
        default: edit(sequence, count)
        }
    }

    private mutating func edit(_ sequence: ControlSequence, _ count: Int) {
        switch sequence.final {
        case "J": eraseDisplay(sequence[0])
        case "K": eraseLine(sequence[0])
        case "L" where scrolled.contains(row): scroll(down: count, row...scrolled.upperBound)
        case "M" where scrolled.contains(row): scroll(up: count, row...scrolled.upperBound)
        case "P": deleteCells(count)
        case "@": insertBlanks(count)
        case "X": erase(row, column..<column + count)
        case "S": scroll(up: count, scrolled)
        case "T": scroll(down: count, scrolled)
        case "b": for _ in 0..<min(count, columns) { put(lastText, 1) }
        case "Z": place(row, (column - 1) / 8 * 8)
        case "h" where sequence[0] == 4, "l" where sequence[0] == 4: inserts = sequence.final == "h"
        // With GNU screen's cnorm: the cursor's look.
        case "h" where sequence[0] == 34, "l" where sequence[0] == 34: break
        // Titles are put on a stack by xterm's smcup, and taken off by its rmcup.
        case "t" where sequence[0] == 22 || sequence[0] == 23: break
        default: surprises.append(sequence.description)
        }
    }

    private mutating func eraseDisplay(_ kind: Int) {
        if kind != 1 { erase(row, (kind == 0 ? column : 0)..<columns) }
        if kind != 0 { erase(row, 0..<(kind == 1 ? column + 1 : columns)) }
        for other in 0..<rows where kind == 2 || kind == 3 || (kind == 0 && other > row) || (kind == 1 && other < row) {
            erase(other, 0..<columns)
        }
    }

    private mutating func eraseLine(_ kind: Int) {
        switch kind {
        case 0: erase(row, column..<columns)
        case 1: erase(row, 0..<column + 1)
        default: erase(row, 0..<columns)
        }
    }

    private mutating func setRegion(_ sequence: ControlSequence) {
        let top = max(1, sequence[0]) - 1
        let bottom = (sequence[1] == 0 ? rows : min(sequence[1], rows)) - 1
        scrolled = top < bottom ? top...bottom : 0...max(0, rows - 1)
        place(0, 0)
    }

    private mutating func setLook(_ parameters: [Int]) {
        for parameter in parameters.isEmpty ? [0] : parameters {
            switch parameter {
            case 0, 10, 11: if parameter == 0 { look = VirtualLook() }
            case 1, 2, 3, 4, 5, 7: look.attributes.insert(parameter)
            case 21, 22: look.attributes.subtract([1, 2])
            case 23, 24, 25, 27: look.attributes.remove(parameter - 20)
            case 30...37: look.colour = parameter
            case 39: look.colour = nil
            case 49: break
            default: surprises.append("SGR \(parameter)")
            }
        }
    }

    private mutating func setModes(_ sequence: ControlSequence) {
        let isOn = sequence.final == "h"
        // The Linux console's cursor: ESC [ ? 0 c and ESC [ ? 1 c.
        if sequence.final == "c" {
            isCursorVisible = sequence[0] != 1
            return
        }
        guard isOn || sequence.final == "l" else { return surprises.append(sequence.description) }
        for mode in sequence.parameters {
            switch mode {
            case 7: wraps = isOn
            case 25: isCursorVisible = isOn
            case 47, 1047, 1049: switchScreen(isOn)
            case 2004: marksPastes = isOn
            case 1000: break
            case 1006: reportsMouse = isOn
            // Cursor keys, columns, scrolling, origin, blinking.
            case 1, 3, 4, 5, 6, 12: break
            default: surprises.append(sequence.description)
            }
        }
    }

    private mutating func switchScreen(_ isOn: Bool) {
        if isOn != isAlternate { cells = Self.blank(rows, columns) }
        isAlternate = isOn
    }
}
