import APIClient
import Domain
import Journal
import Sync
import Wire
import Wording
import Workspace

/// Finding several customers, and entering what is to be done with them.
extension CommandContext {
    static let tooMany = CommandFailure(
        .badData,
        "Nothing was changed: these are more than \(Phrases.count(EditGroup.maximumEntries)) customers. Narrow the search, or "
            + "give fewer at a time.")

    /// Whom a change is about, nobody twice, as they are shown.
    ///
    /// - Throws: ``ExitStatus/notFound`` when there is nobody.
    func targets(search: ListQuery, _ references: BulkReferences?) async throws -> [BulkPlan.Target] {
        let found: [BulkPlan.Target] =
            if let references { try await targets(references) } else { try await targets(found: search) }
        var seen: Set<CustomerID> = []
        let targets = found.filter { seen.insert($0.id).inserted }
        guard !targets.isEmpty else { throw CommandFailure(.notFound, "No matches.") }
        return targets
    }

    private func target(_ customer: Customer, in queue: EditQueue) -> BulkPlan.Target {
        BulkPlan.Target(queue.shown(customer.id, on: customer) ?? customer)
    }

    /// So many are asked for at once.
    private static let lookups = SyncLimits().parallel

    private func targets(_ references: BulkReferences) async throws -> [BulkPlan.Target] {
        var progress = ProgressLine("looking up", total: references.all.count)
        defer { progress.clear() }
        return try await withThrowingTaskGroup(of: (Int, BulkPlan.Target).self) { group in
            var rest = references.all.enumerated().makeIterator()
            var targets: [Int: BulkPlan.Target] = [:]
            func start() {
                guard let (index, reference) = rest.next() else { return }
                group.addTask { (index, try await target(reference)) }
            }
            for _ in 0..<Self.lookups { start() }
            for try await (index, target) in group {
                targets[index] = target
                progress.update(targets.count)
                start()
            }
            return references.all.indices.compactMap { targets[$0] }
        }
    }

    /// - Throws: also ``ExitStatus/notFound`` for an email that nobody has; an id may be of somebody who was deleted, or of
    ///   nobody.
    private func target(_ reference: CustomerReference) async throws -> BulkPlan.Target {
        do {
            return target(try await find(reference).customer, in: workspace.journal.queue)
        } catch let failure as CommandFailure {
            // Whose deletion waits here.
            guard failure.status == .notFound, case .id(let id) = reference else { throw failure }
            return BulkPlan.Target(gone: id, name: "")
        } catch let failure as APIFailure {
            guard case .id(let id) = reference, let target = BulkPlan.Target(id, missing: failure) else {
                throw failure
            }
            return target
        } catch {
            throw CommandFailure(.tryLater, "Nothing was changed: it was interrupted.")
        }
    }

    private func targets(found query: ListQuery) async throws -> [BulkPlan.Target] {
        var customers: [Customer] = []
        do {
            try await read(pages(query, limit: EditGroup.maximumEntries + 1)) { page in
                await workspace.store(page)
                customers += page
            }
        } catch let failure as APIFailure {
            let cache = try await cache(because: failure)
            note(.offlineRead)
            customers = []
            var listing = CachedListing(cache, query, limit: EditGroup.maximumEntries + 1, on: queue)
            while let page = try? listing.next() { customers += page }
            StandardError.say("Only customers kept on this machine are looked at. \(failure.cause)")
        }
        guard customers.count <= EditGroup.maximumEntries else { throw Self.tooMany }
        let queue = queue
        return customers.map { target($0, in: queue) }
    }

    // MARK: Entering

    /// Enters everything with one append and waits as long as something gets on.
    ///
    /// What the API refuses is taken out of the queue again, because the person who runs a command is told at once.
    func enter(_ entries: [Entry], as group: EditGroup, _ plan: BulkPlan) async throws -> BulkReport {
        let numbers: [JournalRecord.Sequence]
        do throws(JournalAppendFailure) {
            // The first line is the group's own.
            numbers = Array(try workspace.journal.append(.group(group, entries)).dropFirst())
        } catch {
            throw CommandFailure(error)
        }
        let outcomes = try await outcomes(of: numbers)
        return BulkReport(plan, Dictionary(uniqueKeysWithValues: zip(entries.map(\.customer), outcomes)))
    }

    /// Waits as long as something gets on, and takes what the API refuses out of the queue again.
    func outcomes(of numbers: [JournalRecord.Sequence]) async throws -> [BulkReport.Outcome] {
        let progress = SyncProgress(total: numbers.count)
        let results = try await workspace.synchronising(report: progress.update) { await self.results(of: numbers) }
        progress.clear()
        return numbers.map { outcome(of: $0, results[$0] ?? .pending(.paused)) }
    }

    /// As long as it gets on, there is no end to wait for.
    func results(of numbers: [JournalRecord.Sequence]) async -> [JournalRecord.Sequence: EditResult] {
        let synchronizer = workspace.synchronizer
        var (left, results) = (numbers, [JournalRecord.Sequence: EditResult]())
        while !left.isEmpty {
            let waited = left
            let news = await withTaskCancellationHandler {
                await synchronizer.waitForResults(of: waited, until: .now + Self.writeDeadline)
            } onCancel: {
                Task { await synchronizer.stop() }
            }
            results.merge(news) { $1 }
            left = waited.filter { if case .pending = news[$0] { true } else { false } }
            guard left.count < waited.count, !Task.isCancelled else { break }
        }
        return results
    }

    private func outcome(of number: JournalRecord.Sequence, _ result: EditResult) -> BulkReport.Outcome {
        switch result {
        case .synced, .forgotten: .done
        case .superseded: .refused("a later edit took it back before it was sent")
        case .takenBack(let source): .refused("\(Phrases.author(source)) took it back")
        case .refused(let problem, let entry): undecided(number, entry, problem.detail)
        case .conflict(.deleted, let entry): undecided(number, entry, "was deleted meanwhile")
        case .conflict(.changed(let theirs), let entry):
            undecided(number, entry, "the same was changed meanwhile\(theirs.byAuthor)")
        case .pending(let status): waiting(number, status)
        }
    }

    private func waiting(_ number: JournalRecord.Sequence, _ status: SyncStatus) -> BulkReport.Outcome {
        let queue = queue
        if case .pending(let entry) = queue.fate(of: number), queue.status(of: entry) == .held {
            return .queued(Self.heldMessage, isHeld: true)
        }
        if case .held(let message) = status { return .queued(message, isHeld: true) }
        return .queued(status.obstacle, isHeld: false)
    }

    /// Takes what nobody would decide on out of the queue, unless it has become one with others.
    private func undecided(
        _ number: JournalRecord.Sequence, _ entry: JournalRecord.Sequence, _ message: String
    ) -> BulkReport.Outcome {
        let isOut = entry == number && (try? workspace.journal.append(.withdraw(number))) != nil
        return .refused(isOut ? message : "\(message); decide on it, see: customers queue")
    }
}

extension BulkPlan.Target {
    /// Whom the API does not have; `nil` for a failure that says nothing of them.
    fileprivate init?(_ id: CustomerID, missing failure: APIFailure) {
        guard case .refused(let problem) = failure else { return nil }
        switch problem.kind {
        case .deleted: self.init(gone: id, name: "")
        case .notFound: self.init(unknown: id)
        default: return nil
        }
    }
}
