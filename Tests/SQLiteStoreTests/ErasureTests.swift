import CustomerAPI
import Domain
import Foundation
import GRDB
import Testing
import Wire

@testable import SQLiteStore

@Suite("What is left in the files of a customer who was deleted")
struct ErasureTests {
    /// How often a text stands in the store's files.
    private func occurrences(_ text: String, in directory: TemporaryDirectory) -> Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            let path = directory.databasePath + suffix
            guard let data = FileManager.default.contents(atPath: path) else { return sum }
            var (count, start) = (0, data.startIndex)
            while let range = data.range(of: Data(text.utf8), in: start..<data.endIndex) {
                (count, start) = (count + 1, range.upperBound)
            }
            return sum + count
        }
    }

    @Test("Neither the database nor its log holds a name once the deletion has settled, and others are still there")
    func names() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let kept = try await store.create("Keepsake Keeper")
        for number in 0..<20 {
            let gone = try await store.create("Vanishing Person\(number)")
            _ = try await store.perform(
                CustomerWrite(id: gone.id, action: .patch(try CustomerPatch([.address: "Vanishing Lane"])), now: .now())
            )
            _ = try await store.perform(CustomerWrite(id: gone.id, action: .delete, now: .now()))
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while occurrences("anishing", in: directory) > 0, ContinuousClock.now < deadline { await Task.yield() }
        #expect(occurrences("anishing", in: directory) == 0)
        #expect(occurrences("Keepsake", in: directory) > 0)
        #expect(try await store.record(kept.id) != nil)
        store.close()
    }

    @Test("A reader that needs the log holds nobody up, and the log is emptied when it is done")
    func readers() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let gone = try await store.create("Vanishing Person")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
        try reader.inDatabase { db in
            try db.execute(sql: "BEGIN")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM customer") == 1)
        }
        _ = try await store.perform(CustomerWrite(id: gone.id, action: .delete, now: .now()))
        _ = try await store.create("Keepsake Keeper")
        #expect(occurrences("anishing", in: directory) > 0)
        try reader.inDatabase { db in try db.execute(sql: "COMMIT") }
        let deadline = ContinuousClock.now + .seconds(30)
        while occurrences("anishing", in: directory) > 0, ContinuousClock.now < deadline { await Task.yield() }
        #expect(occurrences("anishing", in: directory) == 0)
        try reader.close()
        store.close()
    }
}
