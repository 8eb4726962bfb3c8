package import Domain

/// What one step does to several customers: its entries are one in the queue, and one undo takes all of them back.
package struct EditGroup: Hashable, Sendable, Identifiable {
    package let id: ID
    /// What was done, for people, in one line: `Tag vip`.
    package let name: String
    /// Who did it.
    package internal(set) var source: EntrySource?

    package typealias ID = Identifier<EditGroup>

    /// As many customers as one step changes, at most.
    package static let maximumEntries = 10_000

    package init(id: ID = .random(), name: String, source: EntrySource? = nil) {
        self.id = id
        self.name = name
        self.source = source
    }
}

/// A group as the queue has it: there as long as an entry of it is unfinished, or can be taken back.
package struct QueuedGroup: Hashable, Sendable, Identifiable {
    /// The number of its line, by which undo names it.
    package let sequence: JournalRecord.Sequence
    package let group: EditGroup
    package let enteredAt: Timestamp
    /// How many of its entries are unfinished.
    package internal(set) var unfinishedCount = 0
    /// What the server has made so and undo can take back, by the entries' numbers.
    package internal(set) var synced: [JournalRecord.Sequence: FinishedEdit] = [:]

    package var id: EditGroup.ID { group.id }

    package init(sequence: JournalRecord.Sequence, group: EditGroup, enteredAt: Timestamp) {
        self.sequence = sequence
        self.group = group
        self.enteredAt = enteredAt
    }

    /// The group as its line has it, with nothing in it.
    package var withoutEntries: QueuedGroup { QueuedGroup(sequence: sequence, group: group, enteredAt: enteredAt) }
}
