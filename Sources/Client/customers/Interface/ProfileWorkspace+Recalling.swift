import Cache
import Domain
import Panes
import Workspace

extension ProfileWorkspace {
    /// What is kept here of a customer's timeline, off the main actor; `nil` for nothing.
    @concurrent nonisolated func recallTimeline(of id: CustomerID) async -> LocalTimeline? {
        keptTimeline(of: id).map { LocalTimeline($0.page, seenAt: $0.seenAt) }
    }

    /// What is kept here of what the interface asks for, off the main actor.
    @concurrent nonisolated func recalled(_ query: LocalQuery) async -> LocalPage { recall(query) }

    /// The same at once, for the first frame.
    func recall(_ query: LocalQuery) -> LocalPage {
        guard let cache else { return .empty }
        let position = query.after.map { CachePosition($0) }
        let page: CachePage?
        var total: Int?
        switch query.subject {
        case .directory(let sort): page = try? cache.page(sort, after: position, limit: query.limit)
        case .search(let filter):
            page = try? found(filter, cache, after: position, limit: query.limit)
            if filter.isSearch { total = try? filter.term.map { try cache.count(of: $0) } }
        case .similar(let term):
            let customers = (try? cache.similar(to: term, limit: query.limit)) ?? []
            return LocalPage(customers: customers, hasMore: false)
        case .duplicates(let details, let id):
            let customers = (try? cache.duplicates(of: DuplicateTraits(details), except: id)) ?? []
            return LocalPage(customers: customers, hasMore: false)
        }
        guard let page else { return .empty }
        return LocalPage(customers: page.customers, hasMore: page.next != nil, total: total)
    }

    /// The first page of a filter that has somebody: one without anybody would say nothing of where to go on.
    private func found(
        _ filter: CustomerFilter, _ cache: CustomerCache, after position: CachePosition?, limit: Int
    ) throws(CacheFailure) -> CachePage {
        var page = try cache.search(filter, after: position, limit: limit)
        while page.customers.isEmpty, let next = page.next {
            page = try cache.search(filter, after: next, limit: limit)
        }
        return page
    }
}
