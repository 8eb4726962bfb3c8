import APIClient
import Domain
import Journal
import Sync
import Transfer
import Wire
import Wording
import Workspace

/// Sends the records of a file, a few at a time, and tells their outcomes in the order of the file.
struct ImportRun: Sendable {
    let importer: Importer
    let total: Int

    /// Requests in flight at once: a few at first, and more while all are answered, as edits from the queue are sent.
    static let width = SyncLimits().parallel...SyncLimits().maximumParallel
    /// After so many answers one more may be under way.
    private static let answersToWiden = 16
    /// How far they may be ahead of the first line without an answer: what is behind it is kept to be told in its turn.
    static let maximumAhead = 1_024

    struct Tally: Sendable {
        var created = 0
        var updated = 0
        var unchanged = 0
        var differ = 0
        /// Of these, those that a line of an older version would have taken back.
        var stale = 0
        var refused = 0
        var queued = 0
        var waiting = 0
        /// Of all those, who was brought back out of the trash before.
        var restored = 0
        /// What stands against the lines that were sent and refused, by line.
        private(set) var refusals: [Int: String] = [:]

        /// What may have made room for others.
        var changed: Int { created + updated }

        var done: Int { created + updated + unchanged + differ + stale + refused + queued + waiting }

        /// `12 created, 3 updated, 980 unchanged, 5 differ`
        var text: String {
            let usual = [(created, "created"), (updated, "updated"), (unchanged, "unchanged"), (differ, "differ")]
            let rare = [
                (stale, "stale"), (refused, "refused"), (queued, "queued"), (waiting, "waiting already"),
                (restored, "restored"),
            ].filter { $0.0 > 0 }
            return (usual + rare)
                .map { "\(Phrases.count($0)) \($1)" }.joined(separator: ", ")
        }

        mutating func add(_ outcome: Importer.Outcome, line: Int) {
            switch outcome {
            case .created: created += 1
            case .updated: updated += 1
            case .restored(let then):
                restored += 1
                add(then, line: line)
            case .unchanged: unchanged += 1
            case .differs(let difference): if difference.newerVersion == nil { differ += 1 } else { stale += 1 }
            case .refused(let message), .blocked(let message, _, _):
                refused += 1
                refusals[line] = message
            case .queued: queued += 1
            case .waiting: waiting += 1
            }
        }
    }

    /// How far a run came.
    struct End: Sendable {
        var tally = Tally()
        /// What stopped it.
        var stoppedBy: APIFailure?
        /// What was not sent, in the order of the file.
        var rest: [ImportRecord] = []
        /// Customers the API now has as the file wants them, and whom the file names by their email alone.
        var settled: [CustomerID] = []
        /// What another line may still make possible, in the order of the file.
        fileprivate var blocked: [BlockedRecord] = []
        /// Of a dry run: customers who would give their emails up.
        fileprivate var movers: [CustomerID] = []
    }

    private typealias Finished = (index: Int, record: ImportRecord, result: Result<Importer.Outcome, APIFailure>)

    /// Sends all records, and those again that other lines stood in the way of, until that changes nothing.
    func perform(_ records: some Sequence<ImportRecord>) async -> End {
        var end = await round(records, width: Self.width, after: End())
        var changes = (before: 0, now: end.tally.changed)
        for _ in 0..<Self.maximumRounds where changes.now > changes.before && !end.blocked.isEmpty && retries(end) {
            let again = end.blocked.ordered
            end.blocked = []
            end = await round(again, width: 1...1, after: end)
            changes = (changes.now, end.tally.changed)
        }
        conclude(&end)
        return end
    }

    private func retries(_ end: End) -> Bool {
        end.stoppedBy == nil && !Task.isCancelled && !importer.mode.isDryRun
    }

    private static let maximumRounds = 20

    /// Reports what stays refused; where the run was stopped it was only not sent yet.
    private func conclude(_ end: inout End) {
        let blocked = end.blocked.sorted { $0.record.line < $1.record.line }
        let decided = blocked.outcomes(freedBy: end.movers)
        end.blocked = []
        guard end.stoppedBy == nil, !Task.isCancelled else {
            end.rest = (blocked.map(\.record) + end.rest).sorted { $0.line < $1.line }
            return
        }
        var progress = ProgressLine("importing", total: total)
        for (one, outcome) in zip(blocked, decided) {
            end.tally.add(outcome, line: one.record.line)
            report(outcome, line: one.record.line, &progress)
        }
    }

    private func round(_ records: some Sequence<ImportRecord>, width: ClosedRange<Int>, after end: End) async -> End {
        var end = end
        var progress = ProgressLine(importer.mode.isDryRun ? "checking" : "importing", total: total)
        var waiting: [Int: Finished] = [:]
        await withTaskGroup(of: Finished.self) { group in
            var next = records.enumerated().makeIterator()
            var (started, answered, reported) = (0, 0, 0)
            func start() {
                let inFlight = min(width.upperBound, width.lowerBound + answered / Self.answersToWiden)
                while started < min(answered + inFlight, reported + Self.maximumAhead), end.stoppedBy == nil,
                    !Task.isCancelled, let (index, record) = next.next()
                {
                    started += 1
                    group.addTask { (index, record, await Self.result(record, importer)) }
                }
            }
            start()
            for await finished in group {
                answered += 1
                if case .failure(let failure) = finished.result, end.stoppedBy == nil { end.stoppedBy = failure }
                waiting[finished.index] = finished
                while let finished = waiting.removeValue(forKey: reported) {
                    reported += 1
                    add(finished, &end, &progress)
                }
                start()
                progress.update(end.tally.done)
            }
            end.rest += IteratorSequence(next).map(\.element)
        }
        progress.clear()
        return end
    }

    private func add(_ finished: Finished, _ end: inout End, _ progress: inout ProgressLine) {
        let record = finished.record
        switch finished.result {
        case .success(.blocked(let message, let owner, let otherwise))
        where importer.mode.updates && (!importer.mode.isDryRun || otherwise != nil):
            end.blocked.append(BlockedRecord(record: record, message: message, owner: owner, otherwise: otherwise))
        case .success(.restored(let then)):
            end.tally.restored += 1
            reportRestoration(line: record.line, &progress)
            add((finished.index, record, .success(then)), &end, &progress)
        case .success(let outcome):
            end.tally.add(outcome, line: record.line)
            if outcome.isSettled, !record.isIDGiven { end.settled.append(record.id) }
            if importer.mode.isDryRun, outcome.freesEmail { end.movers.append(record.id) }
            report(outcome, line: record.line, &progress)
        case .failure: end.rest.append(record)
        }
    }

    /// Puts what could not be sent into the queue.
    func enter(_ records: [ImportRecord], in workspace: ProfileWorkspace, _ tally: inout Tally) throws(CommandFailure) {
        var progress = ProgressLine("queueing", total: total)
        var queueing = ImportQueueing(workspace, importer.mode, importer.claims)
        defer { progress.clear() }
        try queueing.enter(records) { outcome, line in
            tally.add(outcome, line: line)
            report(outcome, line: line, &progress)
            progress.update(tally.done)
        }
    }

    private static func result(
        _ record: ImportRecord, _ importer: Importer
    ) async -> Result<Importer.Outcome, APIFailure> {
        do throws(APIFailure) {
            return .success(try await importer.outcome(of: record))
        } catch {
            return .failure(error)
        }
    }

    /// Takes out of the queue what an earlier import could not send and this one has settled.
    static func discard(_ settled: [CustomerID], in workspace: ProfileWorkspace) {
        _ = try? workspace.journal.refresh()
        let queue = workspace.journal.queue
        for id in settled where queue.isPending(id) {
            let entries = queue.entries(for: id)
            guard let only = entries.first, entries.count == 1, only.isRefusedForEmail else { continue }
            // What others have added to it stays, and waits for a person.
            _ = try? workspace.journal.append(.withdraw(only.sequence))
        }
    }

    /// Names a line that needs a look; the others are only counted.
    private func report(_ outcome: Importer.Outcome, line: Int, _ progress: inout ProgressLine) {
        let messages: [String]
        switch outcome {
        case .created, .unchanged, .queued(nil), .waiting: return
        case .restored(let then):
            reportRestoration(line: line, &progress)
            return report(then, line: line, &progress)
        case .queued(let difference?):
            messages = difference.fixedLines(line)
            if messages.isEmpty { return }
        case .updated(let difference):
            messages =
                importer.mode.isDryRun ? difference.lines(line, isWritten: true) : difference.fixedLines(line)
            if messages.isEmpty { return }
        case .differs(let difference): messages = difference.lines(line, isWritten: false)
        case .refused(let message), .blocked(let message, _, _): messages = ["line \(line) \(message)"]
        }
        progress.clear()
        for message in messages { StandardError.say(message) }
    }
}

extension ImportRun {
    /// Names a line of a dry run that brings somebody back.
    private func reportRestoration(line: Int, _ progress: inout ProgressLine) {
        guard importer.mode.isDryRun else { return }
        progress.clear()
        StandardError.say("line \(line) restores the customer")
    }
}

extension Importer.Outcome {
    /// Whether the customer, who is named by the id then, has another email by it.
    fileprivate var freesEmail: Bool {
        if case .updated(let difference) = self { difference.freesEmail } else { false }
    }

    fileprivate var isSettled: Bool {
        switch self {
        case .created, .updated, .unchanged: true
        case .restored(let then): then.isSettled
        case .queued, .waiting, .differs, .refused, .blocked: false
        }
    }
}

extension PendingEdit {
    /// A creation whose email somebody else has.
    fileprivate var isRefusedForEmail: Bool {
        guard case .create = change, case .rejected(let problem) = state else { return false }
        return problem.kind == .emailTaken
    }
}
