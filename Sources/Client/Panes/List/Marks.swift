import Domain
import Journal
import Wire

/// The customers that are marked, whatever rows there are: no search and no order takes a mark away.
struct Marks: Hashable, Sendable {
    private var chosen: Set<CustomerID> = []
    /// The range that follows the selection.
    private(set) var range: MarkedRange?
    /// What they were called who were deleted by others since they were marked.
    private(set) var gone: [CustomerID: String] = [:]
    /// Everybody who matches is being looked for.
    var search: MarkSearch?

    struct MarkedRange: Hashable, Sendable {
        let anchor: CustomerID
        fileprivate(set) var members: Set<CustomerID>
    }

    static let maximum = EditGroup.maximumEntries

    /// Who is marked.
    var all: Set<CustomerID> { range.map { chosen.union($0.members) } ?? chosen }

    var isEmpty: Bool { chosen.isEmpty && range == nil }

    /// Whether anybody is marked, or is about to be.
    var isInUse: Bool { !isEmpty || search != nil }

    func contains(_ id: CustomerID) -> Bool { chosen.contains(id) || range?.members.contains(id) == true }

    var isFull: Bool { chosen.count >= Self.maximum }

    /// - Returns: whether there was room.
    mutating func toggle(_ id: CustomerID) -> Bool {
        endRange()
        if chosen.remove(id) != nil {
            gone[id] = nil
            return true
        }
        guard !isFull else { return false }
        chosen.insert(id)
        return true
    }

    /// Marks as many as there is room for, in order.
    ///
    /// - Returns: whether there was room for all.
    mutating func add(_ ids: some Sequence<CustomerID>) -> Bool {
        endRange()
        for id in ids where !chosen.contains(id) {
            guard !isFull else { return false }
            chosen.insert(id)
        }
        return true
    }

    mutating func clear() { self = Marks() }

    // MARK: A range

    mutating func beginRange(at id: CustomerID) { range = MarkedRange(anchor: id, members: [id]) }

    /// What the range has stays marked.
    mutating func endRange() {
        guard let range else { return }
        chosen.formUnion(range.members)
        self.range = nil
    }

    /// The selection was moved by a person: the range reaches from where it began to there.
    mutating func followSelection(in listing: Listing) {
        guard let anchor = range?.anchor else { return }
        guard let start = listing.rows.firstIndex(of: anchor) else { return endRange() }
        let span = min(start, listing.selected)...max(start, listing.selected)
        let rows = start <= listing.selected ? Array(listing.rows[span]) : listing.rows[span].reversed()
        let new = rows.filter { !chosen.contains($0) }
        // What is beyond the limit is not marked, and the range ends where it can go no further.
        range?.members = Set(new.prefix(Self.maximum - chosen.count))
    }

    // MARK: What others do

    /// Somebody was deleted by others: the mark stays, to be told of.
    mutating func noteGone(_ id: CustomerID, name: String) {
        if contains(id) { gone[id] = name }
    }

    mutating func remove(_ id: CustomerID) {
        chosen.remove(id)
        range?.members.remove(id)
        gone[id] = nil
    }
}

/// Everybody who matches is asked for page by page, without touching the rows.
struct MarkSearch: Hashable, Sendable {
    var step: Step
    /// What the queue has to be looked through for; `nil` for everybody.
    let filter: CustomerFilter?
    var found: Set<CustomerID> = []
    var trail = PageTrail(isFiltered: true)

    enum Step: Hashable, Sendable {
        case server(RequestID)
        /// What is kept on this machine, because the API is away.
        case local(RequestID, LocalQuery.Subject)
    }

    /// Rows of a page.
    static let pageRows = ListQuery.limits.upperBound
}
