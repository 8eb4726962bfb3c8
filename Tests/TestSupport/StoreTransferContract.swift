package import CustomerAPI
import Domain
import Synchronization
import Testing
import Wire

/// What every ``StoreTransfer`` promises, to be run against each as ``CustomerStoreContract`` is.
package struct StoreTransferContract: Sendable, CustomTestStringConvertible {
    package let title: String
    /// Needs a function that makes empty stores.
    package let check: @Sendable (@Sendable () async throws -> any StoreTransfer) async throws -> Void

    package var testDescription: String { title }

    init(
        _ title: String,
        check: @escaping @Sendable (@Sendable () async throws -> any StoreTransfer) async throws -> Void
    ) {
        (self.title, self.check) = (title, check)
    }

    package static let all = [
        StoreTransferContract("What is put is what is there, and what it is found by") { make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            #expect(try await store.isEmpty())
            let records = try await source.records(after: nil, limit: 100).records
            let progress = TransferProgress(source: .random(), position: StorePosition([1, 2]), records: records.count)
            try await store.put(records, then: progress)
            #expect(try await !store.isEmpty())
            #expect(try await store.transferProgress() == progress)
            for record in records { #expect(try await store.record(record.id) == record) }
            let desk = StoreUnderTest(store)
            #expect(try await desk.found("be") == ["Bea Stone"])
            #expect(try await store.customer(emailKey: "moved@example.com")?.name == "Ann Moved")
            #expect(try await store.customer(emailKey: "ann@example.com")?.name == "Eve Later")
            #expect(try await store.recordSum() == source.recordSum())
            try await store.endTransfer()
            #expect(try await store.transferProgress() == nil)
        },
        StoreTransferContract("Records come in pages, in the order of their changes, with their receipts") { make in
            let store = try await make()
            try await fill(StoreUnderTest(store))
            var (records, position, more): ([StoredRecord], StorePosition?, Bool) = ([], nil, true)
            while more {
                let page = try await store.records(after: position, limit: 2)
                #expect(page.records.count <= 2)
                records += page.records
                (position, more) = (page.position, page.more)
            }
            let expected = try await filled(MemoryStore()).records(after: nil, limit: 100).records
            #expect(records.map(Self.outline) == expected.map(Self.outline))
            for record in records { #expect(try await store.record(record.id) == record) }
        },
        StoreTransferContract("A copy there and back is equal, and what was done is known to have been done") { make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            let back: any StoreTransfer = MemoryStore()
            let sum = try await StoreCopy(from: source, to: store).run()
            #expect((sum.customers, sum.deleted, sum.checksum.count) == (3, 1, 64))
            #expect(try await StoreCopy(from: store, to: back).run() == sum)
            let repeated = try await StoreUnderTest(back).write(
                Self.ann, .patch(try CustomerPatch([.name: "Ann Moved", .email: "moved@example.com"])), key: Self.key)
            guard case .changed(let ann, replayOf: 2) = repeated else {
                Issue.record("\(repeated)")
                return
            }
            #expect(ann.name == "Ann Moved")
        },
        StoreTransferContract("Stopped at any call, a copy goes on and comes to the same") { make in
            let source = try await filled(MemoryStore())
            var stops = 0
            while true {
                let store = try await make()
                let stopping = StoppingStore(store, after: stops)
                if (try? await StoreCopy(from: source, to: stopping).run()) != nil { break }
                let sum = try await StoreCopy(from: source, to: store).run()
                #expect(try await store.recordSum() == sum)
                #expect(try await source.recordSum() == sum)
                #expect(try await store.transferProgress() == nil)
                stops += 1
            }
            #expect(stops >= 6)
        },
        StoreTransferContract("What changes between two runs is copied by the second, emails that went on too") {
            make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            let desk = StoreUnderTest(source)
            // Everything is copied, and then the comparison fails.
            let stopping = StoppingStore(store, after: 6)
            #expect((try? await StoreCopy(from: source, to: stopping).run()) == nil)
            _ = try await desk.write(Self.ann, .patch(try CustomerPatch([.email: "third@example.com"])), at: Self.later)
            let bea = try #require(try await source.customer(emailKey: "bea@example.com"))
            _ = try await desk.write(bea.id, .patch(try CustomerPatch([.email: "moved@example.com"])), at: Self.later)
            _ = try await desk.write(Self.ann, .patch(try CustomerPatch([.name: "Ann"])), at: Self.later)
            let sum = try await StoreCopy(from: source, to: store).run()
            #expect(try await sum == source.recordSum())
            #expect(try await store.customer(emailKey: "moved@example.com")?.id == bea.id)
            #expect(try await store.customer(emailKey: "third@example.com")?.id == Self.ann)
            #expect(try await store.customer(emailKey: "bea@example.com") == nil)
            #expect(try await StoreUnderTest(store).found("moved").map { $0 } == ["Bea Stone"])
        },
        StoreTransferContract("A store that has something else is left as it is; one that is equal is complete") {
            make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            let sum = try await StoreCopy(from: source, to: store).run()
            #expect(try await StoreCopy(from: source, to: store).run() == sum)
            try await StoreUnderTest(source).add("Zoe")
            await #expect(throws: StoreCopyFailure.notEmpty) { try await StoreCopy(from: source, to: store).run() }
            #expect(try await store.recordSum() == sum)
        },
        StoreTransferContract("The unfinished copy of another store is left as it is") { make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            try await store.put([], then: TransferProgress(source: .random(), position: nil, records: 0))
            await #expect(throws: StoreCopyFailure.unfinishedOfAnother) {
                try await StoreCopy(from: source, to: store).run()
            }
            #expect(try await store.records(after: nil, limit: 10).records.isEmpty)
        },
        StoreTransferContract("A write that comes meanwhile is noticed at the end, and the next run has it") { make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            let busy = StoppingStore(source, after: .max) { try await StoreUnderTest(source).add("Late") }
            let failure = await #expect(throws: StoreCopyFailure.self) {
                try await StoreCopy(from: busy, to: store).run()
            }
            guard case .different(let due, let there)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(due.customers == there.customers + 1)
            #expect(try await StoreCopy(from: source, to: store).run() == due)
        },
    ]

    // MARK: People

    private static let ann = CustomerID.random()
    private static let key = StoreUnderTest.key(String(repeating: "5f", count: 32))
    private static let later = StoreUnderTest.noon.advanced(bySeconds: 60)

    /// The record's name and version, for what is made anew in each store.
    private static func outline(_ record: StoredRecord) -> String {
        switch record {
        case .living(let customer, let history): "\(customer.name) \(customer.version) \(history.recent.count)"
        case .deleted(let tombstone, let history): "deleted \(tombstone.version) \(history.recent.count)"
        }
    }

    /// Three customers, one of whom has changed, one with the other's former email, and one who is deleted.
    private static func fill(_ desk: StoreUnderTest) async throws {
        func moment(_ number: Int64) -> Timestamp { StoreUnderTest.noon.advanced(bySeconds: number) }
        try await desk.add(
            "Ann", email: "ann@example.com", phone: "+44 20 5550 100", id: ann, key: StoreUnderTest.key(), at: moment(0)
        )
        try await desk.add("Bea Stone", email: "bea@example.com", address: "1 Main St\nBath", at: moment(1))
        let cid = try await desk.add("Cid", email: "cid@example.com", at: moment(2))
        let patch = try CustomerPatch([.name: "Ann Moved", .email: "moved@example.com"])
        _ = try await desk.write(ann, .patch(patch), key: key, author: "kim", at: moment(3))
        _ = try await desk.write(cid.id, .delete, key: StoreUnderTest.key(), at: moment(4))
        try await desk.add("Eve Later", email: "ann@example.com", at: moment(5))
    }

    private static func filled(_ store: MemoryStore) async throws -> any StoreTransfer {
        try await fill(StoreUnderTest(store))
        return store
    }
}

/// A store that fails for good after so many calls of a copy, as if its machine had gone.
private final class StoppingStore: StoreTransfer {
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

    func records(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreRecords {
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
    func put(_ records: [StoredRecord], then progress: TransferProgress) async throws(StoreFailure) {
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
    ) async throws(StoreFailure) -> StorePage {
        try await store.page(listing, after: position, limit: limit)
    }

    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreChanges {
        try await store.changes(after: position, limit: limit)
    }

    func latestChange() async throws(StoreFailure) -> StorePosition { try await store.latestChange() }

    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome { try await store.perform(write) }
}
