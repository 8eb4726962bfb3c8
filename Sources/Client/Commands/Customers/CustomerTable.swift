import Domain
import Screen

/// Customers in aligned columns for a terminal, or separated by tabs where there is none.
///
/// The widths follow the first page, because a list is shown while its next pages are still to come.
struct CustomerTable: Sendable {
    private let facts: [CustomerFact]
    private let widths: [Int]?
    private let zone: TimeZoneRules

    private static let gap = 2
    /// No column is cut further while another one is wider.
    private static let narrowest = 4

    /// - Parameters:
    ///   - columns: those that are spare go where they would crowd the rest.
    ///   - width: the terminal's; `nil` without one.
    ///   - zone: whose days dates are.
    init(_ columns: ListColumns = .printed, width: Int?, firstPage: [Customer], in zone: TimeZoneRules) {
        let facts = columns.facts + columns.spare
        (self.facts, self.zone) = (facts, zone)
        widths = width.map { width in
            let headings = facts.map { DisplayText.width($0.heading) }
            let natural = firstPage.reduce(into: headings) { widths, customer in
                for (index, value) in Self.cells(customer, facts, in: zone).enumerated() {
                    widths[index] = max(widths[index], DisplayText.width(value))
                }
            }
            return Self.fitted(natural, into: width, spare: columns.spare.count)
        }
    }

    /// The line over the columns; empty without a terminal.
    var heading: String {
        widths == nil ? "" : line(facts.map(\.heading))
    }

    func row(_ customer: Customer) -> String {
        line(Self.cells(customer, facts, in: zone))
    }

    /// Each in one line; exact ones are for `--json` and `--csv`.
    private static func cells(_ customer: Customer, _ facts: [CustomerFact], in zone: TimeZoneRules) -> [String] {
        facts.map { cell(customer.text(of: $0, in: zone) ?? "") }
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
    private static func cell(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.map { $0.isControl ? " " : $0 })).harmlessLine
    }

    /// Leaves out the last ones, as far as they are spare and would crowd the rest, then takes from the widest column what is
    /// too much.
    private static func fitted(_ natural: [Int], into columns: Int, spare: Int) -> [Int] {
        var widths = natural
        for index in widths.indices.suffix(spare).reversed() where total(widths) > columns { widths[index] = 0 }
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

extension ListColumns {
    /// Those of a list that is printed for people who have asked for none: the id, which other commands take, where there is
    /// room for it.
    static let printed = ListColumns(exactly: standard.facts, spare: [.id])
}

extension CustomerFact {
    fileprivate var heading: String { label.uppercased() }
}
