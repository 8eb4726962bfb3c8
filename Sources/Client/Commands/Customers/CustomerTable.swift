import Domain
import Screen

/// Customers in aligned columns for a terminal, or separated by tabs where there is none.
///
/// The widths follow the first page, because a list is shown while its next pages are still to come.
struct CustomerTable: Sendable {
    private let widths: [Int]?

    private static let headings = CustomerField.listed.map { $0.label.uppercased() } + ["ID"]
    private static let gap = 2
    /// No column is cut further while another one is wider.
    private static let narrowest = 4

    /// - Parameter columns: the terminal's width; `nil` without one.
    init(columns: Int?, firstPage: [Customer]) {
        widths = columns.map { columns in
            let natural = firstPage.reduce(into: Self.headings.map(DisplayText.width)) { widths, customer in
                for (index, value) in Self.values(customer).enumerated() {
                    widths[index] = max(widths[index], DisplayText.width(value))
                }
            }
            return Self.fitted(natural, into: columns)
        }
    }

    /// The line over the columns; empty without a terminal.
    var heading: String {
        widths == nil ? "" : line(Self.headings)
    }

    func row(_ customer: Customer) -> String {
        line(Self.values(customer))
    }

    private func line(_ values: [String]) -> String {
        guard let widths else { return Self.tabbed(values) }
        let shown = zip(values, widths).filter { $0.1 > 0 }
        let cells =
            shown.dropLast().map { DisplayText.padded($0.0, $0.1) }
            + shown.suffix(1).map { DisplayText.fitted($0.0, $0.1) }
        return cells.joined(separator: String(repeating: " ", count: Self.gap)) + "\n"
    }

    /// A line for programs.
    static func tabbed(_ values: [String]) -> String {
        values.map(cell).joined(separator: "\t") + "\n"
    }

    private static func values(_ customer: Customer) -> [String] {
        CustomerField.listed.map { customer.details[$0] ?? "" } + [customer.id.text]
    }

    /// A value without what separates values; exact ones are for `--json` and `--csv`.
    private static func cell(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.map { $0.isControl ? " " : $0 }))
    }

    /// Leaves out the id when it would crowd the rest, then takes from the widest column what is too much.
    private static func fitted(_ natural: [Int], into columns: Int) -> [Int] {
        var widths = natural
        if total(widths) > columns { widths[widths.count - 1] = 0 }
        while total(widths) > columns, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > narrowest
        {
            widths[widest] -= 1
        }
        return widths
    }

    private static func total(_ widths: [Int]) -> Int {
        let shown = widths.filter { $0 > 0 }
        return shown.reduce(0, +) + gap * max(0, shown.count - 1)
    }
}
