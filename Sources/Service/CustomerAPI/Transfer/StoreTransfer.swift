import Domain

/// A store whose records can be taken out and put in as they are, for moving everything to another one.
///
/// A store that is being filled is recognised by its ``TransferProgress``. Nothing else writes to it, nor to the store that
/// it is filled from: who starts a copy sees to that (``StoreCopy``).
package protocol StoreTransfer: CustomerStore {
    /// Names the store's sequence of changes, and so the store itself.
    func feedEpoch() async throws(StoreFailure) -> FeedEpoch

    /// Whether there is nothing in it, nor was there ever anything.
    func isEmpty() async throws(StoreFailure) -> Bool

    /// Records with all that belongs to them, in the order of the change feed.
    ///
    /// - Throws: what ``CustomerStore/changes(after:limit:)`` throws, whose positions these are.
    func records(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<TransferredRecord>

    /// How far a copy into this store came that is not at its end; `nil` when there is none.
    func transferProgress() async throws(StoreFailure) -> TransferProgress?

    /// Puts each record in place of whatever is under its id and belongs to it, behind all changes before it; where its email is another
    /// customer's, that one goes, for it has changed since and comes later. The progress is noted with them or after them.
    func put(_ records: [TransferredRecord], then progress: TransferProgress) async throws(StoreFailure)

    /// Forgets the progress: the store is as any other from here on.
    func endTransfer() async throws(StoreFailure)

    /// What all the records come to, as they are in the store's own tables.
    func recordSum() async throws(StoreFailure) -> RecordSum
}

/// How far a copy is: everything before `position` in the source's feed is in the target.
package struct TransferProgress: Hashable, Sendable {
    /// The store that is copied.
    package let source: FeedEpoch
    /// `nil` at the beginning.
    package let position: StorePosition?
    /// How many were put in; those that changed between two runs count twice.
    package let records: Int

    package init(source: FeedEpoch, position: StorePosition?, records: Int) {
        self.source = source
        self.position = position
        self.records = records
    }
}
