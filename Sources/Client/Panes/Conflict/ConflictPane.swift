import Domain
import Journal
import Wire

/// The conflict view: what somebody else did to the same customer, and what is to become of the edit.
struct ConflictPane: Hashable, Sendable {
    let sequence: JournalRecord.Sequence
    let customer: CustomerID
    private(set) var matter: ConflictMatter
    /// The marked decision, among the matter's.
    private(set) var focus = 0
    /// How far the marked decision is scrolled, when it is taller than the screen.
    private(set) var offset = 0
    private(set) var choices: [ConflictMatter.Decision: Side] = [:]
    /// Whether it was answered elsewhere: what was open stays in sight until it is left, and takes no choice any more.
    var isDecided = false

    enum Side: Hashable, Sendable {
        case theirs, mine
    }

    init(_ entry: PendingEdit, _ matter: ConflictMatter) {
        sequence = entry.sequence
        customer = entry.customer
        self.matter = matter
    }

    /// Goes on with what others have done since: a choice stays where what it was made on is the same.
    mutating func follow(_ newer: ConflictMatter) {
        let (old, marked) = (matter, focused)
        matter = newer
        choices = choices.filter { newer.decisions.contains($0.key) && newer.isSame(as: old, in: $0.key) }
        focus = marked.flatMap { newer.decisions.firstIndex(of: $0) } ?? 0
        offset = 0
    }

    // MARK: Moving and choosing

    /// - Parameter hidden: lines of the marked decision for which the screen has no room.
    mutating func move(_ command: Command, hidden: Int) {
        let last = max(0, matter.decisions.count - 1)
        switch command {
        case .moveDown where offset < hidden: offset += 1
        case .moveUp where offset > 0: offset -= 1
        case .moveUp: mark(max(0, focus - 1))
        case .moveDown: mark(min(last, focus + 1))
        case .goToTop: mark(0)
        case .goToBottom: mark(last)
        default: return
        }
    }

    private mutating func mark(_ decision: Int) {
        if decision != focus { offset = 0 }
        focus = decision
    }

    /// Notes a choice on the marked decision and goes on to the next that has none, after the last from the first on.
    mutating func choose(_ side: Side) {
        guard let focused else { return }
        choices[focused] = side
        let open = matter.decisions.indices.filter { choices[matter.decisions[$0]] == nil }
        if let next = open.first(where: { $0 > focus }) ?? open.first { (focus, offset) = (next, 0) }
    }

    /// The first decision that has not been taken.
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
    /// A deletion of a customer that others have changed since.
    case deletion(base: CustomerDetails, theirs: Customer)
    /// An edit of a customer that others have deleted.
    ///
    /// - Parameter mine: everything that is under way applied to what was known last.
    case gone(mine: CustomerDetails?, edit: CustomerEdit)

    enum Decision: Hashable, Sendable {
        case field(CustomerField)
        /// On the customer as a whole.
        case whole
    }

    /// - Parameters:
    ///   - mine: the customer as shown here, with everything that is under way.
    ///   - restored: the customer, when they were deleted and are there again.
    init?(_ entry: PendingEdit, mine: CustomerDetails?, restored: Customer?) {
        guard case .conflict(var theirs) = entry.state else { return nil }
        if theirs == .deleted, let restored { theirs = .changed(restored) }
        switch (entry.change, theirs) {
        case (.create(let new), .changed(let theirs)):
            self = .changes(new.edit(of: theirs.details), theirs: theirs)
        case (.edit(let edit, _), .changed(let theirs)): self = .changes(edit, theirs: theirs)
        case (.delete(let base, _), .changed(let theirs)): self = .deletion(base: base, theirs: theirs)
        case (.create(let new), .deleted):
            self = .gone(mine: mine ?? new.details, edit: CustomerEdit([:]))
        case (.edit(let edit, _), .deleted): self = .gone(mine: mine, edit: edit)
        case (.delete(let base, _), .deleted): self = .gone(mine: base, edit: CustomerEdit([:]))
        // Neither is made from a version that somebody else could have changed.
        case (.note, _), (.restore, _): return nil
        }
    }

    /// Whether a decision is on the same values in both.
    func isSame(as other: ConflictMatter, in decision: Decision) -> Bool {
        switch (self, other, decision) {
        case (.changes(let edit, let theirs), .changes(let oldEdit, let oldTheirs), .field(let field)):
            edit.changes[field] == oldEdit.changes[field] && theirs.details[field] == oldTheirs.details[field]
        default: self == other
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
