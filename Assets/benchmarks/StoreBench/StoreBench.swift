import ArgumentParser
import BenchSupport
import Domain
import SQLiteStore
import SampleData

/// Measures the SQLite store in process on a published mix of reads, and prints the figures as JSON.
@main
struct StoreBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store-bench",
        abstract: "Measure the SQLite store on invented customers.",
        discussion: "A database that exists already at --path is used as it is, when it holds as many customers.")

    @Option(help: "The database file.")
    var path: String

    @Option(help: "How many customers to load.")
    var count = 1_000_000

    @Option(help: "How many operations to measure.")
    var operations = 20_000

    @Option(help: "What the choice of operations and terms depends on.")
    var seed: UInt64 = 42

    private struct Report: Encodable {
        let customers: Int
        /// Of this run; absent when the database was there already.
        let loadSeconds: Double?
        let fileBytes: Int
        let memoryAfterLoad: ProcessMemory
        let memory = ProcessMemory.now()
        let mix: Figures
        let kinds: [String: Figures]
    }

    func run() async throws {
        let clock = ContinuousClock()
        let store = try SQLiteCustomerStore(path: path)
        var loadSeconds: Double?
        if try await store.isEmpty() {
            let duration = try await clock.measure {
                _ = try await store.load(SamplePeople(count: count), now: Timestamp.now())
            }
            loadSeconds = duration.seconds
        }
        let memoryAfterLoad = ProcessMemory.now()
        let mix = Mix(store: store, count: count, seed: seed)
        let measurements = try await mix.run(operations: operations)
        let similar = try await mix.similar(operations / 100)
        try printReport(
            Report(
                customers: count, loadSeconds: loadSeconds, fileBytes: try fileBytes(at: path),
                memoryAfterLoad: memoryAfterLoad, mix: Figures(measurements),
                kinds: Figures.byKind(measurements + similar)))
    }
}
