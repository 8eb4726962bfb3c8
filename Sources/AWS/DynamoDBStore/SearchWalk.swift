import CustomerAPI
import Domain
import DynamoDB

/// A page of a search in the making: reads pages of the index and keeps the customers the term matches.
struct SearchWalk {
    private let plan: SearchPlan
    private let walk: SearchPlan.Walk
    private let number: Int
    private let limit: Int
    private(set) var hits: [Hit] = []
    private(set) var examined = 0
    /// Where the walk is; `nil` at its end.
    private(set) var position: SearchPosition?
    /// Who was found by an entry that does not tell which others there are.
    private var foundByFormer: Set<CustomerID> = []

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
        walk = plan.walks[position.walk]
        number = position.walk
        self.limit = limit
        self.position = position
    }

    var isFull: Bool { hits.count >= limit }
    var leg: SearchPlan.Leg? { position.map { walk.legs[$0.leg] } }

    /// Adds what a query at ``position`` has found.
    mutating func add(_ page: IndexPage) throws(StoreFailure) {
        guard let leg = position?.leg else { return }
        for item in page.items {
            guard !isFull else { return }
            examined += 1
            let entry = SearchPosition.Entry(
                key: try item.text(Attribute.id), sortKey: try item.text(Attribute.searchSort))
            if let hit = try hit(item, entry, walk.legs[leg].stage) { hits.append(hit) }
            position = SearchPosition(walk: number, leg: leg, entry: entry)
        }
        if let end = page.end {
            position = SearchPosition(
                walk: number, leg: leg,
                entry: .init(key: try end.text(Attribute.id), sortKey: try end.text(Attribute.searchSort)))
        } else {
            position = leg + 1 < walk.legs.count ? SearchPosition(walk: number, leg: leg + 1, entry: nil) : nil
        }
    }

    private mutating func hit(
        _ item: Item, _ entry: SearchPosition.Entry, _ stage: SearchStage
    ) throws(StoreFailure) -> Hit? {
        switch stage {
        case .names:
            let customer = try CustomerItem.customer(item)
            return plan.finds(customer) ? .customer(customer) : nil
        case .words:
            guard let row = item[Attribute.row]?.item, let owner = SearchSortKey.id(entry.sortKey) else {
                throw .failed(detail: "A search entry has no row, or no owner in its key.")
            }
            let details = try row.details()
            guard plan.term.matches(SearchTokens(details, owner, hasFurther: false)) else { return nil }
            let entries = SearchEntries(owner, details)
            guard CustomerItem.hasCurrentEntries(row) else {
                // Version 1: which entries stand before is not known, so that only this page shows nobody twice.
                let isNew = !walk.prefixes.contains { entries.nameFold.begins(with: $0) }
                return isNew && foundByFormer.insert(owner).inserted ? .owner(owner) : nil
            }
            let text = String(entry.sortKey.unicodeScalars.prefix { $0 != "\u{1}" })
            return entries.isFirst(text, beginningWith: walk.prefixes) ? .owner(owner) : nil
        }
    }
}
