import Cache
import Domain
import Journal
import Wire
import Workspace

/// What this machine keeps of one person.
struct KeptSubject: Sendable {
    private let copy: SeenCustomer?
    private let timeline: KeptTimeline?
    private let waiting: [KeptEdit]
    private let undoable: [KeptEdit]
    private let drafts: [KeptDraft]

    init(of id: CustomerID, _ context: CommandContext) {
        let queue = context.queue
        copy = context.workspace.kept(id)
        timeline = context.workspace.keptTimeline(of: id)
        waiting = queue.entries(for: id).map { KeptEdit($0.sequence, $0.enteredAt, $0.source, $0.change) }
        undoable = queue.history.filter { $0.customer == id }.compactMap { finished in
            finished.change.map { KeptEdit(finished.sequence, finished.enteredAt, finished.source, $0) }
        }
        drafts = context.workspace.drafts(of: id)
    }
}

/// An edit as this machine keeps it, with its values.
private struct KeptEdit: Sendable {
    let sequence: JournalRecord.Sequence
    let enteredAt: Timestamp
    let program: String?
    let change: Entry.Change

    init(
        _ sequence: JournalRecord.Sequence, _ enteredAt: Timestamp, _ source: EntrySource?, _ change: Entry.Change
    ) {
        self.sequence = sequence
        self.enteredAt = enteredAt
        program = source?.program
        self.change = change
    }
}

extension KeptSubject: Encodable {
    private enum Member: String, CodingKey {
        case copy
        case seenAt = "seen_at"
        case timeline
        case waitingEdits = "waiting_edits"
        case undoableEdits = "edits_that_can_be_undone"
        case drafts
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode((copy?.customer).map(CustomerJSON.init), forKey: .copy)
        try members.encode(copy?.seenAt.text, forKey: .seenAt)
        try members.encode((timeline?.page.entries ?? []).map(TimelineEntryJSON.init), forKey: .timeline)
        try members.encode(waiting, forKey: .waitingEdits)
        try members.encode(undoable, forKey: .undoableEdits)
        try members.encode(drafts, forKey: .drafts)
    }
}

extension KeptEdit: Encodable {
    private enum Member: String, CodingKey {
        case seq, kind, by, changes, note
        case enteredAt = "entered_at"
    }

    private struct Values: Encodable {
        let from: FieldJSON
        let to: FieldJSON
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(sequence, forKey: .seq)
        try members.encode(change.kind.rawValue, forKey: .kind)
        try members.encode(program, forKey: .by)
        try members.encode(enteredAt.text, forKey: .enteredAt)
        let changes = edit.changes.map { field, change in
            (field.rawValue, Values(from: FieldJSON(change.from, of: field), to: FieldJSON(change.to, of: field)))
        }
        try members.encode(Dictionary(uniqueKeysWithValues: changes), forKey: .changes)
        if case .note(let text) = change { try members.encode(text.text, forKey: .note) }
    }

    /// Of a deletion the values that go, of a creation and a restoration those that come.
    private var edit: CustomerEdit {
        switch change {
        case .create(let new): CustomerEdit(from: nil, to: new.details)
        case .edit(let edit, _): edit
        case .delete(let base, _): CustomerEdit(from: nil, to: base).reversed
        case .restore(let base, _): CustomerEdit(from: nil, to: base)
        case .note: CustomerEdit([:])
        }
    }
}
