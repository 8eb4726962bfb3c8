package import Domain
package import Wire

/// Entries that belong together.
extension EditQueue {
    /// The groups of which something is unfinished or can be taken back, in the order of their beginnings.
    package var groups: [QueuedGroup] { groupsByID.values.sorted { $0.sequence < $1.sequence } }

    /// `nil` when nothing is left of it.
    package func group(_ id: EditGroup.ID) -> QueuedGroup? { groupsByID[id] }

    /// The unfinished entries of a group, in order.
    package func entries(of group: EditGroup.ID) -> [PendingEdit] {
        entries.filter { $0.group == group }
    }

    /// The group with this number.
    func group(numbered sequence: JournalRecord.Sequence) -> QueuedGroup? {
        groupsByID.values.first { $0.sequence == sequence }
    }

    /// Whether a finished entry's values are kept, because one undo is to take all of its group back.
    func isTakeable(_ sequence: JournalRecord.Sequence) -> Bool {
        groupsByID.values.contains { $0.synced[sequence] != nil }
    }

    mutating func begin(_ group: QueuedGroup) {
        guard groupsByID[group.id] == nil else { return }
        groupsByID[group.id] = group
    }

    // MARK: What the server has

    mutating func keepTakeable(_ finished: FinishedEdit, in id: EditGroup.ID) {
        groupsByID[id]?.synced[finished.sequence] = finished
        let kept = groupsByID.values.reduce(0) { $0 + $1.synced.count }
        guard kept > EditGroup.maximumEntries else { return }
        let oldest = groupsByID.values.filter { !$0.synced.isEmpty }.min { $0.sequence < $1.sequence }
        if let oldest, oldest.id != id { forgetValues(of: oldest.id) }
    }

    /// Takes a finished entry out of its group, because another takes its effect back.
    mutating func removeTakeable(_ sequence: JournalRecord.Sequence) -> FinishedEdit? {
        guard let id = groupsByID.values.first(where: { $0.synced[sequence] != nil })?.id else { return nil }
        let finished = groupsByID[id]?.synced.removeValue(forKey: sequence)
        dropIfDone(id)
        return finished
    }

    /// What the server has of a group can no longer be taken back.
    mutating func forgetValues(of id: EditGroup.ID) {
        groupsByID[id]?.synced = [:]
        dropIfDone(id)
    }

    mutating func dropIfDone(_ id: EditGroup.ID) {
        guard let group = groupsByID[id], group.unfinishedCount == 0, group.synced.isEmpty else { return }
        groupsByID[id] = nil
        forgetUndo(of: group.sequence)
    }

    // MARK: Undo

    /// The entries that take back what the server has of a group, the last one first.
    ///
    /// - Parameters:
    ///   - registered: when somebody was registered who has been deleted since.
    ///   - restores: whether the server restores who was deleted.
    ///   - anew: the id of somebody who is created again where it does not, for a deleted one's is never used again.
    package func compensations(
        for id: EditGroup.ID, registered: (CustomerID) -> Timestamp?, restores: Bool, anew: () -> CustomerID,
        key: () -> IdempotencyKey
    ) -> [Entry] {
        let synced = (groupsByID[id]?.synced ?? [:]).values.sorted { $0.sequence > $1.sequence }
        return synced.compactMap { finished in
            guard let change = finished.change else { return nil }
            let link = Entry.Link.undoes(finished.sequence)
            func entry(_ customer: CustomerID, _ change: Entry.Change) -> Entry {
                Entry(change, of: customer, op: key(), link: link)
            }
            switch change {
            case .create(let new):
                return entry(finished.customer, .delete(base: new.details, version: finished.madeVersion ?? 1))
            case .edit(let edit, let version): return entry(finished.customer, .edit(edit.reversed, version: version))
            case .delete(let base, let version):
                if restores { return entry(finished.customer, .restoration(of: base, deletedFrom: version)) }
                return entry(anew(), .create(NewCustomer(base, registrationDate: registered(finished.customer))))
            case .restore(let base, let version):
                return entry(finished.customer, .delete(base: base, version: version))
            case .note: return nil
            }
        }
    }
}

extension Entry.Change {
    /// Takes back a deletion that the server has made.
    ///
    /// - Parameter version: the one that was deleted.
    package static func restoration(of base: CustomerDetails, deletedFrom version: Int) -> Entry.Change {
        .restore(base: base, version: version > 0 ? Customer.version(after: version) ?? 0 : 0)
    }
}

extension FinishedEdit {
    /// The version that it made; `nil` for a deletion, or when nothing had to be done, or when it was taken back.
    package var madeVersion: Int? {
        if case .synced(let version) = outcome { version } else { nil }
    }

    /// Whether the server has made something of it that can be taken back.
    var isTakeable: Bool {
        guard case .synced(let version) = outcome, kind != .note else { return false }
        return version != nil || kind == .delete
    }

    /// As a group keeps it: what undo needs, on the version that it made.
    var takeable: FinishedEdit {
        var finished = self
        (finished.carries, finished.endedBy, finished.carrier) = ([], nil, nil)
        finished.change = change.map { $0.onVersion(madeVersion ?? 0) }
        return finished
    }
}
