import APIClient
import Domain
import Journal
import Transfer
import Wire
import Wording
import Workspace

/// An import of one file, from the first look at it to what is said at its end.
struct FileTransfer: Sendable {
    let file: ImportFile
    let mode: Importer.Mode
    /// Whether one line that cannot be taken is enough to import nothing.
    let isStrict: Bool
    /// Where the lines go that are not taken.
    let rejects: Rejects?

    /// A place for lines that are not taken.
    enum Rejects: Hashable, Sendable {
        case standardOutput
        case file(String)

        /// - Parameter path: `-` is standard output.
        init(_ path: String) {
            self = path == "-" || path == "/dev/stdout" ? .standardOutput : .file(path)
        }

        var path: String {
            switch self {
            case .standardOutput: "/dev/stdout"
            case .file(let path): path
            }
        }

        fileprivate var name: String {
            switch self {
            case .standardOutput: "on standard output"
            case .file(let path): "in \(path)"
            }
        }
    }

    /// Reads the whole file and says what is read as what.
    ///
    /// - Throws: ``ExitStatus/badData`` when nothing of it can be taken, whatever the API says.
    func checked() async throws -> ImportCheck {
        if let reading = file.reading {
            let rest = reading.leftOut.isEmpty ? "" : " Left out: \(Self.list(reading.leftOut))."
            StandardError.say("Read as a file of \(reading.system).\(rest)")
        }
        let check = ImportCheck(reading: file)
        if !check.isDoubtful { try await validate(check) }
        return check
    }

    private static let maximumNamed = 12

    private static func list(_ columns: [String]) -> String {
        let rest = columns.count > maximumNamed ? " and \(columns.count - maximumNamed) more" : ""
        return columns.prefix(maximumNamed).map { String($0.trimmed.prefix(40)) }.joined(separator: ", ") + rest
    }

    /// - Throws: ``ExitStatus/badData`` when nothing is to be sent; what cannot be taken is written where it is to go.
    private func validate(_ check: ImportCheck) async throws {
        do throws(CommandFailure) {
            try check.validate(isStrict: isStrict)
        } catch {
            if let written = try await write(check, refusals: [:]) { StandardError.say(written) }
            throw error
        }
    }

    // MARK: Sending

    func perform(_ read: ImportCheck, _ context: CommandContext) async throws -> ImportRun.Tally {
        if mode.restores { try await context.require(.trash) }
        let claims = ImportClaims(read.givenIDs)
        let importer = Importer(api: context.api, workspace: context.workspace, claims: claims, mode: mode)
        let check = try await validated(read, importer)
        report(check)
        let total = check.count
        let run = ImportRun(importer: importer, total: total)
        let records = try file.records(except: check.skipped)
        var end = await run.perform(records.lazy.compactMap { try? $0.get() })
        if !mode.isDryRun { ImportRun.discard(end.settled, in: context.workspace) }
        if let failure = end.stoppedBy, failure.isAbsence, !Task.isCancelled, !mode.isDryRun,
            context.workspace.journal.isDurable
        {
            try run.enter(end.rest, in: context.workspace, &end.tally)
            if end.tally.queued > 0 { CommandContext.reportQueued(failure.cause, isHeld: false) }
        }
        if let written = try await write(check, refusals: end.tally.refusals) { StandardError.say(written) }
        // Who interrupts it wants to know how far it came, whatever else has failed.
        if end.tally.done < total { throw stopped(end.tally, total, Task.isCancelled ? nil : end.stoppedBy) }
        end.tally.unchanged += check.excused.count
        end.tally.refused += check.rejectedCount
        return end.tally
    }

    /// Asks about lines that break a rule: what somebody was before there was that rule, they may stay.
    private func validated(_ check: ImportCheck, _ importer: Importer) async throws -> ImportCheck {
        guard check.isDoubtful else { return check }
        var validated = check
        do throws(APIFailure) {
            validated = try await check.excusing { input async throws(APIFailure) in try await importer.isKnown(input) }
        } catch {
            // Nobody has answered whether they may stay; while the API is away they may not.
            if error.isCancellation { throw error }
        }
        try await validate(validated)
        return validated
    }

    private func report(_ check: ImportCheck) {
        for line in check.rejectedLines + check.remarks { StandardError.say(line) }
        guard !check.repeated.isEmpty else { return }
        StandardError.say("\(Phrases.count(check.repeated.count, "line")) said again what one before had said.")
    }

    /// Writes the lines that were not taken.
    ///
    /// - Returns: a message on where they are; `nil` without any, and where nobody wants them.
    private func write(_ check: ImportCheck, refusals: [Int: String]) async throws -> String? {
        let lines = ImportRejects(file, check, refusals: refusals)
        guard let rejects, !lines.isEmpty else { return nil }
        try await NewFile.writing(rejects.path, replaces: false) { written in
            try lines.write { text throws(CommandFailure) in
                try written.write(written.isTerminal ? TerminalText.harmless(lines: text) : text)
            }
        }
        return "What was not taken is \(rejects.name), each line with its reason: correct it and import that file."
    }

    // MARK: The end

    /// What stands before the counts of a dry run.
    static let wouldBe = "Nothing was sent. It would be: "

    /// Whether all was done that was asked for.
    func validate(_ tally: ImportRun.Tally) throws(CommandFailure) {
        if tally.refused > 0 {
            let rest =
                rejects == nil
                ? "see above. To have them in a file with their reasons, add --rejects FILE." : "see above."
            throw CommandFailure(.badData, "\(Phrases.count(tally.refused, "line")) could not be imported; \(rest)")
        }
        guard mode.updates, tally.stale > 0 else { return }
        throw CommandFailure(
            .badData,
            "\(Phrases.count(tally.stale, "stale line")) left out; see above. Export again and make the changes there, or add "
                + "--overwrite.")
    }

    /// Says how far it came and that it may be run again.
    func stopped(_ tally: ImportRun.Tally, _ total: Int, _ failure: APIFailure?) -> CommandFailure {
        let start = "Stopped after \(Phrases.count(tally.done)) of \(Phrases.count(total))"
        let far = mode.isDryRun ? "\(start). \(Self.wouldBe)\(tally.text)." : "\(start): \(tally.text)."
        let again = "Run the same command again" + (mode.isDryRun ? "." : ": what is done stays as it is.")
        let cause = failure.map(CommandFailure.init)
        guard let cause else { return CommandFailure(.tryLater, far, lines: [again]) }
        return CommandFailure(cause.status, cause.message, lines: [far, again])
    }
}
