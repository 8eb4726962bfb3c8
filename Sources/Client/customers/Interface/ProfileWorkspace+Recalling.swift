import Cache
import Domain
import Panes
import Workspace

extension ProfileWorkspace {
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
        return LocalPage(customers: page.customers, hasMore: page.next != nil, total: total)
    }
}
