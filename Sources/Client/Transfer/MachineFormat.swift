package import Domain
import Wire

/// How customers are written for programs.
package enum MachineFormat: String, Sendable {
    /// One array.
    case json
    /// One object on each line (JSON Lines).
    case jsonLines
    case csv

    /// What stands before the first customer.
    package var opening: String {
        switch self {
        case .json: "["
        case .jsonLines: ""
        case .csv: CustomerCSV.header
        }
    }

    /// What stands after the last one.
    package var closing: String {
        switch self {
        case .json: "\n]\n"
        case .jsonLines, .csv: ""
        }
    }

    /// One customer, with what keeps it apart from the one before.
    package func text(_ customer: Customer, isFirst: Bool) -> String {
        switch self {
        case .json: (isFirst ? "\n" : ",\n") + JSONText.line(CustomerJSON(customer))
        case .jsonLines: JSONText.line(CustomerJSON(customer)) + "\n"
        case .csv: CustomerCSV.row(customer)
        }
    }
}
