import Domain
import Wire

/// How customers are written for programs.
enum MachineFormat: String, Sendable {
    /// One array.
    case json
    /// One object on each line (JSON Lines).
    case jsonLines
    case csv

    /// What stands before the first customer.
    var opening: String {
        switch self {
        case .json: "["
        case .jsonLines: ""
        case .csv: CustomerCSV.header
        }
    }

    /// What stands after the last one.
    var closing: String {
        switch self {
        case .json: "\n]\n"
        case .jsonLines, .csv: ""
        }
    }

    /// One customer, with what keeps it apart from the one before.
    func text(_ customer: Customer, isFirst: Bool) -> String {
        switch self {
        case .json: (isFirst ? "\n" : ",\n") + JSONText.line(CustomerJSON(customer))
        case .jsonLines: JSONText.line(CustomerJSON(customer)) + "\n"
        case .csv: CustomerCSV.row(customer)
        }
    }
}

/// JSON as people and programs read it from a command.
enum JSONText {
    /// One line, its members in alphabetical order, so that two runs print the same.
    static func line(_ value: some Encodable) -> String {
        String(decoding: JSONBody.bytes(value, isSorted: true), as: UTF8.self)
    }
}
