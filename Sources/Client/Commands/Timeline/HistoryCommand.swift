import APIClient
import ArgumentParser
import Cache
import Domain
import Journal
import Wire
import Wording
import Workspace

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Print who did what with a customer, and what was noted, newest first.",
        discussion: """
            Changes that one person made to the same fields within two minutes are one step, unless you say --all. The \
            number of a note is what customers note --retract takes. While the API is away, this prints the newest entries \
            as this machine keeps them and says how old they are; the exit status is then 69 if there are older ones that \
            you asked for.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email.", valueName: "id|email"), transform: CustomerReference.argument)
    var customer: CustomerReference

    @Flag(help: "Only what was noted.")
    var notes = false

    @Flag(help: "Each change by itself, as the server keeps it.")
    var all = false

    @Option(help: ArgumentHelp("At most this many, the newest.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Print a JSON array of the API's own entries, each by itself.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, not \(limit).") }
    }

    func run() async throws {
        try await options.connected { context in
            let id = try await context.identity(of: customer)
            let waiting = context.queue.entries(for: id).count
            if waiting > 0 {
                StandardError.say("\(Phrases.count(waiting, "edit")) of this customer in the queue: customers queue")
            }
            var printer = HistoryPrinter(
                isJSON: json, onlyNotes: notes, foldsChanges: !all && !json, limit: limit ?? .max,
                in: context.zone)
            switch try await context.ask(.timeline, { try await context.workspace.timeline(of: id) }) {
            case .current(let newest):
                try printer.print(newest.page.entries)
                var reader = TimelineReader(context.api, of: id, behind: newest.page)
                while !printer.isFull, let page = try await reader.next() { try printer.print(page.entries) }
                try printer.end()
            case .kept(_, let failure):
                await context.removeErased(because: failure)
                guard let kept = context.workspace.keptTimeline(of: id) else { throw failure }
                context.note(.offlineRead, of: id)
                try printer.print(kept.page.entries)
                try printer.end()
                let isAll = printer.isFull || kept.page.cursor == nil
                try Self.reportAge(of: kept, in: context.zone, isAll: isAll, because: failure)
            }
        }
    }

    private static func reportAge(
        of kept: KeptTimeline, in zone: TimeZoneRules, isAll: Bool, because failure: APIFailure
    ) throws(CommandFailure) {
        let age = Phrases.age(of: kept.seenAt, at: .now(), in: zone)
        let message = "As kept on this machine, seen \(age). \(failure.cause)"
        guard isAll else {
            throw CommandFailure(CommandFailure(failure).status, "Only the newest entries. " + message)
        }
        StandardError.say(message)
    }
}
