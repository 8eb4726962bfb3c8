package import CustomerAPI
import Domain
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
            let records = try await source.records(after: nil, limit: 100).elements
            let progress = TransferProgress(source: .random(), position: StorePosition([1, 2]), records: records.count)
            try await store.put(records, then: progress)
            #expect(try await !store.isEmpty())
            #expect(try await store.transferProgress() == progress)
            for record in records { #expect(try await store.record(record.id) == record.record) }
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
            var (records, position, more): ([TransferredRecord], StorePosition?, Bool) = ([], nil, true)
            while more {
                let page = try await store.records(after: position, limit: 2)
                #expect(page.elements.count <= 2)
                records += page.elements
                (position, more) = (page.position, page.more)
            }
            let expected = try await filled(MemoryStore()).records(after: nil, limit: 100).elements
            #expect(records.map(Self.outline) == expected.map(Self.outline))
            for record in records { #expect(try await store.record(record.id) == record.record) }
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
        StoreTransferContract("Timelines, trash, erasures and dismissals go along, also what was said between two runs")
        {
            make in
            let (source, store) = (try await filled(MemoryStore()), try await make())
            let desk = StoreUnderTest(source)
            let bea = try #require(try await source.customer(emailKey: "bea@example.com"))
            let note = CustomerWrite.Action.note(NoteText(trusted: "Called."))
            let key = StoreUnderTest.key()
            _ = try await desk.write(bea.id, note, key: key, author: "kim", via: "customers/2.0", at: Self.later)
            let (gone, erased) = (try await desk.add("Gone"), try await desk.add("Erased"))
            try await source.dismiss(CustomerPair(bea.id, gone.id))
            try await desk.discard(gone.id, author: "kim", at: Self.later)
            _ = try await desk.write(erased.id, .erase, at: Self.later)
            // Everything is copied, and then the comparison fails.
            #expect((try? await StoreCopy(from: source, to: StoppingStore(store, after: 6)).run()) == nil)
            _ = try await desk.write(bea.id, .note(NoteText(trusted: "Called again.")), at: Self.later)
            let sum = try await StoreCopy(from: source, to: store).run()
            #expect(try await sum == source.recordSum())
            let there = StoreUnderTest(store)
            for id in [bea.id, gone.id, ann] {
                #expect(try await there.timeline(id) == desk.timeline(id))
            }
            #expect(try await there.timeline(bea.id).map(\.kind) == [.note, .note, .created])
            #expect(try await there.trash() == desk.trash())
            #expect(try await there.erasures().0 == [Erasure(erased.id, at: Self.later)])
            let pair = CustomerPair(gone.id, bea.id)
            #expect(try await store.dismissed(among: [pair]) == [pair])
            guard case .noted(_, replayOf: 1) = try await there.write(bea.id, note, key: key) else {
                throw ContractBreach("It is not known that it was said")
            }
            guard case .changed = try await there.write(gone.id, .restore, at: Self.later) else {
                throw ContractBreach("Nobody was restored")
            }
        },
        StoreTransferContract("Each thing that is kept makes another sum") { make in
            let store = try await make()
            let desk = StoreUnderTest(store)
            let (ann, bea) = (try await desk.add("Ann"), try await desk.add("Bea"))
            var sums: Set<String> = [try await store.recordSum().checksum]
            func expectAnother(_ step: String, _ body: () async throws -> Void) async throws {
                try await body()
                #expect(sums.insert(try await store.recordSum().checksum).inserted, "\(step)")
            }
            try await expectAnother("note") {
                _ = try await desk.write(ann.id, .note(NoteText(trusted: "Called.")), key: StoreUnderTest.key())
            }
            try await expectAnother("retraction") {
                _ = try await desk.write(ann.id, .retract(2, ofAnybody: true))
            }
            try await expectAnother("dismissal") { try await store.dismiss(CustomerPair(ann.id, bea.id)) }
            try await expectAnother("trash") { try await desk.discard(ann.id) }
            try await expectAnother("erasure") { _ = try await desk.write(ann.id, .erase) }
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
            #expect(try await store.records(after: nil, limit: 10).elements.isEmpty)
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
    private static func outline(_ record: TransferredRecord) -> String {
        switch record.record {
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
