import APIClient
import ArgumentParser
import Domain
import Transfer
import Wire
import Wording

struct DuplicatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "Print who may be the same person as a customer, and by what.",
        discussion: """
            The reason is one of: phone (the same number), email (the same but for dots and what stands behind a plus), name \
            (the same name, and the same company, domain or beginning of the address). Nobody is merged. Whom you --dismiss \
            is not the same person, and is not named again for either of them.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email.", valueName: "id|email"), transform: CustomerReference.argument)
    var customer: CustomerReference

    @Option(
        help: ArgumentHelp("Remember that this one is somebody else.", valueName: "id|email"),
        transform: CustomerReference.argument)
    var dismiss: CustomerReference?

    @Flag(help: "Print a JSON array of {reason, customer}.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if dismiss != nil, json { throw ValidationError("Use either --dismiss or --json, not both.") }
    }

    func run() async throws {
        if let dismiss { return try await remember(dismiss) }
        let output = StandardOutput()
        try await options.connected { context in
            let id = try await context.identity(of: customer)
            let found = try await context.ask(.duplicates) { try await context.api.duplicates(of: id) }
            if json {
                try output.writeJSON(lines: found.map { JSONText.line(DuplicateJSON($0)) })
            } else if found.isEmpty {
                StandardError.say("Nobody seems to be the same person.")
            } else {
                try output.write(found)
            }
        }
    }

    private func remember(_ other: CustomerReference) async throws {
        try await options.connected(forWriting: true, makesJournal: false) { context in
            let (id, other) = (try await context.identity(of: customer), try await context.identity(of: other))
            guard id != other else {
                throw CommandFailure(.usage, "Both are the same customer: name two.")
            }
            try await context.ask(.duplicates) { try await context.api.dismiss(id, other) }
            StandardError.say("Remembered: they are not the same person.")
        }
    }
}

extension StandardOutput {
    fileprivate func write(_ duplicates: [Duplicate]) throws(CommandFailure) {
        let rows = duplicates.map { duplicate in
            let customer = duplicate.customer
            return [
                duplicate.reason.rawValue, customer.name, customer.details[.email] ?? "",
                customer.details[.phone] ?? "", customer.id.text,
            ]
        }
        guard isTerminal else { return try writeLines(rows.reduce(into: "") { $0 += CustomerTable.tabbed($1) }) }
        let heading = ["SAME", "NAME", "EMAIL", "PHONE", "ID"]
        try writeLines(AlignedTable.text(([heading] + rows).map { $0.map(\.harmlessLine) }))
    }
}
