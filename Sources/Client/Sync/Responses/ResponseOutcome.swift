package import Domain
package import Journal

/// What the answer to a request means for the entries that it carried.
package struct ResponseOutcome: Hashable, Sendable {
    /// To be journaled.
    package var lines: [JournalRecord.Body]
    /// That the entries go again as they are, and not at once.
    package var again: SyncMachine.Pause?
    /// What the server said of the customer.
    package var news: News?

    package init(lines: [JournalRecord.Body] = [], again: SyncMachine.Pause? = nil, news: News? = nil) {
        self.lines = lines
        self.again = again
        self.news = news
    }

    /// Whether nobody knows what became of the request.
    var leavesDoubt: Bool { again != nil && lines.isEmpty }

    package enum News: Hashable, Sendable {
        case served(Customer)
        case gone(CustomerID)
        /// Who was deleted is there again.
        case restored(Customer)
    }
}
