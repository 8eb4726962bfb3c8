import Domain
import Journal
import Wire
import Wording

/// Undo and redo of what one step did to several customers.
extension PaneContext {
    mutating func takeBack(_ step: GroupStep, saying done: String) {
        let counter = EditGroup(id: environment.makeID(), name: "Undo of \(step.group.name)")
        let entries = model.queue.compensations(
            for: step.group.id, registered: { model.registrationDates[$0] }, restores: model.restoresDeleted,
            anew: environment.makeID, key: { environment.makeID() })
        let rest =
            switch step.underWayCount {
            case 0: ""
            case 1: " 1 more is on its way; undo again."
            default: " \(step.underWayCount) more are on their way; undo again."
            }
        record(.takeBack(step.group.id, with: counter, entries), for: .other(saying: .success(done + rest)))
    }

    /// Brings back all that was taken back of a group and that redo has come to.
    mutating func bringBack(_ group: EditGroup) {
        let undone = model.queue.redoable.reversed().prefix { $0.group?.id == group.id }
        let entries = undone.compactMap(entry)
        guard !entries.isEmpty else {
            post(.warning("Deletions that were undone are not brought back; delete the customers again."))
            return
        }
        let done = "Redone: \(Phrases.summary(of: group, entries.count))."
        record(
            .group(EditGroup(id: environment.makeID(), name: group.name), entries), for: .other(saying: .success(done)))
    }

    /// - Returns: `nil` for a deletion that the server had made: who was created again since is somebody new.
    private func entry(bringingBack undone: UndoneEdit) -> Entry? {
        func entry(_ customer: CustomerID) -> Entry {
            Entry(undone.change, of: customer, op: environment.makeID(), link: .redoes(undone.sequence))
        }
        return switch undone.change {
        case .create: entry(undone.wasSynced ? environment.makeID() : undone.customer)
        case .edit, .note, .restore: entry(undone.customer)
        case .delete: undone.wasSynced ? nil : entry(undone.customer)
        }
    }
}

extension EditQueue.UndoStep {
    /// Whether nothing of it can be taken back before the server has answered.
    var isOnItsWay: Bool {
        switch self {
        case .wait: true
        case .group(let step): step.count == 0
        case .cancel, .compensate: false
        }
    }

    /// Whether it takes the same back, though more of a group may have been sent meanwhile.
    func isSame(as other: Self) -> Bool {
        if case .group(let mine) = self, case .group(let theirs) = other { return mine.group == theirs.group }
        return self == other
    }
}
