/// Cells for a spreadsheet, which takes a text that begins like a formula for one and executes it.
enum SpreadsheetCell {
    private static let starts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]

    /// With an apostrophe before what begins like a formula, and before what looks like one that was made harmless already.
    static func harmless(_ text: String) -> String { isFormula(text) ? "'" + text : text }

    /// As it was before.
    static func exact(_ cell: String) -> String {
        cell.unicodeScalars.first == "'" && isFormula(cell) ? String(cell.unicodeScalars.dropFirst()) : cell
    }

    /// Behind any number of apostrophes.
    private static func isFormula(_ text: String) -> Bool {
        text.unicodeScalars.first { $0 != "'" }.map(starts.contains) ?? false
    }
}
