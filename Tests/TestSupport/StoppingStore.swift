import CustomerAPI
import Domain
import Synchronization
import Wire

/// A store that fails for good after so many calls of a copy, as if its machine had gone.
final class StoppingStore: StoreTransfer {
    private let store: any StoreTransfer
    private let remaining: Mutex<Int>
    private let afterRecords: @Sendable () async throws -> Void

    /// - Parameter afterRecords: is done when records were read.
    init(
        _ store: any StoreTransfer, after calls: Int, afterRecords: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.store = store
        self.afterRecords = afterRecords
        remaining = Mutex(calls)
    }

    private func count() throws(StoreFailure) {
        let isLeft = remaining.withLock { remaining in
            remaining -= 1
            return remaining >= 0
        }
        guard isLeft else { throw .failed(detail: "stopped") }
    }

    func cursorKey() async throws(StoreFailure) -> CursorKey {
        try count()
        return try await store.cursorKey()
    }

    func feedEpoch() async throws(StoreFailure) -> FeedEpoch {
        try count()
        return try await store.feedEpoch()
    }

    func isEmpty() async throws(StoreFailure) -> Bool {
        try count()
        return try await store.isEmpty()
    }

    func records(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<TransferredRecord>
    {
        try count()
        let records = try await store.records(after: position, limit: limit)
        try? await afterRecords()
        return records
    }

    func transferProgress() async throws(StoreFailure) -> TransferProgress? {
        try count()
        return try await store.transferProgress()
    }

    /// What it stops at is half done: the records are there, and the progress is not told.
    func put(_ records: [TransferredRecord], then progress: TransferProgress) async throws(StoreFailure) {
        try count()
        try await store.put(records, then: progress)
        try count()
    }

    func endTransfer() async throws(StoreFailure) {
        try count()
        try await store.endTransfer()
        try count()
    }

    func recordSum() async throws(StoreFailure) -> RecordSum {
        try count()
        return try await store.recordSum()
    }

    func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? { try await store.record(id) }

    func customer(emailKey: String) async throws(StoreFailure) -> Customer? {
        try await store.customer(emailKey: emailKey)
    }

    func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> {
        try await store.page(listing, after: position, limit: limit)
    }

    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change> {
        try await store.changes(after: position, limit: limit)
    }

    func latestChange() async throws(StoreFailure) -> StorePosition { try await store.latestChange() }

    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome { try await store.perform(write) }

    func timeline(of id: CustomerID, below number: Int?, limit: Int) async throws(StoreFailure) -> [TimelineEntry] {
        try await store.timeline(of: id, below: number, limit: limit)
    }

    func trash(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StorePage<TrashedCustomer> {
        try await store.trash(after: position, limit: limit)
    }

    func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure> {
        try await store.erasures(after: position, limit: limit)
    }

    func dismiss(_ pair: CustomerPair) async throws(StoreFailure) { try await store.dismiss(pair) }

    func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair> {
        try await store.dismissed(among: pairs)
    }

    func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID> {
        try await store.dismissed(of: id)
    }
}
