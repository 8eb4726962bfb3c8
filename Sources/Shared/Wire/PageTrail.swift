/// The way from page to page, which a faulty server can lead round in a circle or on without an end.
package struct PageTrail: Hashable, Sendable {
    /// Their hashes: a server may make any number of them, and each as long as it likes.
    private var cursors: Set<Int> = []
    private var fruitlessPages = 0

    /// Pages in a row without a new customer, at most.
    ///
    /// A search may look at many entries that do not fit: a thousand such pages are a few million of them.
    package static let maximumFruitlessPages = 1_000

    package init() {}

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
        guard fruitlessPages < Self.maximumFruitlessPages else {
            throw EndlessPages(detail: "\(fruitlessPages) pages in a row have no new customer, and lead on")
        }
    }
}

/// That pages lead on without an end.
package struct EndlessPages: Error, Hashable, Sendable {
    /// What the server does, as a clause about its answer.
    package let detail: String
}
