import APIClient
import Domain
import HTTP
import Journal
import Sync
import Testing
import Wire

/// The interface hears of the queue often enough to draw it, not of each line.
@Suite("What the synchronisation reports")
struct ReportTests {
    /// Nobody is there.
    private struct NoTransport: Transport {
        func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
            throw TransportFailure(.timedOut, mayHaveArrived: false)
        }
    }

    @Test("However fast edits are entered, the queue is reported at most ten times a second, and as it is in the end")
    func pace() async throws {
        let journal = EditJournal.volatile(api: "https://api.example.com")
        let client = CustomerClient(transport: NoTransport(), retries: RetryPolicy(maximumRetries: 0))
        let synchronizer = Synchronizer(journal: JournalAccess(journal), client: client)
        let begun = ContinuousClock.now
        let running = Task { await synchronizer.run() }
        for _ in 0..<100 {
            let edit = CustomerEdit([.phone: FieldChange(from: "1", to: "2")])
            let form = Entry.Form(op: .random(), change: .edit(edit, version: 1))
            try journal.append(.enter([Entry(customer: .random(), form: form)]))
            await synchronizer.retryNow()
        }
        await synchronizer.stop()
        await running.value
        let seconds = (ContinuousClock.now - begun) / .seconds(1)
        var reported: [Int] = []
        for await case .queueChanged(let unfinished) in synchronizer.events { reported.append(unfinished) }
        #expect(reported.last == 100)
        // One is reported at once, and one at the end whenever the last was.
        #expect(Double(reported.count) <= 10 * seconds + 2)
    }

    @Test("What comes of several requests at once is one event, in the order of the answers")
    func together() throws {
        let sync = SyncFixture()
        for _ in 0..<9 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        let customers = sync.underWay.map(\.customer)
        while !sync.underWay.isEmpty { sync.accept() }
        sync.turn()
        let served = sync.events.map { event in
            if case .served(let customers) = event { customers.map(\.id) } else { [CustomerID]() }
        }
        #expect(customers.count == 8)
        #expect(served.count == 2 && served.last == customers)
    }
}
