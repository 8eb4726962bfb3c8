package import Domain

/// Every edit that is under way, as replaying the journal's lines from the first to the last leads to it.
///
/// A pure value: the file, the synchronisation and the panes all see the same one.
package struct EditQueue: Hashable, Sendable {
    /// The newest ``maximumHistory`` of what is finished, oldest first.
    package private(set) var history: [FinishedEdit] = []
    /// Entries that undo would take back, the next one last.
    package internal(set) var undoable: [JournalRecord.Sequence] = []
    /// What redo would bring back, the next one last.
    package internal(set) var redoable: [UndoneEdit] = []
    /// The number of the last line.
    package private(set) var lastSequence: JournalRecord.Sequence = 0
    private var pending: [JournalRecord.Sequence: PendingEdit] = [:]
    /// Ascending; a slice, because most entries are finished in order, and taking the first of a slice costs nothing.
    private var order: ArraySlice<JournalRecord.Sequence> = []
    private var byCustomer: [CustomerID: [JournalRecord.Sequence]] = [:]
    var groupsByID: [EditGroup.ID: QueuedGroup] = [:]

    /// Customers with a damaged line in the journal: none of their edits is sent before the person has looked.
    package internal(set) var held: Set<CustomerID> = []
    /// Whether that is so of everybody, because nobody knows whose line it was.
    package internal(set) var holdsEverybody = false
    /// Lines of later versions, as they are.
    private(set) var unknownLines: [String] = []
    /// How many entries wait for the person.
    package private(set) var undecidedCount = 0
    var recentChanges = RecentChanges()

    package static let maximumHistory = 200

    package init() {}

    /// Unfinished entries by number, which is the order they were entered in.
    package var entries: [PendingEdit] {
        order.compactMap { pending[$0] }
    }

    /// The entry with this number; `nil` when it is finished.
    package subscript(sequence: JournalRecord.Sequence) -> PendingEdit? {
        pending[sequence]
    }

    /// What is under way for one customer, in order.
    package func entries(for customer: CustomerID) -> [PendingEdit] {
        (byCustomer[customer] ?? []).compactMap { pending[$0] }
    }

    /// All customers with edits under way, in no order.
    package var customers: some Collection<CustomerID> { byCustomer.keys }

    package func isPending(_ customer: CustomerID) -> Bool { byCustomer[customer] != nil }

    package var count: Int { order.count }

    package var isEmpty: Bool { order.isEmpty }

    /// Whether nothing of the customer is sent before the person has looked at what was damaged.
    package func isHeld(_ customer: CustomerID) -> Bool {
        holdsEverybody || held.contains(customer)
    }

    // MARK: Keeping the entries

    /// Whether anything is held because of damage.
    package var hasHeld: Bool { holdsEverybody || !held.isEmpty }

    mutating func hold(_ customer: CustomerID?) {
        if let customer { held.insert(customer) } else { holdsEverybody = true }
        noteChange(of: customer)
    }

    /// Releases one customer, or all.
    mutating func release(_ customer: CustomerID?) {
        if let customer {
            held.remove(customer)
        } else {
            held = []
            holdsEverybody = false
        }
        noteChange(of: customer)
    }

    /// - Parameter customer: `nil` for all.
    private mutating func noteChange(of customer: CustomerID?) {
        if let customer {
            recentChanges.note(customer, in: lastSequence)
        } else {
            recentChanges = RecentChanges(after: lastSequence)
        }
    }

    /// Whose entries have changed since a line; `nil` when that is too long ago to tell.
    package func customers(changedAfter line: JournalRecord.Sequence) -> Set<CustomerID>? {
        recentChanges.customers(after: line)
    }

    mutating func keep(unknown line: String) {
        unknownLines.append(line)
    }

    mutating func forgetUnknownLines(where isForgotten: (String) -> Bool) {
        unknownLines.removeAll(where: isForgotten)
    }

    mutating func forgetHistory(of customers: Set<CustomerID>) {
        history.removeAll { customers.contains($0.customer) }
    }

    mutating func passed(_ sequence: JournalRecord.Sequence) {
        lastSequence = max(lastSequence, sequence)
    }

    /// Adds an entry, unless it is there.
    mutating func add(_ entry: PendingEdit) {
        guard pending[entry.sequence] == nil else { return }
        var entry = entry
        // Without the group's line nobody knows what it is called.
        if let group = entry.group, groupsByID[group] == nil { entry.group = nil }
        if let group = entry.group { groupsByID[group]?.unfinishedCount += 1 }
        pending[entry.sequence] = entry
        order.insert(entry.sequence, at: order.place(of: entry.sequence))
        byCustomer[entry.customer, default: []].append(entry.sequence)
        if entry.needsDecision { undecidedCount += 1 }
        noteChange(of: entry.customer)
    }

    mutating func change(_ sequence: JournalRecord.Sequence, _ change: (inout PendingEdit) -> Void) {
        guard var entry = pending[sequence] else { return }
        if entry.needsDecision { undecidedCount -= 1 }
        change(&entry)
        if entry.needsDecision { undecidedCount += 1 }
        pending[sequence] = entry
        noteChange(of: entry.customer)
    }

    /// Removes an entry.
    @discardableResult
    mutating func remove(_ sequence: JournalRecord.Sequence) -> PendingEdit? {
        guard let entry = pending.removeValue(forKey: sequence) else { return nil }
        removeFromOrder(sequence)
        let left = (byCustomer[entry.customer] ?? []).filter { $0 != sequence }
        byCustomer[entry.customer] = left.isEmpty ? nil : left
        if entry.needsDecision { undecidedCount -= 1 }
        if let group = entry.group { groupsByID[group]?.unfinishedCount -= 1 }
        noteChange(of: entry.customer)
        return entry
    }

    private mutating func removeFromOrder(_ sequence: JournalRecord.Sequence) {
        if order.first == sequence {
            order.removeFirst()
        } else {
            let index = order.place(of: sequence)
            if index < order.endIndex, order[index] == sequence { order.remove(at: index) }
        }
    }

    mutating func remember(_ finished: FinishedEdit) {
        history.append(finished)
        if history.count > Self.maximumHistory { history.removeFirst(history.count - Self.maximumHistory) }
    }
}

extension RandomAccessCollection<JournalRecord.Sequence> where Index == Int {
    /// Where a number is, or belongs, among ascending ones.
    fileprivate func place(of sequence: JournalRecord.Sequence) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// An entry that was taken back and can be brought back.
package struct UndoneEdit: Hashable, Sendable {
    package let sequence: JournalRecord.Sequence
    package let customer: CustomerID
    package let change: Entry.Change
    /// Who took it back; `nil` when a version of the program did that did not say.
    package let undoneBy: EntrySource?
    /// What it belonged to: all of it that was taken back is brought back at once.
    package let group: EditGroup?
    /// Whether the server had it, so that another entry has taken its effect back.
    package let wasSynced: Bool

    package init(
        sequence: JournalRecord.Sequence, customer: CustomerID, change: Entry.Change, undoneBy: EntrySource?,
        group: EditGroup? = nil, wasSynced: Bool = false
    ) {
        self.sequence = sequence
        self.customer = customer
        self.change = change
        self.undoneBy = undoneBy
        self.group = group
        self.wasSynced = wasSynced
    }
}
