import JSON

/// An operation that succeeded, for metrics and tests.
package struct DynamoDBCall: Hashable, Sendable {
    /// Such as `GetItem`.
    package let name: String
    package let index: String?
    /// What it cost; `nil` when DynamoDB did not say.
    package let capacity: ConsumedCapacity?
    /// How often it was sent.
    package let attempts: Int

    init(name: String, input: JSONValue, output: DynamoDBClient.Output, attempts: Int) {
        self.name = name
        self.attempts = attempts
        index = input["IndexName"]?.text
        let consumed = output.json["ConsumedCapacity"]
        capacity = (consumed?.array?.first ?? consumed).flatMap { ConsumedCapacity($0) }
    }
}

/// Capacity units, of reading or of writing as the operation is.
package struct ConsumedCapacity: Hashable, Sendable {
    package let total: Double
    package let indexes: [String: Double]

    /// On the table itself.
    package var table: Double { total - indexes.values.reduce(0, +) }

    fileprivate init?(_ json: JSONValue) {
        guard let total = json["CapacityUnits"]?.number else { return nil }
        self.total = total
        indexes = Dictionary(
            (json["GlobalSecondaryIndexes"]?.members ?? []).compactMap { member in
                member.value["CapacityUnits"]?.number.map { (member.name, $0) }
            }, uniquingKeysWith: { $1 })
    }
}
