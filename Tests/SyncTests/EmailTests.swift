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
        let desk = CoreDesk()
        try desk.edit(ann, .email, from: "a@example.com", to: "B@example.com")
        try desk.edit(bea, .email, from: "b@example.com", to: "new@example.com")
        desk.connect()
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.accept()
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [ann])
    }

    @Test("A creation waits for the deletion that gives up its email")
    func creation() throws {
        let desk = CoreDesk()
        let details = CustomerDetails(trustedName: "A", email: "b@example.com", phone: nil, address: nil)
        try desk.delete(bea, email: "b@example.com")
        try desk.enter(ann, .create(NewCustomer(details)))
        desk.connect()
        desk.turn()
        #expect(desk.underWay.isEmpty)
        desk.turn(after: .seconds(10))
        if desk.isProbing { desk.answerProbe() }
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.accept()
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [ann])
    }

    @Test("When the edit that would give it up fails, the waiting one is tried")
    func failing() throws {
        let desk = CoreDesk()
        try desk.edit(bea, .email, from: "b@example.com", to: "new@example.com")
        try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        desk.connect()
        desk.answer(CoreDesk.refused(.validation))
        desk.turn()
        #expect(desk.underWay.map(\.customer) == [ann])
    }

    @Test("When it is taken back, the waiting one is tried")
    func takenBack() throws {
        let desk = CoreDesk()
        let deletion = try desk.delete(bea, email: "b@example.com")
        try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        desk.connect()
        #expect(desk.underWay.isEmpty)
        try desk.journal.record { _ in [.cancel(for: deletion, .undo)] }
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("Of a circle the youngest is refused with the reason, and the others go")
    func circle() throws {
        let desk = CoreDesk()
        try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        try desk.edit(bea, .email, from: "b@example.com", to: "c@example.com")
        try desk.edit(cid, .phone)
        let youngest = try desk.edit(cid, .email, from: "c@example.com", to: "a@example.com")
        desk.connect()
        guard case .rejected(let problem)? = desk.queue[youngest]?.state else {
            Issue.record("\(String(describing: desk.queue[youngest]))")
            return
        }
        #expect(problem.kind == .emailTaken)
        desk.drain()
        #expect(desk.queue.entries.map(\.sequence) == [youngest])
        // Nobody waits for an entry that a person has to decide on: cid's phone went, and so did the others.
        #expect(desk.events.contains(.refused(youngest, cid, problem)))
    }

    @Test("Consecutive edits of one customer are one request: what cancels out within it is not a circle")
    func coalesced() throws {
        let desk = CoreDesk()
        try desk.edit(ann, .email, from: "a@example.com", to: "t@example.com")
        try desk.edit(ann, .email, from: "t@example.com", to: "a@example.com")
        try desk.edit(bea, .email, from: "b@example.com", to: "t@example.com")
        try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        desk.connect()
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.drain()
        #expect(desk.queue.isEmpty && desk.queue.undecidedCount == 0)
        #expect(desk.events.allSatisfy { if case .refused = $0 { false } else { true } })
    }

    @Test("A customer who gets an email later does not give it up before: two who pass it on are not a circle")
    func passedOn() throws {
        let desk = CoreDesk()
        // Each is a request of its own, because each was made from an older version than the one before it.
        for customer in [ann, bea] {
            let old = customer == ann ? "a@example.com" : "b@example.com"
            try desk.edit(customer, .email, from: old, to: "x@example.com", version: 3)
            try desk.edit(customer, .email, from: "x@example.com", to: "\(customer)@example.com", version: 2)
        }
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("A circle in which everything may have reached the server is left to the server")
    func sentCircle() throws {
        let desk = CoreDesk()
        let first = try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        desk.connect()
        try desk.edit(bea, .email, from: "b@example.com", to: "a@example.com")
        desk.answer(CoreDesk.lost)
        desk.turn()
        desk.turn(after: .seconds(60))
        if desk.isProbing { desk.answerProbe() }
        desk.turn()
        // The one that has not left gives way, and the other one goes again.
        #expect(desk.underWay.map(\.leader) == [first])
        #expect(desk.queue.entries(for: bea).allSatisfy { $0.needsDecision })
    }

    @Test(
        "After a lost request a taken email is tried again for as long as the lost one may arrive, and not longer",
        arguments: [(34, false), (35, true)])
    func takenAfterLost(secondsLater: Int, isRefused: Bool) throws {
        let desk = CoreDesk()
        let edit = try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        desk.connect()
        desk.answer(CoreDesk.lost)
        desk.turn()
        desk.turn(after: .seconds(20))
        if desk.isProbing { desk.answerProbe() }
        desk.turn()
        #expect(desk.underWay.map(\.leader) == [edit])
        desk.turn(after: .seconds(secondsLater - 20))
        desk.answer(CoreDesk.refused(.emailTaken))
        desk.turn()
        #expect(desk.queue[edit]?.needsDecision == isRefused)
    }

    @Test("An email that turns out to be taken is tried again when a queued edit gives it up")
    func takenMeanwhile() throws {
        let desk = CoreDesk()
        try desk.edit(ann, .email, from: "a@example.com", to: "b@example.com")
        desk.connect()
        #expect(desk.underWay.map(\.customer) == [ann])
        try desk.edit(bea, .email, from: "b@example.com", to: "new@example.com")
        desk.turn()
        desk.answer(CoreDesk.refused(.emailTaken))
        desk.turn()
        #expect(desk.queue[1]?.state == .waiting)
        #expect(desk.underWay.map(\.customer) == [bea])
        desk.accept()
        desk.turn(after: .seconds(1))
        #expect(desk.underWay.map(\.customer) == [ann])
        desk.answer(CoreDesk.refused(.emailTaken))
        desk.turn()
        #expect(desk.queue[1]?.needsDecision == true)
    }
}
