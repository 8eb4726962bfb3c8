import CustomerAPI
import Domain
import DynamoDB

/// A page of a search in the making: reads pages of the index and keeps the customers the term matches.
struct SearchWalk {
    private let plan: SearchPlan
    private let prefix: Int
    private let limit: Int
    private(set) var hits: [Hit] = []
    private(set) var examined = 0
    /// Where the walk is; `nil` at its end.
    private(set) var position: SearchPosition?

    enum Hit {
        /// The index had it all.
        case customer(Customer)
        /// An entry names its owner only.
        case owner(CustomerID)

        var owner: CustomerID? {
            if case .owner(let id) = self { id } else { nil }
        }
    }

    init(_ plan: SearchPlan, from position: SearchPosition, limit: Int) {
        self.plan = plan
        self.limit = limit
        self.position = position
        prefix = position.prefix
    }

    var isFull: Bool { hits.count >= limit }
    var text: String { plan.prefixes[prefix] }

    /// Adds what a query at ``position`` has found.
    mutating func add(_ page: IndexPage) throws(StoreFailure) {
        guard let stage = position?.stage else { return }
        for item in page.items {
            guard !isFull else { return }
            examined += 1
            let entry = SearchPosition.Entry(
                key: try item.text(Attribute.id), sortKey: try item.text(Attribute.searchSort))
            if let hit = try hit(item, entry, stage) { hits.append(hit) }
            position = SearchPosition(prefix: prefix, stage: stage, entry: entry)
        }
        if let end = page.end {
            position = SearchPosition(
                prefix: prefix, stage: stage,
                entry: .init(key: try end.text(Attribute.id), sortKey: try end.text(Attribute.searchSort)))
        } else {
            position = stage == .names ? SearchPosition(prefix: prefix, stage: .words, entry: nil) : nil
        }
    }

    private func hit(
        _ item: Item, _ entry: SearchPosition.Entry, _ stage: SearchStage
    ) throws(StoreFailure) -> Hit? {
        switch stage {
        case .names:
            let customer = try CustomerItem.customer(item)
            return plan.term.matches(SearchTokens(customer.details)) ? .customer(customer) : nil
        case .words:
            guard let row = item[Attribute.row]?.item, let owner = SearchSortKey.id(entry.sortKey) else {
                throw .failed(detail: "A search entry has no row, or no owner in its key.")
            }
            let details = try row.details()
            let text = String(entry.sortKey.unicodeScalars.prefix { $0 != "\u{1}" })
            guard plan.term.matches(SearchTokens(details)),
                SearchEntries(owner, details).isFirst(text, beginningWith: self.text)
            else { return nil }
            return .owner(owner)
        }
    }
}
