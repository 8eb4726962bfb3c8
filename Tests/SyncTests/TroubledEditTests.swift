import APIClient
import Domain
import Journal
import Sync
import TestSupport
import Testing

@Suite("An edit that does not come through")
struct TroubledEditTests {
    @Test("Of an edit that goes again and again, the last cause is known")
    func lastCause() throws {
        let sync = SyncFixture()
        let customer = CustomerID.random()
        try sync.edit(customer)
        sync.connect()
        let failure = APIFailure.unconfirmed(detail: "another value")
        sync.answer(.failure(failure))
        sync.turn()
        #expect(sync.core.status(for: customer) == .unsettled(message: failure.cause))
        #expect(sync.core.status(for: .random()) == sync.core.status)
        sync.turn(after: .seconds(1))
        #expect(sync.core.status(for: customer) == .unsettled(message: failure.cause))
        sync.accept()
        sync.turn()
        #expect(sync.queue.isEmpty && sync.core.status(for: customer) == .idle)
    }

    @Test("An answer that does not show the edit is asked for again under the same key, and soon", arguments: [1, 2])
    func unconfirmed(times: Int) throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.connect()
        let first = try #require(sync.underWay.first)
        for _ in 0..<times {
            sync.answer(.failure(.unconfirmed(detail: "another value")))
            sync.turn()
            #expect(sync.queue.count == 1 && sync.queue.entries.first?.isUnsent == false)
            sync.turn(after: .seconds(1))
            #expect(sync.underWay.map(\.sending.op) == [first.sending.op])
        }
        sync.accept()
        sync.turn()
        #expect(sync.queue.isEmpty)
    }

    @Test("An entry on which the API fails does not stop the others")
    func stumble() throws {
        let sync = SyncFixture()
        let poisoned = CustomerID.random()
        try sync.edit(poisoned)
        for _ in 0..<99 { try sync.edit() }
        for _ in 0..<400 {
            sync.turn(after: .milliseconds(100))
            if sync.isProbing { sync.answerProbe() }
            while let batch = sync.underWay.first {
                if batch.customer == poisoned {
                    sync.answer(.failure(.serverFailed(status: 500, requestID: "r")))
                } else {
                    sync.accept()
                }
            }
        }
        #expect(sync.queue.entries.map(\.customer) == [poisoned])
    }

    @Test("An entry that never gets an answer holds nobody up, and does not make the API look away")
    func silentEntry() throws {
        let sync = SyncFixture()
        let silent = CustomerID.random()
        try sync.edit(silent)
        sync.connect()
        #expect(sync.underWay.map(\.customer) == [silent])
        for _ in 0..<20 { try sync.edit() }
        for _ in 0..<200 {
            sync.turn(after: .milliseconds(100))
            sync.acceptAll(but: silent)
            if case .away = sync.core.status { Issue.record("\(sync.core.status)") }
        }
        #expect(sync.queue.entries.map(\.customer) == [silent])
        #expect(sync.underWay.map(\.customer) == [silent])
        sync.answer(SyncFixture.lost)
        sync.turn()
        if case .away = sync.core.status { Issue.record("\(sync.core.status)") }
    }

    @Test("A new customer's edit goes before one on which the API keeps failing, which goes ever more rarely")
    func newcomers() throws {
        let sync = SyncFixture()
        let poisoned = CustomerID.random()
        try sync.edit(poisoned)
        var attempts = 0
        for step in 0..<600 {
            if step.isMultiple(of: 20) { try sync.edit() }
            // The interface hears from the API all the time.
            if step.isMultiple(of: 10) { sync.endCall(SyncFixture.page) }
            sync.turn(after: .milliseconds(100))
            if sync.isProbing { sync.answerProbe() }
            while let batch = sync.underWay.first {
                if batch.customer == poisoned {
                    attempts += 1
                    sync.answer(SyncFixture.lost)
                } else {
                    sync.accept()
                }
            }
        }
        #expect(sync.queue.count <= 2)
        #expect(attempts <= 12)
    }
}
