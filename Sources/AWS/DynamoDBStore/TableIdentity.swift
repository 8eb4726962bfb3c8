import CustomerAPI
import Domain
import DynamoDB

/// What DynamoDB says the table is, asked once.
actor TableIdentity {
    private let table: String
    private let client: DynamoDBClient
    private var known: TableDescription?

    init(table: String, client: DynamoDBClient) {
        self.table = table
        self.client = client
    }

    func description() async throws(DynamoDBFailure) -> TableDescription {
        if let known { return known }
        let description = try await client.describe(table)
        known = description
        return description
    }

    /// Names the feed of changes: a table that was restored from a backup has another id, and other changes.
    func epoch() async throws(StoreFailure) -> FeedEpoch {
        let description: TableDescription
        do throws(DynamoDBFailure) {
            description = try await self.description()
        } catch {
            throw StoreFailure(error, table: table)
        }
        guard let epoch = FeedEpoch(description.id) else {
            throw .failed(detail: "DynamoDB names no TableId that is a UUID.")
        }
        return epoch
    }
}
