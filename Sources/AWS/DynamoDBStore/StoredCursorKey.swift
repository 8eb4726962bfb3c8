import CustomerAPI
import Domain
import DynamoDB

/// The table's ``CursorKey``, read once and kept; the first to come makes it.
actor StoredCursorKey {
    private let table: String
    private let client: DynamoDBClient
    private var known: CursorKey?

    /// An item of its own, in no index.
    static let itemKey: Item = [Attribute.id: "config#cursor-key"]

    init(table: String, client: DynamoDBClient) {
        self.table = table
        self.client = client
    }

    func key() async throws(StoreFailure) -> CursorKey {
        if let known { return known }
        do throws(DynamoDBFailure) {
            let key = try await stored()
            known = key
            return key
        } catch {
            throw StoreFailure(error, table: table)
        }
    }

    private func stored() async throws(DynamoDBFailure) -> CursorKey {
        if let key = try await read() { return key }
        let own = CursorKey.random()
        var item = Self.itemKey
        item[Attribute.secret] = .binary(own.bytes)
        do throws(DynamoDBFailure) {
            try await client.put(item, into: table, if: .absent(key: Attribute.id))
            return own
        } catch {
            // Somebody else has made one meanwhile, or this very put whose answer was lost and was repeated.
            guard case .conditionFailed = error, let key = try await read() else { throw error }
            return key
        }
    }

    private func read() async throws(DynamoDBFailure) -> CursorKey? {
        try await client.item(Self.itemKey, of: table)?[Attribute.secret]?.bytes.flatMap { CursorKey(bytes: $0) }
    }
}
