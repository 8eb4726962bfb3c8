import APIClient
import ArgumentParser
import BenchSupport
import Domain
import Journal
import Sync
import Transports
import Wire

/// Queues edits of different customers in a journal on disk, lets the synchronisation drain it to a server, and prints
/// the figures as JSON.
@main
struct SyncBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync-bench", abstract: "Measure how fast queued edits drain to a server.")

    @Option(help: "The server, which has at least as many customers.")
    var url: String

    @Option(help: "Where the journal goes; it must not exist.")
    var directory: String

    @Option(help: "How many edits to queue.")
    var count = 10_000

    func run() async throws {
        let transport = CountingTransport(HTTPTransport(try APIEndpoint(url, carriesToken: false).server))
        let client = CustomerClient(transport: transport, retries: RetryPolicy(maximumRetries: 0))
        let customers = try await customers(client)
        let disk = CountingDisk()
        let (journal, _) = try EditJournal.open(directory: directory, api: url, disk: disk)
        let clock = ContinuousClock()
        let queueing = try clock.measure { try queue(customers, in: journal) }
        let syncsBefore = disk.syncs
        let requestsBefore = transport.requests
        let draining = await clock.measure { await drain(journal, client) }
        let report = Report(
            edits: count, left: journal.queue.count, queueSeconds: queueing.seconds, drainSeconds: draining.seconds,
            requests: transport.requests - requestsBefore, journalSyncs: disk.syncs - syncsBefore,
            memory: ProcessMemory.now())
        try printReport(report)
        await transport.shutDown()
    }

    private struct Report: Encodable {
        let edits: Int
        /// Unfinished edits.
        let left: Int
        let queueSeconds: Double
        let drainSeconds: Double
        let requests: Int
        let journalSyncs: Int
        let memory: ProcessMemory
    }

    private func customers(_ client: CustomerClient) async throws -> [Customer] {
        var customers: [Customer] = []
        var next: ListQuery? = ListQuery()
        while let query = next, customers.count < count {
            let page = try await client.page(query)
            customers += page.customers
            next = page.next
        }
        guard customers.count >= count else {
            throw ValidationError("The server has \(customers.count) customers only.")
        }
        return Array(customers.prefix(count))
    }

    private func queue(_ customers: [Customer], in journal: EditJournal) throws {
        for start in stride(from: 0, to: customers.count, by: 500) {
            let entries = customers[start..<min(start + 500, customers.count)].map { customer in
                let edit = CustomerEdit([.address: FieldChange(from: customer.address, to: "Street \(customer.id)")])
                let form = Entry.Form(op: .random(), change: .edit(edit, version: customer.version))
                return Entry(customer: customer.id, form: form)
            }
            try journal.append(.enter(entries))
        }
    }

    /// Returns when nothing is left to send.
    private func drain(_ journal: EditJournal, _ client: CustomerClient) async {
        let synchronizer = Synchronizer(journal: JournalAccess(journal), client: client)
        async let running: Void = synchronizer.run()
        for await event in synchronizer.events {
            guard case .status(let status) = event else { continue }
            if case .idle = status { break }
        }
        await synchronizer.stop()
        await running
    }
}
