import Domain
import Screen

/// Rows for a terminal, each column as wide as its widest cell; all rows have as many.
enum AlignedTable {
    private static let gap = "  "

    static func text(_ rows: [[String]]) -> String {
        let widths = rows.reduce(into: [Int](repeating: 0, count: rows.first?.count ?? 0)) { widths, row in
            for (column, text) in zip(widths.indices, row) {
                widths[column] = max(widths[column], DisplayText.width(text))
            }
        }
        return rows.reduce(into: "") { text, row in
            let cells = zip(row, widths).map { DisplayText.padded($0, $1) }
            text += cells.joined(separator: gap).trimmedEnd + "\n"
        }
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
