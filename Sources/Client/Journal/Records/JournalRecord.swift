package import Domain
package import Wire

/// One line of the journal: something that happened to an edit.
package struct JournalRecord: Hashable, Sendable {
    /// The line's number (`s`): from 1, one more with each line, and the only order there is.
    package let sequence: Sequence
    /// The wall clock's reading (`t`), for people only; nothing is decided by it.
    package let time: Timestamp
    package let body: Body

    package typealias Sequence = Int64

    package init(sequence: Sequence, time: Timestamp, body: Body) {
        self.sequence = sequence
        self.time = time
        self.body = body
    }

    /// What the line says; the names of the kinds are those of the file (`k`).
    package enum Body: Hashable, Sendable {
        /// Somebody changed something: a new entry of the queue, whose number is the line's.
        case entry(Entry)
        /// Entries that follow, here and in later appends, belong together.
        case group(EditGroup)
        /// A request goes out that may reach the server from here on.
        case sending(Sending)
        /// The request failed before any byte of it had left.
        case unsent(for: Sequence)
        /// The entry goes on in another form: merged with the server's state, or as the person chose.
        case rebase(for: Sequence, Entry.Form)
        /// The server has made it so.
        ///
        /// - Parameter version: the version that the change made; `nil` for a deletion, or when nothing had to be done.
        case ack(for: Sequence, version: Int?)
        /// The server refuses the entry.
        case reject(for: Sequence, Problem)
        /// Somebody else changed the same; the person has to choose.
        case conflict(for: Sequence, Theirs)
        /// The person has answered a refusal or a conflict: the entry goes on in this form.
        case resolve(for: Sequence, Entry.Form)
        /// The entry is taken out.
        ///
        /// - Parameters:
        ///   - by: who takes it back; `nil` when nobody did, or a version of the program that did not say.
        ///   - into: the key of the entry that carries it on, or with which it comes to nothing.
        case cancel(for: Sequence, Cancellation, by: EntrySource? = nil, into: IdempotencyKey? = nil)
        /// The deletion may be sent from this moment on, because its owner has quit.
        case due(for: Sequence, BootMoment)
        /// A finished entry as compaction leaves it: nothing personal, but for what undo takes back with its group.
        case history(FinishedEdit)
        /// An unfinished entry as compaction leaves it, under the number that it was entered with.
        case kept(PendingEdit)
        /// A group as compaction leaves it, under the number of its first line.
        case keptGroup(QueuedGroup)
        /// What undo would take back, as compaction leaves it, or once undo or redo has passed over something.
        ///
        /// - Parameter redo: what redo would bring back; `nil` when that stays as it is.
        case undo([Sequence], redo: [Sequence]? = nil)
        /// A line was damaged: nothing of the customer, or of anybody when it names none, is sent until it is released.
        case hold(CustomerID?)
        /// The person has looked at what is held of the customer, or of everybody, and lets it go on.
        case release(CustomerID?)
        /// A kind of a later version, whose line is kept as it is.
        case unknown(kind: String, line: String)
    }

    /// What is marked before a request leaves.
    package struct Sending: Hashable, Sendable {
        /// The first entry of those that are sent as one.
        package let leader: Sequence
        /// All entries that are sent as one, in order, the leader included.
        package let covers: [Sequence]
        package let op: IdempotencyKey

        package init(leader: Sequence, covers: [Sequence], op: IdempotencyKey) {
            self.leader = leader
            self.covers = covers
            self.op = op
        }
    }

    /// The server's side of a conflict.
    package enum Theirs: Hashable, Sendable {
        case changed(Customer)
        case deleted
    }

    /// Why an entry was taken back.
    package enum Cancellation: String, Hashable, Sendable, CaseIterable {
        /// By the undo key: redo brings it back.
        case undo
        case discard
        /// It came to nothing together with others, or others carry it on.
        case merged
    }
}

/// One edit as it was entered.
package struct Entry: Hashable, Sendable {
    package let customer: CustomerID
    package internal(set) var form: Form
    /// The entry of which this one takes the effect back, or which it brings back.
    package let link: Link?
    /// Who entered it; `nil` when a version of the program did that did not say.
    package internal(set) var source: EntrySource?
    /// From when on a deletion may be sent; `nil` when nobody said: then it waits from when it is first seen.
    package internal(set) var due: BootMoment?
    /// What it belongs to, when it was entered together with others.
    package internal(set) var group: EditGroup.ID?
    /// What the customer was called, for people: the server may have deleted them before it is sent. `nil` when that was not
    /// known, or a version of the program entered it that did not say.
    package internal(set) var name: String?

    package init(
        customer: CustomerID, form: Form, link: Link? = nil, source: EntrySource? = nil, due: BootMoment? = nil,
        group: EditGroup.ID? = nil, name: String? = nil
    ) {
        self.customer = customer
        self.form = form
        self.link = link
        self.source = source
        self.due = due
        self.group = group
        self.name = name
    }

    package init(
        _ change: Change, of customer: CustomerID, op: IdempotencyKey, link: Link? = nil, name: String? = nil
    ) {
        self.init(customer: customer, form: Form(op: op, change: change), link: link, name: name)
    }

    /// What is to be done, and under which key it is sent.
    package struct Form: Hashable, Sendable {
        package let op: IdempotencyKey
        package let change: Change

        package init(op: IdempotencyKey, change: Change) {
            self.op = op
            self.change = change
        }
    }

    package enum Change: Hashable, Sendable {
        case create(NewCustomer)
        /// - Parameter version: the server's version that the edit was made from; 0 when the customer is not made yet.
        case edit(CustomerEdit, version: Int)
        /// - Parameter base: what the customer was, so that the deletion can be taken back.
        case delete(base: CustomerDetails, version: Int)
        /// Something that is said of the customer, which leaves the record as it is.
        case note(NoteText)
        /// Takes a deletion back that the server has made: the same customer, out of the trash.
        ///
        /// - Parameters:
        ///   - base: what the customer was, and will be.
        ///   - version: the version that the deletion made; 0 when that is not known.
        case restore(base: CustomerDetails, version: Int)

        package var kind: Kind {
            switch self {
            case .create: .create
            case .edit: .edit
            case .delete: .delete
            case .note: .note
            case .restore: .restore
            }
        }

        /// Whether the customer is another one by it.
        package var changesRecord: Bool { kind != .note }

        /// The server's version that the change is made on; 0 before there is one.
        package var version: Int {
            switch self {
            case .create, .note: 0
            case .edit(_, let version), .delete(_, let version), .restore(_, let version): version
            }
        }
    }

    /// `k` of an entry's line.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case create, edit, delete, note, restore
    }

    package enum Link: Hashable, Sendable {
        case undoes(JournalRecord.Sequence)
        case redoes(JournalRecord.Sequence)
    }
}

/// An entry that is finished, as the history keeps it.
package struct FinishedEdit: Hashable, Sendable {
    package let sequence: JournalRecord.Sequence
    package let customer: CustomerID
    package let kind: Entry.Kind
    package let fields: [CustomerField]
    /// When it was entered.
    package let enteredAt: Timestamp
    package let outcome: Outcome
    /// What it did, so that it can be taken back; gone with the next compaction, unless a group keeps it.
    package internal(set) var change: Entry.Change?
    /// Who entered it.
    package internal(set) var source: EntrySource?
    /// Of one that was put together with another: which that is.
    package internal(set) var carrier: JournalRecord.Sequence?
    /// Entries that had become one with it; forgotten with the next compaction.
    package internal(set) var carries: [JournalRecord.Sequence] = []
    /// Who took it back; forgotten with the next compaction.
    package internal(set) var endedBy: EntrySource?
    /// What it belonged to; forgotten with the next compaction, unless that keeps it.
    package internal(set) var group: EditGroup.ID?

    package init(
        sequence: JournalRecord.Sequence, customer: CustomerID, kind: Entry.Kind, fields: [CustomerField],
        enteredAt: Timestamp, outcome: Outcome, change: Entry.Change?, source: EntrySource? = nil,
        carrier: JournalRecord.Sequence? = nil, group: EditGroup.ID? = nil
    ) {
        self.sequence = sequence
        self.customer = customer
        self.kind = kind
        self.fields = fields
        self.enteredAt = enteredAt
        self.outcome = outcome
        self.change = change
        self.source = source
        self.carrier = carrier
        self.group = group
    }

    package enum Outcome: Hashable, Sendable {
        /// - Parameter version: the version made; `nil` for a deletion, or when nothing had to be done.
        case synced(version: Int?)
        case cancelled(JournalRecord.Cancellation)
    }
}
