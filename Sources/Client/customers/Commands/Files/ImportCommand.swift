import APIClient
import ArgumentParser
import Domain
import Journal

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create customers from a file.",
        discussion: """
            FILE is CSV with a line of column names (customer_id, name, email, phone, address, registration_date, in \
            any order; name and email are needed) or JSON Lines, in UTF-8. Every line is checked before anything is \
            sent. A customer without a customer_id is recognised by the email, so that the same file imported again \
            changes nothing: an import that was interrupted can simply be run again. While the API is away, what is left \
            of the file is queued on this machine.
            """)

    @Argument(help: "The file; - for standard input.", completion: .file(extensions: ["csv", "jsonl"]))
    var file: String

    @Flag(help: "Only say what would be done.")
    var dryRun = false

    @Flag(help: "Make customers who differ from the file like it, instead of listing them.")
    var update = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let file = try ImportFile(path: file)
        let total = try ImportCheck.count(file)
        let (options, dryRun, update) = (options, dryRun, update)
        let tally = try await Interruption.cancelling {
            try await options.connected(forWriting: !dryRun) { desk in
                let run = ImportRun(
                    importer: Importer(api: desk.api, updates: update, isDryRun: dryRun), total: total)
                var end = await run.perform(try file.records().lazy.compactMap { try? $0.get() })
                if !dryRun { ImportRun.discard(end.settled, in: desk.workspace) }
                if let failure = end.stoppedBy, failure.isAbsence, !dryRun, desk.workspace.journal.isDurable {
                    try run.enter(end.rest, in: desk.workspace, &end.tally)
                    if end.tally.queued > 0 { Desk.tellQueued(failure.cause, isHeld: false) }
                }
                if end.tally.done < total { throw Self.stopped(end.tally, total, end.stoppedBy) }
                return end.tally
            }
        }
        let summary = (dryRun ? "Nothing was sent. It would be: " : "") + tally.text
        try StandardOutput().write(summary + "\n")
        if tally.refused > 0 {
            throw CommandFailure(.badData, "\(Count.of(tally.refused, "line")) could not be imported; see above.")
        }
    }

    /// Says how far it came and that it may be run again.
    private static func stopped(_ tally: ImportRun.Tally, _ total: Int, _ failure: APIFailure?) -> CommandFailure {
        let far = "Stopped after \(Count.text(tally.done)) of \(Count.text(total)): \(tally.text)."
        let again = "Run the same command again: what is done stays as it is."
        let cause = failure.map(CommandFailure.init)
        return CommandFailure(
            cause?.status ?? .tryLater, [cause?.sentence, far, again].compactMap { $0 }.joined(separator: "\n"))
    }
}
