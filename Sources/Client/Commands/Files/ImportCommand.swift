import APIClient
import ArgumentParser
import Domain
import Journal
import Transfer
import Wire
import Wording
import Workspace

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create customers from a file.",
        discussion: """
            FILE is CSV with a line of column names (customer_id, name, email, phone, address, registration_date, \
            version, in any order), JSON Lines, or a JSON array, such as export and list --json write. What separates \
            the columns is found. Every line is checked before anything is sent. A customer without a customer_id is \
            recognised by the email, so that the same file imported again changes nothing: an import that was \
            interrupted can simply be run again. A column that the file lacks leaves the field as it is; an empty cell, or \
            null, takes the value away. A line whose version is older than the customer's is listed and not written. \
            While the API is away, what is left of the file is queued on this machine.
            """)

    @Argument(help: "The file; - for standard input.", completion: .file(extensions: ["csv", "jsonl", "json"]))
    var file: String

    @Flag(help: "Only say what would be done: each line, field, old and new value.")
    var dryRun = false

    @Flag(help: "Make customers who differ from the file like it, instead of listing them.")
    var update = false

    @Flag(help: "The same, also where the line was made from an older version than the customer's.")
    var overwrite = false

    @Option(
        help: ArgumentHelp("The file's encoding, such as windows-1252; UTF-8 and UTF-16 are found.", valueName: "name"),
        transform: Self.encoding)
    var encoding: TextEncoding?

    @Option(
        help: ArgumentHelp("Take this column, or JSON member, for that field.", valueName: "column=field"),
        transform: Self.mapping)
    var map: [ColumnMapping] = []

    @Flag(help: "Leave out columns and JSON members that are not fields of a customer.")
    var ignoreUnknown = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    private static func encoding(_ name: String) throws -> TextEncoding {
        guard let encoding = TextEncoding.named(name) else {
            let all = TextEncoding.all.map(\.name).joined(separator: ", ")
            throw ValidationError("--encoding knows no \"\(name)\", but: \(all).")
        }
        return encoding
    }

    private static func mapping(_ text: String) throws -> ColumnMapping {
        guard let mapping = ColumnMapping(text) else {
            let all = CustomerMember.names.joined(separator: ", ")
            throw ValidationError("--map takes COLUMN=FIELD, not \"\(text)\"; the fields are \(all).")
        }
        return mapping
    }

    private var mode: Importer.Mode {
        Importer.Mode(updates: update || overwrite, overwritesNewer: overwrite, isDryRun: dryRun)
    }

    func run() async throws {
        let file = ImportFile(
            try SourceText(path: file, encoding: encoding), names: ImportNames(map, ignoresUnknown: ignoreUnknown))
        let check = ImportCheck(reading: file)
        if !check.isDoubtful { try check.judge() }
        let (options, mode) = (options, mode)
        let tally = try await Interruption.cancelling {
            try await options.connected(forWriting: !mode.isDryRun) { context in
                try await Self.send(file, check, mode, context)
            }
        }
        let isSaved = !mode.isDryRun && tally.created + tally.updated + tally.queued > 0
        let start = mode.isDryRun ? "Nothing was sent. It would be: " : ""
        try StandardOutput(isSaved: isSaved).write(start + tally.text + "\n")
        try Self.judge(tally, mode)
    }

    private static func send(
        _ file: ImportFile, _ read: ImportCheck, _ mode: Importer.Mode, _ context: CommandContext
    ) async throws -> ImportRun.Tally {
        let claims = ImportClaims(read.givenIDs)
        let importer = Importer(api: context.api, workspace: context.workspace, claims: claims, mode: mode)
        let check = try await judged(read, importer)
        if !check.repeated.isEmpty {
            StandardError.say("\(Phrases.count(check.repeated.count, "line")) said again what one before had said.")
        }
        let total = check.count
        let run = ImportRun(importer: importer, total: total)
        let records = try file.records(except: check.repeated)
        var end = await run.perform(records.lazy.compactMap { try? $0.get() })
        if !mode.isDryRun { ImportRun.discard(end.settled, in: context.workspace) }
        if let failure = end.stoppedBy, failure.isAbsence, !Task.isCancelled, !mode.isDryRun,
            context.workspace.journal.isDurable
        {
            try run.enter(end.rest, in: context.workspace, &end.tally)
            if end.tally.queued > 0 { CommandContext.reportQueued(failure.cause, isHeld: false) }
        }
        // Who interrupts it wants to know how far it came, whatever else has failed.
        if end.tally.done < total { throw stopped(end.tally, total, Task.isCancelled ? nil : end.stoppedBy) }
        end.tally.unchanged += check.excused
        return end.tally
    }

    /// Asks about lines that break a rule: what somebody was before there was that rule, they may stay.
    private static func judged(_ check: ImportCheck, _ importer: Importer) async throws -> ImportCheck {
        guard check.isDoubtful else { return check }
        var judged = check
        do throws(APIFailure) {
            judged = try await check.excusing { input async throws(APIFailure) in try await importer.isKnown(input) }
        } catch {
            // Nobody has answered whether they may stay; while the API is away they may not.
            if error.isCancellation { throw error }
        }
        try judged.judge()
        return judged
    }

    /// Whether all was done that was asked for.
    private static func judge(_ tally: ImportRun.Tally, _ mode: Importer.Mode) throws(CommandFailure) {
        if tally.refused > 0 {
            throw CommandFailure(.badData, "\(Phrases.count(tally.refused, "line")) could not be imported; see above.")
        }
        guard mode.updates, tally.stale > 0 else { return }
        throw CommandFailure(
            .badData,
            "\(Phrases.count(tally.stale, "stale line")) left out; see above. Export again and make the changes there, or add "
                + "--overwrite.")
    }

    /// Says how far it came and that it may be run again.
    private static func stopped(_ tally: ImportRun.Tally, _ total: Int, _ failure: APIFailure?) -> CommandFailure {
        let far = "Stopped after \(Phrases.count(tally.done)) of \(Phrases.count(total)): \(tally.text)."
        let again = "Run the same command again: what is done stays as it is."
        let cause = failure.map(CommandFailure.init)
        guard let cause else { return CommandFailure(.tryLater, far, lines: [again]) }
        return CommandFailure(cause.status, cause.message, lines: [far, again])
    }
}
