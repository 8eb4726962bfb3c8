package import Domain
import Wire

/// Rows of texts as a file of their own, such as what became of each of several customers.
package enum ReportText {
    /// - Parameters:
    ///   - columns: their names, as the members of an object have them.
    ///   - rows: a text for each column.
    ///   - ending: how the file's name ends; lines with tabs and no heading where that names no format for reports.
    package static func text(_ columns: [String], _ rows: [[String]], as ending: FileEnding?) -> String {
        switch ending {
        case .csv: lines([columns] + rows, delimiter: CustomerCSV.comma)
        case .tsv: lines([columns] + rows, delimiter: CustomerCSV.tab)
        case .json: "[\n\(objects(columns, rows).joined(separator: ",\n"))\n]\n"
        case .jsonLines: objects(columns, rows).map { $0 + "\n" }.joined()
        case .vCard, nil: rows.map { $0.map(\.harmlessLine).joined(separator: "\t") + "\n" }.joined()
        }
    }

    private static func lines(_ rows: [[String]], delimiter: UInt8) -> String {
        rows.map { CustomerCSV.line($0, delimiter: delimiter) }.joined()
    }

    private static func objects(_ columns: [String], _ rows: [[String]]) -> [String] {
        rows.map { row in JSONText.line(Dictionary(zip(columns, row)) { first, _ in first }) }
    }
}
