import Domain
import Wire

/// Who may be the same person as somebody: looked up by what they are searched for, and compared one by one.
extension CustomerHandler {
    /// Of each search so many customers are compared at most.
    static let maximumCandidates = 200
    private static let rowsOfPage = 100
    /// A page may have nobody, and still have a next one.
    private static let pagesOfSearch = 4
    /// So many are looked at for being remembered as not the same.
    private static let comparedPairs = 3 * Duplicate.maximumShown

    func duplicates(of id: CustomerID) async throws(APIError) -> [Duplicate] {
        let customer = try await living(id)
        let traits = DuplicateTraits(customer.details)
        var found: [CustomerID: Duplicate] = [:]
        for term in traits.searches(isThorough: store.findsManyWordsAtOnce) {
            for other in try await candidates(term) where other.id != id {
                found[other.id] = traits.reason(for: other.details).map { Duplicate(other, by: $0) }
            }
        }
        let all = found.values.strongestFirst.prefix(Self.comparedPairs)
        let pairs = all.map { CustomerPair(id, $0.customer.id) }
        guard !pairs.isEmpty else { return [] }
        let dismissed = try await asking { () async throws(StoreFailure) in try await store.dismissed(among: pairs) }
        let rest = zip(all, pairs).filter { !dismissed.contains($0.1) }.map(\.0)
        return Array(rest.prefix(Duplicate.maximumShown))
    }

    /// Of whom somebody has said that they are not the same person; also for who can be restored.
    func dismissals(of id: CustomerID) async throws(APIError) -> Set<CustomerID> {
        try await checkIsKept(id)
        return try await asking { () async throws(StoreFailure) in try await store.dismissed(of: id) }
    }

    /// Some customers whom the term finds.
    private func candidates(_ term: SearchTerm) async throws(APIError) -> [Customer] {
        var customers: [Customer] = []
        var position: StorePosition?
        for _ in 0..<Self.pagesOfSearch where customers.count < Self.maximumCandidates {
            let page = try await asking { [position] () async throws(StoreFailure) in
                try await store.page(.search(term), after: position, limit: Self.rowsOfPage)
            }
            customers += page.elements
            position = page.next
            if position == nil { break }
        }
        return customers
    }
}
