import Domain
import Journal
import Sync
import TestSupport
import Testing
import Wire

@Suite("Emails that change hands")
struct EmailTests {
    private let ann = CustomerID.random()
    private let bea = CustomerID.random()
    private let cid = CustomerID.random()

    @Test("An edit waits for the one that gives up the email it needs, whichever was entered first")
    func waits() throws {
        let sync = SyncFixture()
        try sync.edit(ann, .email, from: "a@example.com", to: "B@example.com")
        try sync.edit(bea, .email, from: "b@example.com", to: "new@example.com")
        sync.connect()
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.accept()
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [ann])
    }

    @Test("A creation waits for the deletion that gives up its email")
    func creation() throws {
        let sync = SyncFixture()
        let details = CustomerDetails(trustedName: "A", email: "b@example.com", phone: nil, address: nil)
        try sync.delete(bea, email: "b@example.com")
        try sync.enter(ann, .create(NewCustomer(details)))
        sync.connect()
        sync.turn()
        #expect(sync.underWay.isEmpty)
        sync.turn(after: .seconds(10))
        if sync.isProbing { sync.answerProbe() }
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.accept()
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [ann])
    }

    @Test("When the edit that would give it up fails, the waiting one is tried")
    func failing() throws {
        let sync = SyncFixture()
        try sync.edit(bea, .email, from: "b@example.com", to: "new@example.com")
        try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        sync.connect()
        sync.answer(SyncFixture.refused(.validation))
        sync.turn()
        #expect(sync.underWay.map(\.customer) == [ann])
    }

    @Test("When it is taken back, the waiting one is tried")
    func takenBack() throws {
        let sync = SyncFixture()
        let deletion = try sync.delete(bea, email: "b@example.com")
        try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        sync.connect()
        #expect(sync.underWay.isEmpty)
        try sync.journal.record { _ in [.cancel(for: deletion, .undo)] }
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("Of a circle the youngest is refused with the reason, and the others go")
    func circle() throws {
        let sync = SyncFixture()
        try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        try sync.edit(bea, .email, from: "b@example.com", to: "c@example.com")
        try sync.edit(cid, .phone)
        let youngest = try sync.edit(cid, .email, from: "c@example.com", to: "a@example.com")
        sync.connect()
        guard case .rejected(let problem)? = sync.queue[youngest]?.state else {
            Issue.record("\(String(describing: sync.queue[youngest]))")
            return
        }
        #expect(problem.kind == .emailTaken)
        sync.drain()
        #expect(sync.queue.entries.map(\.sequence) == [youngest])
        // Nobody waits for an entry that a person has to decide on: cid's phone went, and so did the others.
        #expect(sync.events.contains(.refused(youngest, cid, problem)))
    }

    @Test("Consecutive edits of one customer are one request: what cancels out within it is not a circle")
    func coalesced() throws {
        let sync = SyncFixture()
        try sync.edit(ann, .email, from: "a@example.com", to: "t@example.com")
        try sync.edit(ann, .email, from: "t@example.com", to: "a@example.com")
        try sync.edit(bea, .email, from: "b@example.com", to: "t@example.com")
        try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        sync.connect()
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.drain()
        #expect(sync.queue.isEmpty && sync.queue.undecidedCount == 0)
        #expect(sync.events.allSatisfy { if case .refused = $0 { false } else { true } })
    }

    @Test("A customer who gets an email later does not give it up before: two who pass it on are not a circle")
    func passedOn() throws {
        let sync = SyncFixture()
        // Each is a request of its own, because each was made from an older version than the one before it.
        for customer in [ann, bea] {
            let old = customer == ann ? "a@example.com" : "b@example.com"
            try sync.edit(customer, .email, from: old, to: "x@example.com", version: 3)
            try sync.edit(customer, .email, from: "x@example.com", to: "\(customer)@example.com", version: 2)
        }
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("A circle in which everything may have reached the server is left to the server")
    func sentCircle() throws {
        let sync = SyncFixture()
        let first = try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        sync.connect()
        try sync.edit(bea, .email, from: "b@example.com", to: "a@example.com")
        sync.answer(SyncFixture.lost)
        sync.turn()
        sync.turn(after: .seconds(60))
        if sync.isProbing { sync.answerProbe() }
        sync.turn()
        // The one that has not left gives way, and the other one goes again.
        #expect(sync.underWay.map(\.leader) == [first])
        #expect(sync.queue.entries(for: bea).allSatisfy { $0.needsDecision })
    }

    @Test(
        "After a lost request a taken email is tried again for as long as the lost one may arrive, and not longer",
        arguments: [(34, false), (35, true)])
    func takenAfterLost(secondsLater: Int, isRefused: Bool) throws {
        let sync = SyncFixture()
        let edit = try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        sync.connect()
        sync.answer(SyncFixture.lost)
        sync.turn()
        sync.turn(after: .seconds(20))
        if sync.isProbing { sync.answerProbe() }
        sync.turn()
        #expect(sync.underWay.map(\.leader) == [edit])
        sync.turn(after: .seconds(secondsLater - 20))
        sync.answer(SyncFixture.refused(.emailTaken))
        sync.turn()
        #expect(sync.queue[edit]?.needsDecision == isRefused)
    }

    @Test("An email that turns out to be taken is tried again when a queued edit gives it up")
    func takenMeanwhile() throws {
        let sync = SyncFixture()
        try sync.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        sync.connect()
        #expect(sync.underWay.map(\.customer) == [ann])
        try sync.edit(bea, .email, from: "b@example.com", to: "new@example.com")
        sync.turn()
        sync.answer(SyncFixture.refused(.emailTaken))
        sync.turn()
        #expect(sync.queue[1]?.state == .waiting)
        #expect(sync.underWay.map(\.customer) == [bea])
        sync.accept()
        sync.turn(after: .seconds(1))
        #expect(sync.underWay.map(\.customer) == [ann])
        sync.answer(SyncFixture.refused(.emailTaken))
        sync.turn()
        #expect(sync.queue[1]?.needsDecision == true)
    }
}
