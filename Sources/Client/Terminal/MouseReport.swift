import Screen

/// How a terminal reports the mouse: xterm's mode 1006, whose numbers are decimal (xterm control sequences, "Extended
/// coordinates").
enum MouseReport {
    /// Turns the reports on and off: buttons and wheel, no movements.
    static let (starting, stopping) = (
        Array("\u{1B}[?1000h\u{1B}[?1006h".utf8), Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)
    )

    /// No screen has more rows or columns.
    private static let maximum = 9_999

    /// What stands between `<` and `M`: button, column and row, counted from 1.
    ///
    /// - Returns: `nil` for what means nothing here: other buttons, those with Shift, Alt or Control, and numbers that make no
    ///   sense.
    static func event(_ bytes: ArraySlice<UInt8>) -> MouseEvent? {
        let numbers = bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map(number)
        guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2],
            (1...maximum).contains(column), (1...maximum).contains(row)
        else { return nil }
        let position = Position(row: row - 1, column: column - 1)
        switch button {
        case 0: return .click(position)
        case 64: return .wheelUp(position)
        case 65: return .wheelDown(position)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// A terminal that does not know mode 1006 sends three bytes, which would be keys: they are swallowed.
    static func readOld(_ bytes: ArraySlice<UInt8>) -> KeySequences.Reading {
        bytes.count < 4 ? .incomplete : .unknown
    }
}
