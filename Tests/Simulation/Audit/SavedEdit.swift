import Domain
import Journal
import TestSupport
import Wire

/// One edit that a person was told is saved.
struct SavedEdit {
    let sequence: JournalRecord.Sequence
    let customer: CustomerID
    /// Who entered it, and when.
    let signature: Signature
    /// As it was entered, or as the person answered.
    var form: Entry.Form
    /// What the person knows of each field that the edit overwrites: nothing else may be overwritten.
    var expected: [CustomerField: Set<String?>]
    /// Whether a request that carried it has left.
    var wasSent = false
    /// The entry that led the last request that carried it.
    var lastLeader: JournalRecord.Sequence?
    /// The entries that have become one with it, itself included, in order.
    var parts: [JournalRecord.Sequence]
    var absorbedBy: JournalRecord.Sequence?
    /// How the person wanted it to end.
    var wishedEnds: Set<JournalRecord.Cancellation> = []
    /// Whether the person was asked because nobody can tell whether it has happened.
    var isInDoubt = false
    /// Whether a person was told that it is saved; otherwise it turned up after its writer had been ended, and a power cut
    /// may take it again until it is sent.
    var isPromised = true
    /// Whether somebody has taken it back, so that what it was made on is there again.
    var isTakenBack = false
    /// Whether it was unfinished when the journal was looked at last.
    var isOpen = true

    init(sequence: JournalRecord.Sequence, customer: CustomerID, form: Entry.Form, _ signature: Signature) {
        self.sequence = sequence
        self.customer = customer
        self.signature = signature
        self.form = form
        parts = [sequence]
        expected = Self.expected(by: form.change)
    }

    static func expected(by change: Entry.Change) -> [CustomerField: Set<String?>] {
        switch change {
        case .create, .note, .restore: [:]
        case .edit(let edit, _): edit.changes.mapValues { [$0.from] }
        case .delete(let base, _):
            Dictionary(uniqueKeysWithValues: CustomerField.allCases.map { ($0, [base[$0]]) })
        }
    }
}

/// Who did something, and when.
struct Signature {
    let source: EntrySource
    let at: Duration
}

/// One request that went out, and what it may do.
struct SentRequest {
    let batch: EditBatch
    /// Each of them in the form that it had then.
    let parts: [SavedEdit]

    /// What may be overwritten in each field: what those knew who changed it first.
    var expected: [CustomerField: Set<String?>] {
        parts.reduce(into: [:]) { expected, part in expected.merge(part.expected) { first, _ in first } }
    }

    /// What each field that is changed has to come to; `nil` for a deletion.
    ///
    /// A field that is changed back is left as it is.
    var outcome: [CustomerField: String?]? {
        var outcome: [CustomerField: String?] = [:]
        var before: [CustomerField: String?] = [:]
        for part in parts {
            switch part.form.change {
            case .create(let new):
                for field in CustomerField.allCases { outcome[field] = .some(new.details[field]) }
            case .edit(let edit, _):
                for (field, change) in edit.changes where part.expected[field] != nil {
                    if outcome[field] == nil { before[field] = .some(change.from) }
                    outcome[field] = .some(change.to)
                }
            // What it comes to is the server's, whatever its author knew of it.
            case .restore, .note: break
            case .delete: return nil
            }
        }
        return outcome.filter { before[$0.key] != $0.value }
    }

    /// Whether a version is what the request makes of the one before, and nothing else.
    ///
    /// - Parameter log: a value that somebody else had made so already need not be made again.
    func hasMade(_ made: MemoryStore.MadeVersion, _ log: [MemoryStore.MadeVersion]) -> Bool {
        if isRestoration { return made.before == nil && made.after != nil }
        guard let outcome else { return made.after == nil }
        guard let after = made.after else { return false }
        return CustomerField.allCases.allSatisfy { field in
            if after[field] == outcome[field] ?? made.before?[field] { return true }
            guard after[field] == made.before?[field], let wanted = outcome[field] else { return false }
            return log.contains { $0.id == made.id && $0.version < made.version && $0.after?[field] == wanted }
        }
    }

    var isRestoration: Bool { batch.change.kind == .restore }

    var isCreation: Bool {
        if case .create = batch.change { true } else { false }
    }
}

extension Entry.Change {
    /// What the change makes of a field; `nil` when it leaves it, or makes nothing of it.
    func value(of field: CustomerField) -> String? {
        switch self {
        case .create(let new): new.details[field]
        case .edit(let edit, _): edit.changes[field]?.to
        case .restore(let base, _): base[field]
        case .delete, .note: nil
        }
    }
}
