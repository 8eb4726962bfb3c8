import Domain
import Journal
import Sync
import TestSupport
import Testing
import Wire

/// Entries that ask for the same email: the one that asked first is sent first.
@Suite("One email that several ask for")
struct EmailOrderTests {
    private let ann = CustomerID.random()
    private let bea = CustomerID.random()
    private let cid = CustomerID.random()

    @Test("Of two creations with one email the first entered goes first, and the second is refused after it")
    func creations() throws {
        let sync = SyncFixture()
        try sync.create(ann, email: "x@example.com")
        let second = try sync.create(bea, email: "X@example.com")
        try sync.edit(cid)
        sync.connect()
        sync.accept(ann)
        sync.turn()
        #expect(Set(sync.underWay.map(\.customer)) == [bea, cid])
        sync.refuse(bea, .emailTaken)
        sync.turn()
        #expect(sync.queue[second]?.needsDecision == true)
    }

    @Test("The second does not leave before the first has its answer", arguments: [true, false])
    func waits(creationIsFirst: Bool) throws {
        let sync = SyncFixture()
        let (first, second) = creationIsFirst ? (ann, bea) : (bea, ann)
        if creationIsFirst { try sync.create(ann, email: "x@example.com") }
        try sync.edit(bea, .email, from: "bea@example.com", to: "x@example.com")
        if !creationIsFirst { try sync.create(ann, email: "x@example.com") }
        sync.connect()
        sync.turn(after: .seconds(1))
        #expect(sync.underWay.map(\.customer) == [first])
        sync.accept()
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [second])
    }

    @Test("When the first is refused the second is tried")
    func refused() throws {
        let sync = SyncFixture()
        let first = try sync.create(ann, email: "x@example.com")
        try sync.create(bea, email: "x@example.com")
        sync.connect()
        sync.refuse(ann, .validation)
        sync.turn()
        #expect(sync.queue[first]?.needsDecision == true)
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.accept()
        sync.turn()
        #expect(sync.queue.entries.map(\.sequence) == [first])
    }

    @Test("When the first is taken back, or gets another email, the second is tried", arguments: [true, false])
    func withdrawn(isDiscarded: Bool) throws {
        let sync = SyncFixture()
        let first = try sync.create(ann, email: "x@example.com")
        try sync.create(bea, email: "x@example.com")
        sync.connect()
        sync.refuse(ann, .writeInProgress)
        sync.turn()
        #expect(sync.underWay.isEmpty)
        if isDiscarded {
            try sync.journal.record { _ in [.cancel(for: first, .discard)] }
        } else {
            try sync.edit(ann, .email, from: "x@example.com", to: "y@example.com", version: 0)
        }
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.turn(after: .seconds(1))
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("Three in a row go one after the other, behind the customer who gives the email up")
    func behindTheGiver() throws {
        let sync = SyncFixture()
        try sync.create(ann, email: "x@example.com")
        try sync.create(bea, email: "x@example.com")
        try sync.edit(cid, .email, from: "x@example.com", to: "cid@example.com")
        sync.connect()
        for next in [cid, ann, bea] {
            #expect(sync.underWay.map(\.customer) == [next])
            sync.accept()
            sync.turn()
        }
        #expect(sync.queue.isEmpty)
    }

    @Test("Nobody waits for order's sake in a circle, and nobody is refused for it")
    func circle() throws {
        let sync = SyncFixture()
        // Each is a request of its own, because each was made from an older version than the one before it.
        try sync.edit(ann, .phone, version: 3)
        try sync.edit(ann, .email, from: "ann@example.com", to: "x@example.com", version: 2)
        try sync.edit(ann, .email, from: "x@example.com", to: "y@example.com", version: 1)
        try sync.edit(bea, .email, from: "x@example.com", to: "y@example.com")
        sync.connect()
        #expect(sync.underWay.map(\.customer) == [ann])
        // Now ann needs the email that bea has, and bea the one that ann asked for first.
        sync.accept()
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("A hundred entries that ask for one email are tried in the order in which they were entered")
    func many() throws {
        let sync = SyncFixture()
        let people = (1...100).map { _ in CustomerID.random() }
        for id in people { try sync.create(id, email: "x@example.com") }
        sync.connect()
        for id in people {
            #expect(sync.underWay.map(\.customer) == [id])
            sync.refuse(id, .emailTaken)
            sync.turn()
        }
        #expect(sync.queue.undecidedCount == 100)
    }
}

extension SyncFixture {
    @discardableResult
    fileprivate func create(_ customer: CustomerID, email: String) throws -> JournalRecord.Sequence {
        let details = CustomerDetails(trustedName: "A", email: email, phone: nil, address: nil)
        return try enter(customer, .create(NewCustomer(details)))
    }
}
