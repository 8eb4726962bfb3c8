import CustomerAPI
import Domain
import DynamoDB
import DynamoDBStore
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("Paging on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct PagingTests {
    /// ministack sorts a whole partition for every page; with `CUSTOMERS_AWS_SCALE=100` there are 100,000 names.
    @Test("Everybody is seen once, in order, while others are added")
    func insertsWhilePaging() async throws {
        let table = try await MiniStack.current.table()
        let count = 1_000 * scale
        let ids = try await inParallel(0..<count) { number in
            try await table.store.add(Self.name(number), email: "n\(number)@example.com").id
        }
        let isDone = Mutex(false)
        async let added = inParallel(0..<4, width: 4) { writer in
            var number = 0
            while !isDone.withLock({ $0 }) {
                try await table.store.add(Self.name(number * 31), email: "late\(writer).\(number)@example.com")
                number += 1
            }
            return number
        }
        let seen = try await table.store.everybody(limit: max(50, count / 100))
        isDone.withLock { $0 = true }
        let late = try await added.reduce(0, +)
        #expect(late > 0)
        let originals = Set(ids)
        #expect(seen.count(where: { originals.contains($0.id) }) == count)
        #expect(Set(seen.map(\.id)).count == seen.count)
        let keys = seen.map { Array($0.details.nameFold.utf8) }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
        #expect(!table.calls.all.contains { $0.name == "Scan" })
        report("\(count) names seen once each, in order, while \(late) were added")
    }

    /// Spread over the alphabet, many of them alike.
    private static func name(_ number: Int) -> String {
        let letters = "abcdefghijklmnopqrstuvwxyzäøЖ".map(String.init)
        return "\(letters[number * 7 % letters.count])\(letters[number * 11 % letters.count]) \(number % 97)"
    }
}
