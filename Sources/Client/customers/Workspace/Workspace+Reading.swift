import Cache
import Domain
import Panes
import Wire

/// Customers on their way into the cache and out of it.
extension Workspace {
    /// Keeps what an answer says of customers; that it cannot be kept is no reason to stop.
    func learn(_ answer: Answer) async {
        switch answer {
        case .page(let page): try? await cache?.take(page.customers, seenAt: .now())
        case .customer(let customer), .created(let customer, _), .changed(let customer, _):
            try? await cache?.take([customer], seenAt: .now())
        case .health, .openAPI, .notModified, .deleted, .changes: break
        }
    }

    /// Keeps what is known of a customer's end.
    func forget(_ id: CustomerID) async {
        try? await cache?.remove(id)
    }

    /// What is kept here of what the interface asks for.
    func recall(_ query: LocalQuery) -> LocalPage {
        guard let cache else { return .empty }
        let position = query.after.map { CachePosition($0) }
        let page: CachePage?
        var total: Int?
        switch query.subject {
        case .directory(let sort): page = try? cache.page(sort, after: position, limit: query.limit)
        case .search(let term):
            page = try? cache.search(term, after: position, limit: query.limit)
            total = try? cache.count(of: term)
        }
        guard let page else { return .empty }
        let seen = page.customers.map { SeenCustomer($0.customer, seenAt: $0.seenAt) }
        return LocalPage(customers: seen, hasMore: page.next != nil, total: total)
    }
}
