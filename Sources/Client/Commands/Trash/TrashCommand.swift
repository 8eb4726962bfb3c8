import APIClient
import ArgumentParser
import Domain
import Transfer
import Wire
import Wording

struct TrashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trash", abstract: "Print the deleted customers who can be restored, the last deleted first.",
        discussion: """
            Each has a line: name, email or phone, when and by whom they were deleted, until when customers restore brings \
            them back, and the id; into a pipe with tabs between.
            """)

    @Flag(help: "Print a JSON array: customers with deleted_at, deleted_by and restorable_until.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let output = StandardOutput()
        try await options.connected { context in
            var isFirst = true
            try await context.readTrash { page in
                guard !page.isEmpty else { return true }
                try output.write(page, asJSON: json, isFirst: isFirst)
                isFirst = false
                return true
            }
            if json {
                try output.writeJSON((isFirst ? "[" : "") + "\n]\n")
            } else if isFirst {
                StandardError.say("The trash is empty.")
            }
        }
    }
}

extension StandardOutput {
    fileprivate func write(_ page: [TrashedCustomer], asJSON: Bool, isFirst: Bool) throws(CommandFailure) {
        if asJSON {
            let lines = page.map { JSONText.line(TrashedCustomerJSON($0)) }
            try writeJSON((isFirst ? "[\n" : ",\n") + lines.joined(separator: ",\n"))
        } else if isTerminal {
            let heading = isFirst ? [["NAME", "CONTACT", "DELETED", "UNTIL", "ID"]] : []
            try writeLines(AlignedTable.text((heading + page.map(Self.row)).map { $0.map(\.harmlessLine) }))
        } else {
            try writeLines(page.reduce(into: "") { $0 += CustomerTable.tabbed(Self.row($1)) })
        }
    }

    private static func row(_ trashed: TrashedCustomer) -> [String] {
        let author = trashed.deletedBy.map { " by \($0)" } ?? ""
        return [
            trashed.customer.name, trashed.customer.details.contact?.value ?? "",
            Phrases.age(of: trashed.deletedAt, at: .now()) + author, trashed.restorableUntil.dateText,
            trashed.customer.id.text,
        ]
    }
}
