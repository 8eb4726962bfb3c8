import Domain

/// Puts what a search finds in the order of its ranks, if it is one page; more comes as it is, so that none waits for the rest.
struct RankedFindings {
    private let filter: CustomerFilter?
    private var first: [Customer]?
    private var isFirst = true

    /// - Parameter filter: `nil` to leave everything in its order.
    init(_ filter: CustomerFilter?) {
        self.filter = filter
    }

    /// The pages that can be printed now that this one has come.
    mutating func next(_ page: [Customer]) -> [[Customer]] {
        guard filter != nil else { return [page] }
        defer { isFirst = false }
        if isFirst {
            first = page
            return []
        }
        let held = first.map { [$0] } ?? []
        first = nil
        return held + [page]
    }

    /// The page that was waited with, now that no other comes: the best hits first, of equally good ones each by name.
    mutating func rest() -> [[Customer]] {
        guard let filter, let page = first else { return [] }
        first = nil
        let ranked = page.map { (customer: $0, rank: filter.rank(of: $0.details), name: $0.details.nameFold) }
        return [
            ranked.sorted { ($0.rank, $0.name, $0.customer.id) < ($1.rank, $1.name, $1.customer.id) }.map(\.customer)
        ]
    }
}
