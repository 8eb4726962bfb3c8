import ArgumentParser
import BenchSupport
import Cache
import Domain
import FoundationEssentials
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

    func run() async throws {
        let fillSeconds = try await fill()
        let memoryAfterFill = ProcessMemory.now()
        let mix = Mix(path: path, origin: origin, count: count, seed: seed)
        let starts = try mix.starts(50)
        let measurements = try mix.run(operations: operations)
        let report = Report(
            customers: count, fillSeconds: fillSeconds, fileBytes: try fileBytes(), memoryAfterFill: memoryAfterFill,
            memory: ProcessMemory.now(), measurements: starts + measurements)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(report), as: UTF8.self))
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
                id: CustomerID(derivedFrom: new.details.emailKey, in: .importedEmail), details: new.details,
                registrationDate: new.registrationDate ?? now, createdAt: now, updatedAt: now, version: 1,
                updatedBy: nil)
            page.append(.changed(customer))
            guard page.count == 1_000 || number == count else { continue }
            try await cache.apply(page, after: cursor, cursor: "\(number)", isComplete: number == count)
            page = []
            cursor = "\(number)"
        }
    }

    private func fileBytes() throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }
}
