import Domain
import Transfer
import Wire
import Wording

/// Asks the person at the terminal what the columns of a file are that nothing is known of; nothing of it is kept.
struct ColumnDialogue {
    private let unknown: [UnknownColumn]

    init(_ unknown: [UnknownColumn]) {
        self.unknown = unknown
    }

    /// What stands for leaving a column out.
    private static let nothing = "-"

    /// Asks for each column, showing its first values.
    ///
    /// - Returns: the columns that are fields; the others are to be left out.
    func mappings() throws(CommandFailure) -> [ColumnMapping] {
        let fields = CustomerMember.allCases.filter(\.isImported).map(\.name).joined(separator: ", ")
        StandardError.say(
            "\(Phrases.count(unknown.count, "column")) of this file \(unknown.count == 1 ? "is" : "are") not known.")
        StandardError.say("For each, name the field (\(fields)), or \(Self.nothing) to leave it out.")
        var mappings: [ColumnMapping] = []
        for column in unknown {
            if let member = try ask(column) { mappings.append(ColumnMapping(column: name(of: column), member)) }
        }
        let isAll = mappings.count == unknown.count
        let arguments = mappings.map(\.argument) + (isAll ? [] : ["--ignore-unknown"])
        StandardError.say("To be asked no more, add: \(arguments.joined(separator: " "))")
        return mappings
    }

    private func ask(_ column: UnknownColumn) throws(CommandFailure) -> CustomerMember? {
        let samples = column.samples.isEmpty ? "empty" : column.samples.joined(separator: " · ")
        StandardError.say("Column \(column.place + 1), \(column.name.trimmed): \(samples)")
        return try Dialogue().ask("  Field", standard: column.nearest?.name ?? Self.nothing) {
            answer throws(CommandFailure) -> CustomerMember? in
            guard answer != Self.nothing else { return nil }
            guard let member = CustomerMember(name: answer.lowercased()), member.isImported else {
                throw CommandFailure(.usage, "There is no field \"\(answer)\".")
            }
            return member
        }
    }

    /// By its number where two columns have one name.
    private func name(of column: UnknownColumn) -> String {
        unknown.count { $0.name == column.name } > 1 ? String(column.place + 1) : column.name.trimmed
    }
}

extension CustomerMember {
    /// Whether an import takes it from a file.
    fileprivate var isImported: Bool {
        switch self {
        case .id, .field, .registrationDate, .version: true
        case .createdAt, .updatedAt, .updatedBy: false
        }
    }
}
