package import Cache
package import Domain
package import Journal
package import Wire

/// What this machine keeps of a listing, with what is under way on top, in the order of names.
///
/// Nobody comes twice. Where the whole directory is kept, a change while it is read starts another pass, so that nobody who is
/// renamed meanwhile is missed. Queued customers are left out of the cache's pages and put where their shown values belong.
package struct CachedListing {
    private let cache: CustomerCache
    private let filter: CustomerFilter?
    private let sort: ListQuery.Sort
    private let order: CustomerOrder
    private var left: Int
    /// Customers with edits under way, the next one last.
    private var queued: [Customer]
    private let isQueued: (CustomerID) -> Bool
    private var position: CachePosition?
    private var isAtEnd = false
    private var given: Set<CustomerID> = []
    /// What the copy was when this pass began.
    private var beginning: ReplicaState?
    /// When the oldest of what was given was seen; `nil` while nothing was.
    package private(set) var oldest: Timestamp?

    private static let pageSize = 500

    package init(_ cache: CustomerCache, _ query: ListQuery, limit: Int, on queue: EditQueue) {
        self.cache = cache
        filter = query.filter
        (sort, order) = (query.sort, query.sort.order)
        left = limit
        beginning = try? cache.replicaState()
        isQueued = { queue.isPending($0) }
        let (filter, order) = (filter, order)
        queued = queue.customers
            .filter { !queue.isBeingDeleted($0) }
            .compactMap { id in
                let kept = (try? cache.customer(id)) ?? nil
                return queue.shown(id, on: kept?.customer)
            }
            .filter { filter?.matches($0) ?? true }
            .sorted { order.precedes($1, $0) }
    }

    /// - Returns: `nil` at the end.
    package mutating func next() throws(CacheFailure) -> [Customer]? {
        guard left > 0, !isAtEnd || !queued.isEmpty else { return nil }
        var page: [Customer] = []
        for kept in try nextOfCache()
        where !isQueued(kept.customer.id) && given.insert(kept.customer.id).inserted {
            while let first = queued.last, order.precedes(first, kept.customer) {
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

    private mutating func nextOfCache() throws(CacheFailure) -> [SeenCustomer] {
        guard !isAtEnd else { return [] }
        let page =
            if let filter {
                try cache.search(filter, after: position, limit: Self.pageSize)
            } else {
                try cache.page(sort, after: position, limit: Self.pageSize)
            }
        position = page.next
        if page.next == nil { endPass() }
        return page.customers
    }

    private mutating func endPass() {
        let now = try? cache.replicaState()
        isAtEnd = now?.cursor == beginning?.cursor
        beginning = now
    }
}
