import Cache
import Domain
import Panes
import Sync
import Wire

/// Customers on their way into the cache and out of it.
extension Workspace {
    /// Keeps what an answer says of customers; that it cannot be kept is no reason to stop.
    func learn(_ answer: ReadAnswer) async {
        switch answer {
        case .page(let page): await learn(page.customers)
        case .customer(let customer): await learn([customer])
        case .health, .openAPI, .notModified, .changes: break
        }
    }

    func learn(_ customers: [Customer]) async {
        try? await cache?.take(customers, seenAt: .now())
    }

    /// Keeps what is known of a customer's end.
    func forget(_ id: CustomerID) async {
        try? await cache?.remove(id)
    }

    /// Keeps what the synchronisation brings back.
    func learn(_ event: SyncEvent) async {
        switch event {
        case .served(let customer): await learn([customer])
        case .gone(let id): await forget(id)
        case .queueChanged, .status, .reachability, .refused, .conflicted: break
        }
    }

    /// The server's copy of a customer as it was seen last.
    func kept(_ id: CustomerID) -> SeenCustomer? {
        let cached = (try? cache?.customer(id)) ?? nil
        return cached.map { SeenCustomer($0.customer, seenAt: $0.seenAt) }
    }

    /// The same by the email that it had then.
    func kept(emailKey: String) -> SeenCustomer? {
        let cached = (try? cache?.customer(emailKey: emailKey)) ?? nil
        return cached.map { SeenCustomer($0.customer, seenAt: $0.seenAt) }
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
