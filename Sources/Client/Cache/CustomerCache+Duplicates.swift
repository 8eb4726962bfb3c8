package import Domain

extension CustomerCache {
    /// Who may be the same as somebody, the most telling first, ``Duplicate/maximumShown`` at most.
    ///
    /// Of each look-up so many customers are compared at most as ``maximumCompared`` says: some milliseconds, however many
    /// customers there are.
    ///
    /// - Parameter id: of the one whom the traits are of, who is not named.
    package func duplicates(of traits: DuplicateTraits, except id: CustomerID) throws(CacheFailure) -> [SeenCustomer] {
        let searches = traits.searches(isThorough: true)
        guard !searches.isEmpty else { return [] }
        return try reading { db in
            let view = try View(db, self)
            let index = SearchIndex(db, view.state)
            var found: [CustomerID: (seen: SeenCustomer, duplicate: Duplicate)] = [:]
            for term in searches {
                for row in try index.rows(matching: term).prefix(Self.maximumCompared) {
                    guard let seen = try view.cached(CachedRow.fetch(row: row, in: db)), seen.customer.id != id,
                        let reason = traits.reason(for: seen.customer.details)
                    else { continue }
                    found[seen.customer.id] = (seen, Duplicate(seen.customer, by: reason))
                }
            }
            return found.values.map(\.duplicate).strongestFirst.prefix(Duplicate.maximumShown)
                .compactMap { found[$0.customer.id]?.seen }
        }
    }

    static let maximumCompared = 200
}
