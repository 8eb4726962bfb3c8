import APIClient
import Domain
import Journal
import Wire

/// Sends the records of a file, a few at a time, and tells their outcomes in the order of the file.
struct ImportRun: Sendable {
    let importer: Importer
    let total: Int

    /// Requests in flight at once.
    static let width = 8

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

        var done: Int { created + updated + unchanged + differ + stale + refused + queued + waiting }

        /// `12 created, 3 updated, 980 unchanged, 5 differ`
        var text: String {
            let words = [(created, "created"), (updated, "updated"), (unchanged, "unchanged"), (differ, "differ")]
            let rare = [(stale, "stale"), (refused, "refused"), (queued, "queued"), (waiting, "waiting already")]
                .filter { $0.0 > 0 }
            return (words + rare)
                .map { "\(Count.text($0)) \($1)" }.joined(separator: ", ")
        }

        mutating func add(_ outcome: Importer.Outcome) {
            switch outcome {
            case .created: created += 1
            case .updated: updated += 1
            case .unchanged: unchanged += 1
            case .differs(let difference): if difference.newerVersion == nil { differ += 1 } else { stale += 1 }
            case .refused: refused += 1
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
        /// Whom the API has now as the file wants them, and whom the file names by the email alone.
        var settled: [CustomerID] = []
    }

    private typealias Finished = (index: Int, record: ImportRecord, result: Result<Importer.Outcome, APIFailure>)

    func perform(_ records: some Sequence<ImportRecord>) async -> End {
        var end = End()
        var progress = ProgressLine(importer.mode.isDryRun ? "checking" : "importing", total: total)
        var waiting: [Int: Finished] = [:]
        await withTaskGroup(of: Finished.self) { group in
            var next = records.enumerated().makeIterator()
            func start() {
                guard end.stoppedBy == nil, !Task.isCancelled, let (index, record) = next.next() else { return }
                group.addTask { (index, record, await Self.result(record, importer)) }
            }
            for _ in 0..<Self.width { start() }
            var told = 0
            for await finished in group {
                if case .failure(let failure) = finished.result, end.stoppedBy == nil { end.stoppedBy = failure }
                waiting[finished.index] = finished
                start()
                while let finished = waiting.removeValue(forKey: told) {
                    told += 1
                    switch finished.result {
                    case .success(let outcome):
                        end.tally.add(outcome)
                        if outcome.isSettled, !finished.record.isIDGiven { end.settled.append(finished.record.id) }
                        tell(outcome, line: finished.record.line, &progress)
                    case .failure: end.rest.append(finished.record)
                    }
                }
                progress.update(end.tally.done)
            }
            end.rest += IteratorSequence(next).map(\.element)
        }
        progress.clear()
        return end
    }

    /// Puts what could not be sent into the queue.
    func enter(_ records: [ImportRecord], in workspace: Workspace, _ tally: inout Tally) throws(CommandFailure) {
        var progress = ProgressLine("queueing", total: total)
        var queueing = ImportQueueing(workspace, importer.mode)
        defer { progress.clear() }
        try queueing.enter(records) { outcome, line in
            tally.add(outcome)
            tell(outcome, line: line, &progress)
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
    static func discard(_ settled: [CustomerID], in workspace: Workspace) {
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
    private func tell(_ outcome: Importer.Outcome, line: Int, _ progress: inout ProgressLine) {
        let sentences: [String]
        switch outcome {
        case .created, .unchanged, .queued, .waiting: return
        case .updated(let difference):
            guard importer.mode.isDryRun else { return }
            sentences = difference.lines(line, isWritten: true)
        case .differs(let difference): sentences = difference.lines(line, isWritten: false)
        case .refused(let sentence): sentences = ["line \(line) \(sentence)"]
        }
        progress.clear()
        for sentence in sentences { StandardError.say(sentence) }
    }
}

extension Importer.Outcome {
    fileprivate var isSettled: Bool {
        switch self {
        case .created, .updated, .unchanged: true
        case .queued, .waiting, .differs, .refused: false
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
