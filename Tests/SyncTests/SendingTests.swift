import Domain
import Journal
import Sync
import TestSupport
import Testing
import Wire

@Suite("What is sent, and when")
struct SendingTests {
    @Test("Nothing is marked before a probe came through, and a single request goes first")
    func probesFirst() throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.turn()
        #expect(desk.isProbing && desk.underWay.isEmpty)
        #expect(desk.queue.entries.allSatisfy { $0.state == .waiting })
        desk.answerProbe()
        desk.turn()
        #expect(desk.underWay.count == 1)
        desk.accept()
        desk.turn()
        #expect(desk.underWay.count == 8)
        #expect(desk.probes == 1)
    }

    @Test("Every request is marked in the journal before it is handed out")
    func marksFirst() throws {
        let desk = CoreDesk()
        for _ in 0..<9 { try desk.edit() }
        desk.connect()
        desk.accept()
        desk.turn()
        for batch in desk.underWay { #expect(desk.lines.contains(.sending(batch.sending))) }
    }

    @Test("When the journal fails nothing is sent, until it works again")
    func journalFails() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.turn()
        desk.answerProbe()
        desk.journal.fail(SyncJournalFailure(message: "The disk is full."))
        desk.turn()
        #expect(desk.underWay.isEmpty)
        #expect(desk.core.status == .journalFails(message: "The disk is full."))
        desk.journal.fail(nil)
        desk.turn(after: .seconds(1))
        #expect(desk.underWay.count == 1)
        desk.accept()
        desk.turn()
        #expect(desk.queue.isEmpty && desk.core.status == .idle)
    }

    @Test("An answer that cannot be written down is written down later")
    func answerWaitsForJournal() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.connect()
        desk.journal.fail(SyncJournalFailure(message: "The disk is full."))
        desk.accept()
        desk.turn()
        #expect(desk.queue.count == 1)
        desk.journal.fail(nil)
        desk.turn(after: .seconds(1))
        #expect(desk.queue.isEmpty)
    }

    @Test("One customer's entries go one after the other, each on the version that the one before made")
    func inOrder() throws {
        let desk = CoreDesk()
        let customer = CustomerID.random()
        try desk.edit(customer)
        desk.connect()
        try desk.edit(customer, from: "2", to: "3")
        desk.turn()
        #expect(desk.underWay.count == 1)
        // The body shows a newer state than the one that the request made.
        desk.answer(.success(.changed(CoreDesk.customer(customer, at: 9), replayOf: 2)))
        desk.turn()
        #expect(desk.underWay.map(\.change.version) == [2])
    }

    @Test("What may have reached the server goes again as it was, whatever was entered since")
    func sameAgain() throws {
        let desk = CoreDesk()
        let customer = CustomerID.random()
        try desk.edit(customer)
        desk.connect()
        let first = desk.underWay[0]
        try desk.edit(customer, from: "2", to: "3")
        desk.answer(CoreDesk.lost)
        desk.turn()
        desk.turn(after: .seconds(60))
        desk.answerProbe()
        desk.turn()
        #expect(desk.underWay.map(\.call) == [first.call])
        #expect(desk.underWay.map(\.earlierAttempts) == [1])
    }

    @Test("A merge is in the journal before it is sent, under another key")
    func mergesFirst() throws {
        let desk = CoreDesk()
        let customer = CustomerID.random()
        try desk.edit(customer)
        desk.connect()
        let first = desk.underWay[0]
        desk.answer(CoreDesk.refused(.versionMismatch, current: CoreDesk.customer(customer, at: 4)))
        desk.turn()
        let second = try #require(desk.underWay.first)
        #expect(second.sending.op != first.sending.op)
        #expect(second.change.version == 4)
        let kinds = desk.lines.map { line in
            switch line {
            case .rebase: "rebase"
            case .sending(let sending): sending.op == first.sending.op ? "first" : "second"
            default: "other"
            }
        }
        #expect(kinds == ["other", "first", "rebase", "second"])
    }

    @Test("Entries that come to nothing together are dropped without a request")
    func nothing() throws {
        let desk = CoreDesk()
        let customer = CustomerID.random()
        try desk.edit(customer)
        try desk.edit(customer, from: "2", to: "1")
        desk.drain()
        #expect(desk.queue.isEmpty)
        #expect(!desk.lines.contains { if case .sending = $0 { true } else { false } })
    }

    @Test("A refused entry holds its customer only")
    func poison() throws {
        let desk = CoreDesk()
        let poisoned = CustomerID.random()
        for number in 0..<1_000 { try desk.edit(number == 500 ? poisoned : .random()) }
        try desk.edit(poisoned, from: "2", to: "3")
        repeat {
            desk.turn()
            if desk.isProbing { desk.answerProbe() }
            while let batch = desk.underWay.first {
                if batch.customer == poisoned { desk.answer(CoreDesk.refused(.validation)) } else { desk.accept() }
            }
            desk.turn()
        } while !desk.underWay.isEmpty
        #expect(desk.queue.entries(for: poisoned).count == 1)
        #expect(desk.queue.count == 1)
        let refusals = desk.events.filter { if case .refused = $0 { true } else { false } }
        #expect(refusals.count == 1)
    }

    @Test("A deletion without a stated delay waits ten seconds, and can be taken back meanwhile")
    func deletions() throws {
        let desk = CoreDesk()
        let first = try desk.delete()
        desk.turn()
        #expect(!desk.isProbing)
        #expect(desk.core.wakesAt == .seconds(10))
        try desk.journal.record { _ in [.cancel(for: first, .undo)] }
        desk.turn(after: .seconds(9))
        try desk.delete()
        desk.turn()
        desk.turn(after: .seconds(9))
        #expect(!desk.isProbing)
        desk.turn(after: .seconds(1))
        #expect(desk.isProbing)
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("The server's own values are reported, and deletions")
    func reports() throws {
        let desk = CoreDesk()
        let (changed, gone) = (CustomerID.random(), CustomerID.random())
        try desk.edit(changed)
        try desk.edit(gone)
        desk.connect()
        let current = CoreDesk.customer(changed, at: 2)
        desk.answer(.success(.changed(current, replayOf: nil)))
        desk.turn()
        desk.answer(CoreDesk.refused(.deleted))
        desk.turn()
        #expect(desk.events == [.served(current), .gone(gone), .conflicted(2, gone, .deleted)])
    }
}
