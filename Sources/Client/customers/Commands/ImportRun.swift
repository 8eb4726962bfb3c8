import APIClient

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
        var refused = 0

        var done: Int { created + updated + unchanged + differ + refused }

        /// `12 created, 3 updated, 980 unchanged, 5 differ`
        var text: String {
            let words = [(created, "created"), (updated, "updated"), (unchanged, "unchanged"), (differ, "differ")]
            return (words + (refused > 0 ? [(refused, "refused")] : []))
                .map { "\(Count.text($0)) \($1)" }.joined(separator: ", ")
        }

        mutating func add(_ outcome: Importer.Outcome) {
            switch outcome {
            case .created: created += 1
            case .updated: updated += 1
            case .unchanged: unchanged += 1
            case .differs: differ += 1
            case .refused: refused += 1
            }
        }
    }

    private typealias Finished = (index: Int, line: Int, result: Result<Importer.Outcome, APIFailure>)

    /// - Returns: what was done, and what stopped the run before its end.
    func perform(_ records: some Sequence<ImportRecord>) async -> (tally: Tally, stoppedBy: APIFailure?) {
        var (tally, stoppedBy) = (Tally(), APIFailure?.none)
        var progress = ProgressLine(importer.isDryRun ? "checking" : "importing", total: total)
        var waiting: [Int: Finished] = [:]
        await withTaskGroup(of: Finished.self) { group in
            var next = records.enumerated().makeIterator()
            func start() {
                guard stoppedBy == nil, !Task.isCancelled, let (index, record) = next.next() else { return }
                group.addTask { (index, record.line, await Self.result(record, importer)) }
            }
            for _ in 0..<Self.width { start() }
            var told = 0
            for await finished in group {
                if case .failure(let failure) = finished.result, stoppedBy == nil { stoppedBy = failure }
                waiting[finished.index] = finished
                start()
                while let finished = waiting.removeValue(forKey: told) {
                    told += 1
                    guard case .success(let outcome) = finished.result else { continue }
                    tally.add(outcome)
                    Self.tell(outcome, line: finished.line, &progress)
                }
                progress.update(tally.done)
            }
        }
        progress.clear()
        return (tally, stoppedBy)
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

    /// Names a line that needs a look; the others are only counted.
    private static func tell(_ outcome: Importer.Outcome, line: Int, _ progress: inout ProgressLine) {
        switch outcome {
        case .created, .updated, .unchanged: return
        case .differs(let members):
            progress.clear()
            StandardError.say("line \(line) differs in \(members.joined(separator: ", "))")
        case .refused(let sentence):
            progress.clear()
            StandardError.say("line \(line) \(sentence)")
        }
    }
}
