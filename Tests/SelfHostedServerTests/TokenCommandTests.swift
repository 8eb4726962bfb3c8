import ArgumentParser
import Domain
import Testing

@testable import customers_api

@Suite("How long a token is good")
struct TokenTermTests {
    @Test("Today is the first day", arguments: [(1, "2024-03-02"), (30, "2024-03-31"), (366, "2025-03-02")])
    func end(days: Int, expected: String) throws {
        let now = try #require(Timestamp("2024-03-01T23:59:59Z"))
        #expect(try TokenTermOption.parse(["--days", "\(days)"]).end(from: now) == expected)
        #expect(try TokenTermOption.parse([]).end(from: now) == nil)
    }

    @Test("It has a day at least, and 36,500 at most", arguments: ["0", "-1", "36501", "x"])
    func limits(text: String) {
        #expect(throws: (any Error).self) { try TokenTermOption.parse(["--days", text]) }
    }
}
