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
        let desk = CoreDesk()
        let customer = CustomerID.random()
        try desk.edit(customer)
        desk.connect()
        let failure = APIFailure.unconfirmed(detail: "another value")
        desk.answer(.failure(failure))
        desk.turn()
        #expect(desk.core.status(for: customer) == .unsettled(message: failure.cause))
        #expect(desk.core.status(for: .random()) == desk.core.status)
        desk.turn(after: .seconds(1))
        #expect(desk.core.status(for: customer) == .unsettled(message: failure.cause))
        desk.accept()
        desk.turn()
        #expect(desk.queue.isEmpty && desk.core.status(for: customer) == .idle)
    }

    @Test("An answer that does not show the edit is asked for again under the same key, and soon", arguments: [1, 2])
    func unconfirmed(times: Int) throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.connect()
        let first = try #require(desk.underWay.first)
        for _ in 0..<times {
            desk.answer(.failure(.unconfirmed(detail: "another value")))
            desk.turn()
            #expect(desk.queue.count == 1 && desk.queue.entries.first?.isUnsent == false)
            desk.turn(after: .seconds(1))
            #expect(desk.underWay.map(\.sending.op) == [first.sending.op])
        }
        desk.accept()
        desk.turn()
        #expect(desk.queue.isEmpty)
    }

    @Test("An entry on which the API fails does not stop the others")
    func stumble() throws {
        let desk = CoreDesk()
        let poisoned = CustomerID.random()
        try desk.edit(poisoned)
        for _ in 0..<99 { try desk.edit() }
        for _ in 0..<400 {
            desk.turn(after: .milliseconds(100))
            if desk.isProbing { desk.answerProbe() }
            while let batch = desk.underWay.first {
                if batch.customer == poisoned {
                    desk.answer(.failure(.serverFailed(status: 500, requestID: "r")))
                } else {
                    desk.accept()
                }
            }
        }
        #expect(desk.queue.entries.map(\.customer) == [poisoned])
    }

    @Test("An entry that never gets an answer holds nobody up, and does not make the API look away")
    func silentEntry() throws {
        let desk = CoreDesk()
        let silent = CustomerID.random()
        try desk.edit(silent)
        desk.connect()
        #expect(desk.underWay.map(\.customer) == [silent])
        for _ in 0..<20 { try desk.edit() }
        for _ in 0..<200 {
            desk.turn(after: .milliseconds(100))
            desk.acceptAll(but: silent)
            if case .away = desk.core.status { Issue.record("\(desk.core.status)") }
        }
        #expect(desk.queue.entries.map(\.customer) == [silent])
        #expect(desk.underWay.map(\.customer) == [silent])
        desk.answer(CoreDesk.lost)
        desk.turn()
        if case .away = desk.core.status { Issue.record("\(desk.core.status)") }
    }

    @Test("A new customer's edit goes before one on which the API keeps failing, which goes ever more rarely")
    func newcomers() throws {
        let desk = CoreDesk()
        let poisoned = CustomerID.random()
        try desk.edit(poisoned)
        var attempts = 0
        for step in 0..<600 {
            if step.isMultiple(of: 20) { try desk.edit() }
            // The interface hears from the API all the time.
            if step.isMultiple(of: 10) { desk.endCall(CoreDesk.page) }
            desk.turn(after: .milliseconds(100))
            if desk.isProbing { desk.answerProbe() }
            while let batch = desk.underWay.first {
                if batch.customer == poisoned {
                    attempts += 1
                    desk.answer(CoreDesk.lost)
                } else {
                    desk.accept()
                }
            }
        }
        #expect(desk.queue.count <= 2)
        #expect(attempts <= 12)
    }
}
