package import Domain
package import Wire

/// Where customers live.
///
/// Every store passes the same contract suite (`Tests/TestSupport/CustomerStoreContract`). A store decides nothing about
/// the rules of the API: ``CustomerWrite/decide(on:)`` does, and the store sees to it that what was decided on is still
/// true when it is written.
package protocol CustomerStore: Sendable {
    /// The customer or tombstone with this id, strongly consistent; `nil` when there never was one.
    func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord?

    /// The living customer with this email key, strongly consistent.
    func customer(emailKey: String) async throws(StoreFailure) -> Customer?

    /// A page of the living, after `position` (from the start without one).
    ///
    /// - Throws: ``StoreFailure/badPosition`` for a position that is not one of this store's.
    func page(_ listing: StoreListing, after position: StorePosition?, limit: Int) async throws(StoreFailure)
        -> StorePage

    /// What changed after `position` (ever, without one), oldest first, each record in its latest state.
    ///
    /// - Throws: ``StoreFailure/positionExpired`` for a position from before the store was restored or replaced.
    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreChanges

    /// Behind everything that has changed until now, as far back as a reader has to begin who is to miss nothing from now on.
    func latestChange() async throws(StoreFailure) -> StorePosition

    /// What its list and search cursors are sealed with: made once, the same for everybody who has this store, and in its
    /// backups.
    func cursorKey() async throws(StoreFailure) -> CursorKey

    /// Decides on `write` and carries the decision out in one transaction.
    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome
}

/// What a page is a page of.
package enum StoreListing: Hashable, Sendable {
    /// Everybody, by name fold and then by id.
    case directory(ListQuery.Sort)
    /// The customers the term finds, in a stable order of the store's own, nobody twice.
    case search(SearchTerm)
}

/// A place in a listing or in the change feed, in bytes that only the store understands.
package struct StorePosition: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// Customers, and where to go on; without a `next` the listing is at its end.
package struct StorePage: Hashable, Sendable {
    package let customers: [Customer]
    package let next: StorePosition?

    package init(customers: [Customer], next: StorePosition?) {
        self.customers = customers
        self.next = next
    }
}

/// Names one sequence of changes; a store that was restored into a new file or table has another.
package typealias FeedEpoch = Identifier<StoreChanges>

/// Changes, and where to go on: at once when there is `more`, with the next poll otherwise.
package struct StoreChanges: Hashable, Sendable {
    package let changes: [Change]
    package let position: StorePosition
    package let more: Bool

    package init(changes: [Change], position: StorePosition, more: Bool) {
        self.changes = changes
        self.position = position
        self.more = more
    }
}

/// Why a store could not do its work. Details are for the operator's log, never for a caller.
package enum StoreFailure: Error, Hashable, Sendable {
    case badPosition
    case positionExpired
    /// Another write of the same records is under way; the caller may repeat.
    case writeInProgress
    case throttled(retryAfterSeconds: Int)
    case unavailable(detail: String, retryAfterSeconds: Int)
    case failed(detail: String)
}
