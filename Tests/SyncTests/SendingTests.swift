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
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.turn()
        #expect(sync.isProbing && sync.underWay.isEmpty)
        #expect(sync.queue.entries.allSatisfy { $0.state == .waiting })
        sync.answerProbe()
        sync.turn()
        #expect(sync.underWay.count == 1)
        sync.accept()
        sync.turn()
        #expect(sync.underWay.count == 8)
        #expect(sync.probes == 1)
    }

    @Test("Every request is marked in the journal before it is handed out")
    func marksFirst() throws {
        let sync = SyncFixture()
        for _ in 0..<9 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        for batch in sync.underWay { #expect(sync.lines.contains(.sending(batch.sending))) }
    }

    @Test("When the journal fails nothing is sent, until it works again")
    func journalFails() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.turn()
        sync.answerProbe()
        sync.journal.fail(SyncJournalFailure(message: "The disk is full."))
        sync.turn()
        #expect(sync.underWay.isEmpty)
        #expect(sync.core.status == .journalFails(message: "The disk is full."))
        sync.journal.fail(nil)
        sync.turn(after: .seconds(1))
        #expect(sync.underWay.count == 1)
        sync.accept()
        sync.turn()
        #expect(sync.queue.isEmpty && sync.core.status == .idle)
    }

    @Test("An answer that cannot be written down is written down later")
    func answerWaitsForJournal() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.connect()
        sync.journal.fail(SyncJournalFailure(message: "The disk is full."))
        sync.accept()
        sync.turn()
        #expect(sync.queue.count == 1)
        sync.journal.fail(nil)
        sync.turn(after: .seconds(1))
        #expect(sync.queue.isEmpty)
    }

    @Test("One customer's entries go one after the other, each on the version that the one before made")
    func inOrder() throws {
        let sync = SyncFixture()
        let customer = CustomerID.random()
        try sync.edit(customer)
        sync.connect()
        try sync.edit(customer, from: "2", to: "3")
        sync.turn()
        #expect(sync.underWay.count == 1)
        // The body shows a newer state than the one that the request made.
        sync.answer(.success(.changed(SyncFixture.customer(customer, at: 9), replayOf: 2)))
        sync.turn()
        #expect(sync.underWay.map(\.change.version) == [2])
    }

    @Test("What may have reached the server goes again as it was, whatever was entered since")
    func sameAgain() throws {
        let sync = SyncFixture()
        let customer = CustomerID.random()
        try sync.edit(customer)
        sync.connect()
        let first = sync.underWay[0]
        try sync.edit(customer, from: "2", to: "3")
        sync.answer(SyncFixture.lost)
        sync.turn()
        sync.turn(after: .seconds(60))
        sync.answerProbe()
        sync.turn()
        #expect(sync.underWay.map(\.call) == [first.call])
        #expect(sync.underWay.map(\.earlierAttempts) == [1])
    }

    @Test("A merge is in the journal before it is sent, under another key")
    func mergesFirst() throws {
        let sync = SyncFixture()
        let customer = CustomerID.random()
        try sync.edit(customer)
        sync.connect()
        let first = sync.underWay[0]
        sync.answer(SyncFixture.refused(.versionMismatch, current: SyncFixture.customer(customer, at: 4)))
        sync.turn()
        let second = try #require(sync.underWay.first)
        #expect(second.sending.op != first.sending.op)
        #expect(second.change.version == 4)
        let kinds = sync.lines.map { line in
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
        let sync = SyncFixture()
        let customer = CustomerID.random()
        try sync.edit(customer)
        try sync.edit(customer, from: "2", to: "1")
        sync.drain()
        #expect(sync.queue.isEmpty)
        #expect(!sync.lines.contains { if case .sending = $0 { true } else { false } })
    }

    @Test("A refused entry holds its customer only")
    func poison() throws {
        let sync = SyncFixture()
        let poisoned = CustomerID.random()
        for number in 0..<1_000 { try sync.edit(number == 500 ? poisoned : .random()) }
        try sync.edit(poisoned, from: "2", to: "3")
        repeat {
            sync.turn()
            if sync.isProbing { sync.answerProbe() }
            while let batch = sync.underWay.first {
                if batch.customer == poisoned { sync.answer(SyncFixture.refused(.validation)) } else { sync.accept() }
            }
            sync.turn()
        } while !sync.underWay.isEmpty
        #expect(sync.queue.entries(for: poisoned).count == 1)
        #expect(sync.queue.count == 1)
        let refusals = sync.events.filter { if case .refused = $0 { true } else { false } }
        #expect(refusals.count == 1)
    }

    @Test("A deletion without a stated delay waits ten seconds, and can be taken back meanwhile")
    func deletions() throws {
        let sync = SyncFixture()
        let first = try sync.delete()
        sync.turn()
        #expect(!sync.isProbing)
        #expect(sync.core.wakesAt == .seconds(10))
        try sync.journal.record { _ in [.cancel(for: first, .undo)] }
        sync.turn(after: .seconds(9))
        try sync.delete()
        sync.turn()
        sync.turn(after: .seconds(9))
        #expect(!sync.isProbing)
        sync.turn(after: .seconds(1))
        #expect(sync.isProbing)
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("The server's own values are reported, and deletions")
    func reports() throws {
        let sync = SyncFixture()
        let (changed, gone) = (CustomerID.random(), CustomerID.random())
        try sync.edit(changed)
        try sync.edit(gone)
        sync.connect()
        let current = SyncFixture.customer(changed, at: 2)
        sync.answer(.success(.changed(current, replayOf: nil)))
        sync.turn()
        sync.answer(SyncFixture.refused(.deleted))
        sync.turn()
        #expect(sync.events == [.served([current]), .gone(gone), .conflicted(2, gone, .deleted)])
    }
}
