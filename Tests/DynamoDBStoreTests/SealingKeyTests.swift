import CustomerAPI
import Domain
import DynamoDB
import DynamoDBStore
import TestSupport
import Testing

@Suite("What a table's cursors are sealed with", .ministack)
struct SealingKeyTests {
    @Test("However many servers begin at once, they have the same key, and so has a later one")
    func beginners() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let keys = try await withThrowingTaskGroup(of: CursorKey.self, returning: [CursorKey].self) { group in
            for _ in 0..<8 {
                let store = try stack.store(table.name)
                group.addTask { try await store.cursorKey() }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let later = try await stack.store(table.name).cursorKey()
        #expect(keys.count == 8 && keys.allSatisfy { $0 == later })
    }

    @Test("The item that keeps it is no customer: no list, search or feed shows it")
    func invisible() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let store = try stack.store(table.name)
        _ = try await store.cursorKey()
        let ann = try await store.add("Ann Berg", email: "ann@example.com")
        #expect(try await store.everybody().map(\.id) == [ann.id])
        #expect(try await store.everybody(.search(#require(SearchTerm("config")))).isEmpty)
        #expect(try await store.changes(after: nil, limit: 10).elements.count == 1)
    }
}
