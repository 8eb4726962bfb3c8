import Cache
import Domain
import Journal
import Panes
import Wire

/// What this machine keeps of a listing, with what is under way on top, in the order of names.
///
/// Those for whom something is under way are taken out of the cache's pages and put where what is shown of them belongs.
struct KeptListing {
    private let cache: CustomerCache
    private let term: SearchTerm?
    private let order: ListQuery.Sort
    private var left: Int
    /// For whom something is under way, the next one last.
    private var queued: [Customer]
    private let isQueued: (CustomerID) -> Bool
    private var position: CachePosition?
    private var isAtEnd = false
    /// When the oldest of what was given was seen; `nil` while nothing was.
    private(set) var oldest: Timestamp?

    private static let pageSize = 500

    init(_ cache: CustomerCache, _ query: ListQuery, limit: Int, on queue: EditQueue) {
        self.cache = cache
        term = query.search.flatMap { SearchTerm($0) }
        order = query.sort
        left = limit
        isQueued = { queue.isPending($0) }
        let (term, order) = (term, order)
        queued = queue.customers
            .filter { !queue.isBeingDeleted($0) }
            .compactMap { id in
                let kept = (try? cache.customer(id)) ?? nil
                return queue.shown(id, on: kept?.customer)
            }
            .filter { term?.matches(SearchTokens($0.details)) ?? true }
            .sorted { Self.precedes($1, $0, order) }
    }

    /// - Returns: `nil` at the end.
    mutating func next() throws(CacheFailure) -> [Customer]? {
        guard left > 0, !isAtEnd || !queued.isEmpty else { return nil }
        var page: [Customer] = []
        for kept in try nextOfCache() where !isQueued(kept.customer.id) {
            while let first = queued.last, Self.precedes(first, kept.customer, order) {
                page.append(first)
                queued.removeLast()
            }
            page.append(kept.customer)
            oldest = oldest.map { min($0, kept.seenAt) } ?? kept.seenAt
        }
        if isAtEnd {
            page += queued.reversed()
            queued = []
        }
        page = Array(page.prefix(left))
        left -= page.count
        return page
    }

    private mutating func nextOfCache() throws(CacheFailure) -> [CachedCustomer] {
        guard !isAtEnd else { return [] }
        let page =
            if let term {
                try cache.search(term, after: position, limit: Self.pageSize)
            } else {
                try cache.page(order, after: position, limit: Self.pageSize)
            }
        position = page.next
        isAtEnd = page.next == nil
        return page.customers
    }

    private static func precedes(_ one: Customer, _ other: Customer, _ order: ListQuery.Sort) -> Bool {
        let (first, second) = order == .name ? (one, other) : (other, one)
        let (fold, otherFold) = (first.details.nameFold.utf8, second.details.nameFold.utf8)
        if fold.elementsEqual(otherFold) { return first.id < second.id }
        return fold.lexicographicallyPrecedes(otherFold)
    }
}
