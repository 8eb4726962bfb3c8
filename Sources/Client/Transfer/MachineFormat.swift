package import Domain
import FoundationEssentials
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

/// JSON as people and programs read it from a command.
package enum JSONText {
    /// One line, its members in alphabetical order, so that two runs print the same.
    package static func line(_ value: some Encodable) -> String {
        String(decoding: JSONBody.bytes(value, isSorted: true), as: UTF8.self)
    }
}
