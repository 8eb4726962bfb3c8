package import CustomerAPI
package import Domain
package import DynamoDB

/// Customers in a DynamoDB table, where one machine is outgrown.
///
/// Emails are unique by claims that are written in the same transaction as their customers; all else is found through two
/// indexes, which lag a little behind the table. Nothing is ever scanned.
package struct DynamoDBCustomerStore: CustomerStore {
    let table: String
    let client: DynamoDBClient
    let identity: TableIdentity
    private let secret: StoredCursorKey
    /// How long timelines keep their values; `nil` for good.
    let timelineDays: Int?
    let now: @Sendable () -> Timestamp

    /// Asks nothing of DynamoDB yet; see ``verify()``.
    ///
    /// - Parameters:
    ///   - timelineDays: how long timelines keep their values: older entries in the customer's own item lose them with its next
    ///     write. Those that lie in blocks by then keep them, and ``CustomerHandler`` shows nobody.
    ///   - now: this machine's clock, by which a poll of the change feed knows how far it may trust the index.
    package init(
        table: String, client: DynamoDBClient, timelineDays: Int? = nil,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.table = table
        self.client = client
        self.timelineDays = timelineDays
        self.now = now
        identity = TableIdentity(table: table, client: client)
        secret = StoredCursorKey(table: table, client: client)
    }

    package func cursorKey() async throws(StoreFailure) -> CursorKey { try await secret.key() }
}

// MARK: - Single records

extension DynamoDBCustomerStore {
    package func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? {
        guard let item = try await item(CustomerItem.key(id)) else { return nil }
        return try CustomerItem.record(item)
    }

    /// Through the claim to the customer.
    package func customer(emailKey: String) async throws(StoreFailure) -> Customer? {
        // Between the two looks the email may go to somebody else, hardly ever twice.
        for _ in 0..<3 {
            guard let claim = try await item(SearchEntries.claimKey(emailKey)) else { return nil }
            guard let id = CustomerID(try claim.text(Attribute.owner)) else {
                throw .failed(detail: "An email's claim names no customer.")
            }
            if case .living(let customer, _)? = try await record(id), customer.details.emailKey == emailKey {
                return customer
            }
        }
        return nil
    }

    func item(_ key: Item) async throws(StoreFailure) -> Item? {
        // A key that DynamoDB would refuse is nobody's.
        guard key.values.allSatisfy({ ($0.text?.utf8.count ?? 0) <= 2_048 }) else { return nil }
        return try await asking { () async throws(DynamoDBFailure) in try await client.item(key, of: table) }
    }

    func asking<Value>(
        _ question: () async throws(DynamoDBFailure) -> Value
    ) async throws(StoreFailure) -> Value {
        do throws(DynamoDBFailure) {
            return try await question()
        } catch {
            throw StoreFailure(error, table: table)
        }
    }
}
