/// The way from page to page, which a faulty server can lead round in a circle or on without an end.
package struct PageTrail: Hashable, Sendable {
    /// Their hashes: a server may make any number of them, and each as long as it likes.
    private var cursors: Set<Int> = []
    private var fruitlessPages = 0

    /// Pages in a row without a new customer, at most.
    package static let maximumFruitlessPages = 1_000
    /// The same of a filter, which may look at some million customers who do not fit.
    static let maximumFruitlessPagesOfFilter = 10_000

    private let maximum: Int

    /// - Parameter isFiltered: whether pages may well have nobody.
    package init(isFiltered: Bool = false) {
        maximum = isFiltered ? Self.maximumFruitlessPagesOfFilter : Self.maximumFruitlessPages
    }

    /// Takes the next step.
    ///
    /// - Parameters:
    ///   - cursor: where the page leads on; `nil` at the end.
    ///   - hasNews: whether the page lists a customer that none before it has listed.
    /// - Throws: ``EndlessPages`` when it leads where one has been, or nowhere.
    package mutating func follow(_ cursor: String?, hasNews: Bool) throws(EndlessPages) {
        guard let cursor else { return }
        guard cursors.insert(cursor.hashValue).inserted else {
            throw EndlessPages(detail: "it leads back to a page that was read")
        }
        fruitlessPages = hasNews ? 0 : fruitlessPages + 1
        guard fruitlessPages < maximum else {
            throw EndlessPages(detail: "\(fruitlessPages) pages in a row have no new customer, and lead on")
        }
    }

    /// Takes the next step through the change feed; at its end the way begins anew.
    package mutating func follow(_ page: ChangePageJSON) throws(EndlessPages) {
        guard page.more else {
            (cursors, fruitlessPages) = ([], 0)
            return
        }
        try follow(page.cursor, hasNews: !page.changes.isEmpty)
    }
}

/// That pages lead on without an end.
package struct EndlessPages: Error, Hashable, Sendable {
    /// What the server does, as a clause about its answer.
    package let detail: String
}
