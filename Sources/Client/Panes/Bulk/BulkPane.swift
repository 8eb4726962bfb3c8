import Domain
import Journal

/// A change of several customers: what it comes to before it is made, how far it has come, and what became of each.
struct BulkPane: Hashable, Sendable {
    let group: EditGroup
    /// As it was shown before it was agreed to.
    private(set) var plan: BulkPlan { didSet { order = plan.order } }
    /// Of the plan's items, as their rows stand.
    private var order: [Int]
    private(set) var stage = Stage.preview
    /// The first row that is seen.
    private(set) var top = 0

    enum Stage: Hashable, Sendable {
        case preview
        /// It is on the disk.
        case entered(Progress)
    }

    /// What has become of the entries.
    struct Progress: Hashable, Sendable {
        /// All of them, by customer.
        let entries: [CustomerID: JournalRecord.Sequence]
        /// Whose are not finished.
        fileprivate(set) var waiting: Set<CustomerID> = []
        /// Whose wait for a person's decision, of these.
        fileprivate(set) var refused: Set<CustomerID> = []
        /// Whose were taken back.
        fileprivate(set) var takenBack: Set<CustomerID> = []
    }

    init(_ group: EditGroup, _ plan: BulkPlan) {
        self.group = group
        self.plan = plan
        order = plan.order
    }

    var progress: Progress? { if case .entered(let progress) = stage { progress } else { nil } }

    /// Whether it would change nobody.
    var hasNothingToDo: Bool { stage == .preview && plan.changedCount == 0 }

    /// The items in the order of their rows: what was refused meanwhile comes first.
    var rows: [Int] {
        guard let refused = progress?.refused, !refused.isEmpty else { return order }
        let isRefused = { (index: Int) in refused.contains(plan.items[index].target.id) }
        return order.filter(isRefused) + order.filter { !isRefused($0) }
    }

    /// Works out again what it comes to, by what is known now.
    ///
    /// - Returns: whether what was shown until now was something else.
    mutating func renewPlan(in model: Model) -> Bool {
        let old = plan
        plan = old.renewed(in: model)
        guard !plan.reads(as: old) else { return false }
        top = 0
        return true
    }

    // MARK: What becomes of it

    /// The entries are on the disk.
    mutating func begin(_ entered: EditGroup.ID, _ context: inout PaneContext) {
        guard entered == group.id, case .preview = stage else { return }
        let pairs = context.model.queue.entries(of: group.id).map { ($0.customer, $0.sequence) }
        stage = .entered(Progress(entries: Dictionary(pairs) { first, _ in first }))
        top = 0
        follow(context.model.queue)
    }

    /// Follows the queue until everything is finished.
    mutating func follow(_ queue: EditQueue) {
        guard case .entered(var progress) = stage else { return }
        (progress.waiting, progress.refused, progress.takenBack) = ([], [], [])
        let undone = Set(queue.redoable.lazy.filter { [id = group.id] in $0.group?.id == id }.map(\.sequence))
        for (customer, sequence) in progress.entries {
            if let entry = queue[sequence] {
                progress.waiting.insert(customer)
                if entry.needsDecision { progress.refused.insert(customer) }
            } else if undone.contains(sequence) {
                progress.takenBack.insert(customer)
            }
        }
        stage = .entered(progress)
    }

    // MARK: Moving

    /// - Parameter page: rows that are seen at once.
    mutating func move(_ command: Command, page: Int) {
        top = command.top(from: top, of: plan.items.count, page: page) ?? top
    }
}

extension BulkPlan {
    /// Those of whom there is something to tell come first.
    fileprivate var order: [Int] {
        items.indices.filter { !items[$0].isChanged } + items.indices.filter { items[$0].isChanged }
    }
}
