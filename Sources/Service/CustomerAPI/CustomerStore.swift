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
        -> StorePage<Customer>

    /// Whether it has a vocabulary of its customers' words, and so ``similar(to:limit:)``.
    var findsSimilar: Bool { get }

    /// Some customers with words like those of the term; may look at all words that customers have, one caller at a time.
    func similar(to term: SimilarTerm, limit: Int) async throws(StoreFailure) -> [Customer]

    /// Whether plain words look into addresses, too (``FurtherWord``).
    var findsAddresses: Bool { get }

    /// The orders in which it lists; `names` at least.
    var orders: [ListQuery.Sort] { get }

    /// What changed after `position` (ever, without one), oldest first, each record in its latest state.
    ///
    /// - Throws: ``StoreFailure/positionExpired`` for a position from before the store was restored or replaced.
    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change>

    /// Behind everything that has changed until now, as far back as a reader has to begin who is to miss nothing from now on.
    func latestChange() async throws(StoreFailure) -> StorePosition

    /// What its list and search cursors are sealed with: made once, the same for everybody who has this store, and in its
    /// backups.
    func cursorKey() async throws(StoreFailure) -> CursorKey

    /// The entries of a customer's timeline, newest first, beginning below the number (with the newest without one), also of
    /// somebody who can be restored; none for who has no timeline. They were all written when the newest of them was, or
    /// later.
    func timeline(of id: CustomerID, below number: Int?, limit: Int) async throws(StoreFailure) -> [TimelineEntry]

    /// Those in the trash after `position` (from the start without one), the last deleted first; some may not be restorable
    /// any more.
    ///
    /// - Throws: ``StoreFailure/badPosition`` for a position that is not one of this store's.
    func trash(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StorePage<TrashedCustomer>

    /// Who was erased after `position` (ever, without one), oldest first.
    ///
    /// - Throws: ``StoreFailure/positionExpired`` for a position from before the store was restored or replaced.
    func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure>

    /// Remembers that two customers are not the same person.
    func dismiss(_ pair: CustomerPair) async throws(StoreFailure)

    /// Whether a search for any of some dozen words costs it no more than one for a few.
    var findsManyWordsAtOnce: Bool { get }

    /// Those of some pairs that are remembered not to be the same person.
    func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair>

    /// Who is remembered not to be the same person as a customer.
    func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID>

    /// Decides on `write` and carries the decision out in one transaction.
    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome
}

/// A store without a vocabulary, without an index of addresses, and with the orders of names alone.
extension CustomerStore {
    package var findsSimilar: Bool { false }
    package var findsAddresses: Bool { false }

    package var findsManyWordsAtOnce: Bool { false }

    package func similar(to term: SimilarTerm, limit: Int) async throws(StoreFailure) -> [Customer] { [] }

    package var orders: [ListQuery.Sort] { ListQuery.Sort.names }
}

/// What a page is a page of.
package enum StoreListing: Hashable, Sendable {
    /// Everybody, by name fold or by a moment, and then by id.
    case directory(ListQuery.Sort)
    /// The customers the term finds, in a stable order of the store's own, nobody twice.
    case search(SearchTerm)
    /// The customers the filter finds, in that order where it is one of a moment, and otherwise in a stable one of the store's
    /// own, nobody twice. A page looks at a bounded number of rows: it may be short or empty and still have a next one.
    case filtered(CustomerFilter, ListQuery.Sort)

    /// - Parameter filter: `nil` for everybody.
    package init(_ filter: CustomerFilter?, _ sort: ListQuery.Sort) {
        switch filter {
        case nil: self = .directory(sort)
        case let filter? where filter.isSearch && sort.moment == nil:
            self = filter.term.map { .search($0) } ?? .directory(sort)
        case let filter?: self = .filtered(filter, sort)
        }
    }
}

/// A place in a listing or in the change feed, in bytes that only the store understands.
package struct StorePosition: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
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
