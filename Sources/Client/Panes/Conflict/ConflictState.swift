import Domain
import Journal
import Wire

/// The conflict view: what somebody else did to the same customer, and what is to become of the edit.
struct ConflictState: Hashable, Sendable {
    let sequence: JournalRecord.Sequence
    let matter: ConflictMatter
    let origin: Origin
    /// The marked decision, among the matter's.
    var focus = 0
    /// How far the marked decision is scrolled, when it is taller than the screen.
    var offset = 0
    var choices: [ConflictMatter.Decision: Side] = [:]

    enum Side: Hashable, Sendable {
        case theirs, mine
    }

    enum Origin: Hashable, Sendable {
        case list, queue
    }

    /// The next decision that has not been taken.
    var undecided: ConflictMatter.Decision? {
        matter.decisions.first { choices[$0] == nil }
    }

    var focused: ConflictMatter.Decision? {
        matter.decisions.indices.contains(focus) ? matter.decisions[focus] : nil
    }
}

/// What there is to decide on.
enum ConflictMatter: Hashable, Sendable {
    /// Both sides changed the customer.
    case changes(CustomerEdit, theirs: Customer)
    /// A deletion of somebody whom others have changed since.
    case deletion(base: CustomerDetails, theirs: Customer)
    /// An edit of somebody who was deleted by others.
    ///
    /// - Parameter mine: everything that is under way applied to what was known last.
    case gone(mine: CustomerDetails?, edit: CustomerEdit)

    enum Decision: Hashable, Sendable {
        case field(CustomerField)
        /// On the customer as a whole.
        case whole
    }

    /// - Parameter mine: the customer as shown here, with everything that is under way.
    init?(_ entry: PendingEdit, mine: CustomerDetails?) {
        guard case .conflict(let theirs) = entry.state else { return nil }
        switch (entry.change, theirs) {
        case (.create(let new), .changed(let theirs)):
            self = .changes(CustomerEdit(from: theirs.details, to: new.details), theirs: theirs)
        case (.edit(let edit, _), .changed(let theirs)): self = .changes(edit, theirs: theirs)
        case (.delete(let base, _), .changed(let theirs)): self = .deletion(base: base, theirs: theirs)
        case (.create(let new), .deleted):
            self = .gone(mine: mine ?? new.details, edit: CustomerEdit([:]))
        case (.edit(let edit, _), .deleted): self = .gone(mine: mine, edit: edit)
        case (.delete(let base, _), .deleted): self = .gone(mine: base, edit: CustomerEdit([:]))
        }
    }

    /// What the person decides on, in order.
    var decisions: [Decision] {
        switch self {
        case .changes(let edit, let theirs):
            let merged = edit.merged(onto: theirs.details)
            // The synchronisation may ask although no field was changed twice: then each change is confirmed.
            return (merged.conflicts.isEmpty ? merged.remaining.fields : merged.conflicts).map(Decision.field)
        case .deletion, .gone: return [.whole]
        }
    }
}
