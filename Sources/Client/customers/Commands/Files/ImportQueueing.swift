import Domain
import Journal
import Panes
import Wire

/// Puts the records that a run could not send into the queue, many with one write to the disk.
///
/// Whom the file names is looked for among what is kept here; the server has the last word when they are sent: a
/// customer who is there already just as in the file is no conflict.
struct ImportQueueing {
    private let workspace: Workspace
    private let updates: Bool
    private var queue: EditQueue
    /// Whom the queue makes, or gives an email to.
    private var queuedByEmail: [String: CustomerID] = [:]

    /// Records in one write.
    private static let batchSize = 500

    init(_ workspace: Workspace, updates: Bool) {
        self.workspace = workspace
        self.updates = updates
        queue = workspace.journal.queue
        for id in queue.customers {
            guard let shown = queue.shown(id, on: workspace.kept(id)?.customer) else { continue }
            queuedByEmail[shown.details.emailKey] = id
        }
    }

    /// Enters all records, in order.
    ///
    /// - Parameter tell: is told each record's outcome once its batch is on the disk.
    mutating func enter(
        _ records: [ImportRecord], tell: (Importer.Outcome, _ line: Int) -> Void
    ) throws(CommandFailure) {
        var rest = records[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batchSize)
            rest = rest.dropFirst(Self.batchSize)
            let decided = batch.map { ($0, decision(on: $0)) }
            let entries = decided.compactMap(\.1.entry)
            do throws(JournalAppendFailure) {
                if !entries.isEmpty { try workspace.journal.append(.enter(entries)) }
            } catch {
                throw CommandFailure(error)
            }
            for (record, decision) in decided { tell(decision.outcome, record.line) }
        }
    }

    private struct Decision {
        let outcome: Importer.Outcome
        var entry: Entry?
    }

    private mutating func decision(on record: ImportRecord) -> Decision {
        let owner = owner(of: record.customer.details.emailKey)
        if let owner, owner != record.id, record.isIDGiven {
            return Decision(outcome: .refused(Importer.ownedSentence(owner)))
        }
        let id = owner ?? record.id
        let server = workspace.kept(id)?.customer
        guard let known = queue.shown(id, on: server) else {
            queuedByEmail[record.customer.details.emailKey] = id
            return Decision(outcome: .queued, entry: Self.entry(id, .create(record.customer)))
        }
        let differences = Importer.differences(record, known)
        guard !differences.isEmpty else {
            return Decision(outcome: queue.isPending(id) ? .waiting : .unchanged)
        }
        let edit = CustomerEdit(from: known.details, to: record.customer.details)
        guard updates, !edit.isEmpty else { return Decision(outcome: .differs(differences)) }
        return Decision(outcome: .queued, entry: Self.entry(id, .edit(edit, version: server?.version ?? 0)))
    }

    private func owner(of emailKey: String) -> CustomerID? {
        if let id = queuedByEmail[emailKey] { return id }
        // Who has another email by now, or goes, leaves it free.
        let kept = workspace.kept(emailKey: emailKey)?.customer.id
        return kept.flatMap { queue.isPending($0) ? nil : $0 }
    }

    private static func entry(_ id: CustomerID, _ change: Entry.Change) -> Entry {
        Entry(customer: id, form: Entry.Form(op: .random(), change: change))
    }
}
