import ArgumentParser
import BenchSupport
import Cache
import Domain
import SampleData
import Wire

/// Measures the client's cache in process and prints the figures as JSON.
@main
struct CacheBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache-bench",
        abstract: "Measure the client's cache on invented customers.",
        discussion: "A cache that exists already at --path is used as it is, when it holds as many customers.")

    @Option(help: "The cache's file.")
    var path: String

    @Option(help: "The API that the cache belongs to; that of another is made anew.")
    var origin = "https://bench.example"

    @Option(help: "How many customers to fill it with.")
    var count = 1_000_000

    @Option(help: "How many operations to measure.")
    var operations = 4_000

    @Option(help: "What the choice of operations and terms depends on.")
    var seed: UInt64 = 42

    private struct Report: Encodable {
        let customers: Int
        /// Of this run; absent when the cache was there already.
        let fillSeconds: Double?
        let fileBytes: Int
        let memoryAfterFill: ProcessMemory
        let memory = ProcessMemory.now()
        let kinds: [String: Figures]
    }

    func run() async throws {
        let fillSeconds = try await fill()
        let memoryAfterFill = ProcessMemory.now()
        let mix = Mix(path: path, origin: origin, count: count, seed: seed)
        let starts = try mix.starts(50)
        let measurements = try mix.run(operations: operations)
        try printReport(
            Report(
                customers: count, fillSeconds: fillSeconds, fileBytes: try fileBytes(at: path),
                memoryAfterFill: memoryAfterFill, kinds: Figures.byKind(starts + measurements)))
    }

    /// The seconds it took; `nil` when everybody was there already.
    private func fill() async throws -> Double? {
        let cache = try CustomerCache(at: .file(path), origin: origin)
        defer { cache.close() }
        guard try cache.count() < count else { return nil }
        let duration = try await ContinuousClock().measure {
            try await apply(to: cache)
        }
        return duration.seconds
    }

    private func apply(to cache: CustomerCache) async throws {
        let now = Timestamp.now()
        var page: [Change] = []
        var number = 0
        var cursor: String?
        for new in SamplePeople(count: count) {
            number += 1
            let customer = Customer(
                id: CustomerID(imported: new.details), details: new.details,
                registrationDate: new.registrationDate ?? now, createdAt: now, updatedAt: now, version: 1,
                updatedBy: nil)
            page.append(.changed(customer))
            guard page.count == 1_000 || number == count else { continue }
            try await cache.apply(page, after: cursor, cursor: "\(number)", isComplete: number == count)
            page = []
            cursor = "\(number)"
        }
    }
}
