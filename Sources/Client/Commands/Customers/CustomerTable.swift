import Domain
import Screen

/// Customers in aligned columns for a terminal, or separated by tabs where there is none.
///
/// The widths follow the first page, because a list is shown while its next pages are still to come.
struct CustomerTable: Sendable {
    private let columns: Columns
    private let widths: [Int]?
    private let zone: TimeZoneRules

    private static let gap = 2
    /// No column is cut further while another one is wider.
    private static let narrowest = 4

    /// What the table shows of each customer.
    struct Columns: Hashable, Sendable {
        let facts: [CustomerFact]
        /// Whether the last one goes where it would crowd the rest.
        let lastMayGo: Bool

        /// Those of who has asked for none.
        static let standard = Columns(
            facts: CustomerField.listed.map(CustomerFact.field) + [.id], lastMayGo: true)

        /// Exactly these.
        static func chosen(_ facts: [CustomerFact]) -> Columns { Columns(facts: facts, lastMayGo: false) }

        fileprivate var headings: [String] { facts.map { $0.label.uppercased() } }

        /// Each in one line; exact ones are for `--json` and `--csv`.
        fileprivate func values(_ customer: Customer, in zone: TimeZoneRules) -> [String] {
            facts.map { CustomerTable.cell(customer.text(of: $0, in: zone) ?? "") }
        }
    }

    /// - Parameters:
    ///   - width: the terminal's; `nil` without one.
    ///   - zone: whose days dates are.
    init(_ columns: Columns = .standard, width: Int?, firstPage: [Customer], in zone: TimeZoneRules) {
        (self.columns, self.zone) = (columns, zone)
        widths = width.map { width in
            let natural = firstPage.reduce(into: columns.headings.map(DisplayText.width)) { widths, customer in
                for (index, value) in columns.values(customer, in: zone).enumerated() {
                    widths[index] = max(widths[index], DisplayText.width(value))
                }
            }
            return Self.fitted(natural, into: width, lastMayGo: columns.lastMayGo)
        }
    }

    /// The line over the columns; empty without a terminal.
    var heading: String {
        widths == nil ? "" : line(columns.headings)
    }

    func row(_ customer: Customer) -> String {
        line(columns.values(customer, in: zone))
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

    /// A value without what separates values, or what a terminal behind the pipe could obey; exact ones are for `--json` and
    /// `--csv`.
    fileprivate static func cell(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.map { $0.isControl ? " " : $0 })).harmlessLine
    }

    /// Leaves out the last one when it may go and would crowd the rest, then takes from the widest column what is too much.
    private static func fitted(_ natural: [Int], into columns: Int, lastMayGo: Bool) -> [Int] {
        var widths = natural
        if lastMayGo, total(widths) > columns { widths[widths.count - 1] = 0 }
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
