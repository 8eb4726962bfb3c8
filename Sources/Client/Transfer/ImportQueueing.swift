import Domain
import Journal
import Wire
package import Wording
package import Workspace

/// Puts the records that a run could not send into the queue, many with one write to the disk.
///
/// The customers of the file are looked for among those kept here; the server has the last word when they are sent: a
/// customer who exists already just as in the file is not a conflict.
package struct ImportQueueing {
    private let workspace: ProfileWorkspace
    private let mode: Importer.Mode
    private let claims: ImportClaims
    private var queue: EditQueue
    /// Customers the queue creates, or gives an email to.
    private var queuedByEmail: [String: CustomerID] = [:]
    private var shifts = EmailShifts()

    /// Records in one write.
    private static let batchSize = 500

    /// Enters edits into the journal of the workspace, and sends none.
    package init(_ workspace: ProfileWorkspace, _ mode: Importer.Mode, _ claims: ImportClaims) {
        self.workspace = workspace
        self.mode = mode
        self.claims = claims
        queue = workspace.journal.queue
        for id in queue.customers where !queue.isBeingDeleted(id) {
            guard let shown = queue.shown(id, on: workspace.kept(id)?.customer) else { continue }
            if let key = shown.details.emailKey { queuedByEmail[key] = id }
        }
    }

    /// Enters all records, in order, or as many as come before the task is cancelled.
    ///
    /// - Parameter report: is called with the outcome of each record once its batch is on the disk.
    package mutating func enter(
        _ records: [ImportRecord], report: (Importer.Outcome, _ line: Int) -> Void
    ) throws(CommandFailure) {
        if mode.updates {
            shifts = EmailShifts(records, emailNow: { shown($0)?.details.emailKey }, owner: { owner(of: $0) })
        }
        var rest = records[...]
        while !rest.isEmpty, !Task.isCancelled {
            let batch = rest.prefix(Self.batchSize)
            rest = rest.dropFirst(Self.batchSize)
            let decided = batch.map { ($0, decision(on: $0)) }
            let entries = decided.compactMap(\.1.entry)
            do throws(JournalAppendFailure) {
                if !entries.isEmpty { try workspace.journal.append(.enter(entries)) }
            } catch {
                throw CommandFailure(error)
            }
            for (record, decision) in decided { report(decision.outcome, record.line) }
        }
    }

    private struct Decision {
        let outcome: Importer.Outcome
        var entry: Entry?
    }

    private mutating func decision(on record: ImportRecord) -> Decision {
        let owner = record.emailKey.flatMap { shifts.frees(record) ? nil : self.owner(of: $0) }
        if let owner, owner != record.id, record.isIDGiven {
            return Decision(outcome: .refused(Importer.ownedMessage(owner)))
        }
        let id = owner ?? record.id
        if let other = claims.claim(id, line: record.line) {
            return Decision(outcome: .refused(Importer.sameMessage(other)))
        }
        guard !queue.isBeingDeleted(id) else { return Decision(outcome: .refused(Self.deletedMessage(record))) }
        let server = workspace.kept(id)?.customer
        guard let known = queue.shown(id, on: server) else { return creation(of: record, id) }
        guard record.isAbout(known.details) else {
            return Decision(outcome: .refused(Importer.formerMessage(record, id)))
        }
        guard let difference = ImportDifference(record, known) else {
            return Decision(outcome: queue.isPending(id) ? .waiting : .unchanged)
        }
        let edit = record.edit(of: known.details)
        guard mode.writes(difference), !edit.isEmpty else { return Decision(outcome: .differs(difference)) }
        let entry = Entry(.edit(edit, version: server?.version ?? 0), of: id, op: .random())
        return Decision(outcome: .queued(difference), entry: entry)
    }

    private mutating func creation(of record: ImportRecord, _ id: CustomerID) -> Decision {
        guard let creation = record.creation else {
            return Decision(outcome: .refused(Importer.unknownMessage + ", as far as this machine knows"))
        }
        if let key = record.emailKey { queuedByEmail[key] = id }
        return Decision(outcome: .queued(nil), entry: Entry(.create(creation), of: id, op: .random()))
    }

    /// Whose an email is before the file, what is queued included.
    private func owner(of emailKey: String) -> CustomerID? {
        if let id = queuedByEmail[emailKey] { return id }
        // Who has another email by now, or goes, leaves it free.
        let kept = workspace.kept(emailKey: emailKey)?.customer.id
        return kept.flatMap { queue.isPending($0) ? nil : $0 }
    }

    private func shown(_ id: CustomerID) -> Customer? { queue.shown(id, on: workspace.kept(id)?.customer) }

    private static func deletedMessage(_ record: ImportRecord) -> String {
        "waits to be deleted: take the deletion back (customers queue), or "
            + (record.isIDGiven ? "give another customer_id" : "leave the line out")
    }
}
