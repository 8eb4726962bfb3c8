package import Domain
import Wire

/// How customers are written for programs.
package enum MachineFormat: String, Sendable {
    /// One array.
    case json
    /// One object on each line (JSON Lines).
    case jsonLines
    case csv
    /// The same columns with tabs between them.
    case tabs
    /// CSV that a spreadsheet opens as text: with a byte order mark, and nothing in it that it would take for a formula.
    case spreadsheet
    /// One card of vCard 4.0 after another.
    case vCard

    /// The format of files that end so.
    package init(_ ending: FileEnding) {
        switch ending {
        case .csv: self = .csv
        case .tsv: self = .tabs
        case .json: self = .json
        case .jsonLines: self = .jsonLines
        case .vCard: self = .vCard
        }
    }

    /// What stands before the first customer.
    package var opening: String {
        switch self {
        case .json: "["
        case .jsonLines, .vCard: ""
        case .csv: CustomerCSV.header(delimiter: CustomerCSV.comma)
        case .tabs: CustomerCSV.header(delimiter: CustomerCSV.tab)
        case .spreadsheet: "\u{FEFF}" + CustomerCSV.header(delimiter: CustomerCSV.comma)
        }
    }

    /// What stands after the last one.
    package var closing: String {
        switch self {
        case .json: "\n]\n"
        case .jsonLines, .csv, .tabs, .spreadsheet, .vCard: ""
        }
    }

    /// One customer, with what keeps it apart from the one before.
    package func text(_ customer: Customer, isFirst: Bool) -> String {
        switch self {
        case .json: (isFirst ? "\n" : ",\n") + JSONText.line(CustomerJSON(customer))
        case .jsonLines: JSONText.line(CustomerJSON(customer)) + "\n"
        case .csv: CustomerCSV.row(customer)
        case .tabs: CustomerCSV.row(customer, delimiter: CustomerCSV.tab)
        case .spreadsheet: CustomerCSV.row(customer, forSpreadsheet: true)
        case .vCard: CustomerVCard.card(customer)
        }
    }
}
