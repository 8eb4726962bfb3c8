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
        let desk = CoreDesk()
        try desk.create(ann, email: "x@example.com")
        let second = try desk.create(bea, email: "X@example.com")
        try desk.edit(cid)
        desk.connect()
        desk.accept(ann)
        desk.turn()
        #expect(Set(desk.underWay.map(\.customer)) == [bea, cid])
        desk.refuse(bea, .emailTaken)
        desk.turn()
        #expect(desk.queue[second]?.needsDecision == true)
    }

    @Test("The second does not leave before the first has its answer", arguments: [true, false])
    func waits(creationIsFirst: Bool) throws {
        let desk = CoreDesk()
        let (first, second) = creationIsFirst ? (ann, bea) : (bea, ann)
        if creationIsFirst { try desk.create(ann, email: "x@example.com") }
        try desk.edit(bea, .email, from: "bea@example.com", to: "x@example.com")
        if !creationIsFirst { try desk.create(ann, email: "x@example.com") }
        desk.connect()
        desk.turn(after: .seconds(1))
        #expect(desk.underWay.map(\.customer) == [first])
        desk.accept()
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [second])
    }

    @Test("When the first is refused the second is tried")
    func refused() throws {
        let desk = CoreDesk()
        let first = try desk.create(ann, email: "x@example.com")
        try desk.create(bea, email: "x@example.com")
        desk.connect()
        desk.refuse(ann, .validation)
        desk.turn()
        #expect(desk.queue[first]?.needsDecision == true)
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.accept()
        desk.turn()
        #expect(desk.queue.entries.map(\.sequence) == [first])
    }

    @Test("When the first is taken back, or gets another email, the second is tried", arguments: [true, false])
    func withdrawn(isDiscarded: Bool) throws {
        let desk = CoreDesk()
        let first = try desk.create(ann, email: "x@example.com")
        try desk.create(bea, email: "x@example.com")
        desk.connect()
        desk.refuse(ann, .writeInProgress)
        desk.turn()
        #expect(desk.underWay.isEmpty)
        if isDiscarded {
            try desk.journal.record { _ in [.cancel(for: first, .discard)] }
        } else {
            try desk.edit(ann, .email, from: "x@example.com", to: "y@example.com", version: 0)
        }
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.turn(after: .seconds(1))
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("Three in a row go one after the other, behind the customer who gives the email up")
    func behindTheGiver() throws {
        let desk = CoreDesk()
        try desk.create(ann, email: "x@example.com")
        try desk.create(bea, email: "x@example.com")
        try desk.edit(cid, .email, from: "x@example.com", to: "cid@example.com")
        desk.connect()
        for next in [cid, ann, bea] {
            #expect(desk.underWay.map(\.customer) == [next])
            desk.accept()
            desk.turn()
        }
        #expect(desk.queue.isEmpty)
    }

    @Test("Nobody waits for order's sake in a circle, and nobody is refused for it")
    func circle() throws {
        let desk = CoreDesk()
        // Each is a request of its own, because each was made from an older version than the one before it.
        try desk.edit(ann, .phone, version: 3)
        try desk.edit(ann, .email, from: "ann@example.com", to: "x@example.com", version: 2)
        try desk.edit(ann, .email, from: "x@example.com", to: "y@example.com", version: 1)
        try desk.edit(bea, .email, from: "x@example.com", to: "y@example.com")
        desk.connect()
        #expect(desk.underWay.map(\.customer) == [ann])
        // Now ann needs the email that bea has, and bea the one that ann asked for first.
        desk.accept()
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("A hundred entries that ask for one email are tried in the order in which they were entered")
    func many() throws {
        let desk = CoreDesk()
        let people = (1...100).map { _ in CustomerID.random() }
        for id in people { try desk.create(id, email: "x@example.com") }
        desk.connect()
        for id in people {
            #expect(desk.underWay.map(\.customer) == [id])
            desk.refuse(id, .emailTaken)
            desk.turn()
        }
        #expect(desk.queue.undecidedCount == 100)
    }
}

extension CoreDesk {
    @discardableResult
    fileprivate func create(_ customer: CustomerID, email: String) throws -> JournalRecord.Sequence {
        let details = CustomerDetails(trustedName: "A", email: email, phone: nil, address: nil)
        return try enter(customer, .create(NewCustomer(details)))
    }
}
