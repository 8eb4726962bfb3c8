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
                try output.write(page, asJSON: json, isFirst: isFirst, in: context.zone)
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
    fileprivate func write(
        _ page: [TrashedCustomer], asJSON: Bool, isFirst: Bool, in zone: TimeZoneRules
    ) throws(CommandFailure) {
        if asJSON {
            let lines = page.map { JSONText.line(TrashedCustomerJSON($0)) }
            try writeJSON((isFirst ? "[\n" : ",\n") + lines.joined(separator: ",\n"))
            return
        }
        let rows = page.map { Self.row($0, in: zone) }
        if isTerminal {
            let heading = isFirst ? [["NAME", "CONTACT", "DELETED", "UNTIL", "ID"]] : []
            try writeLines(AlignedTable.text((heading + rows).map { $0.map(\.harmlessLine) }))
        } else {
            try writeLines(rows.reduce(into: "") { $0 += CustomerTable.tabbed($1) })
        }
    }

    private static func row(_ trashed: TrashedCustomer, in zone: TimeZoneRules) -> [String] {
        let author = trashed.deletedBy.map { " by \($0)" } ?? ""
        return [
            trashed.customer.name, trashed.customer.details.contact?.value ?? "",
            Phrases.age(of: trashed.deletedAt, at: .now(), in: zone) + author,
            zone.dateText(of: trashed.restorableUntil), trashed.customer.id.text,
        ]
    }
}
