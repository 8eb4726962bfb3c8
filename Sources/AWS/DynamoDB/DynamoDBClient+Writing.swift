import HTTP
import JSON

/// The operations that write.
extension DynamoDBClient {
    /// Writes an item over the one with its key.
    ///
    /// - Throws: ``DynamoDBFailure/conditionFailed(current:)`` with the item that is there. An attempt whose answer was
    ///   lost may have written: the caller tells its own item by what is in it.
    package func put(_ item: Item, into table: String, if condition: ItemCondition) async throws(DynamoDBFailure) {
        _ = try await perform("PutItem", WriteAction.put(item, if: condition).input(table, isAlone: true))
    }

    /// Items in one `BatchWriteItem`.
    private static let maximumWrites = 25

    /// Writes items over those with their keys, and deletes others, in no order and each for itself: after a failure some
    /// are done, and all may be written again.
    package func write(
        _ items: [Item], deleting keys: [Item], in table: String
    ) async throws(DynamoDBFailure) {
        let writes: [JSONValue] =
            items.map { ["PutRequest": ["Item": JSONValue($0)]] }
            + keys.map { ["DeleteRequest": ["Key": JSONValue($0)]] }
        for start in stride(from: 0, to: writes.count, by: Self.maximumWrites) {
            try await write(Array(writes[start..<min(start + Self.maximumWrites, writes.count)]), in: table)
        }
    }

    /// What DynamoDB has no capacity for comes back, and goes again after a pause.
    private func write(_ writes: [JSONValue], in table: String) async throws(DynamoDBFailure) {
        var (rest, attempts) = (writes, 0)
        let deadline = ContinuousClock.now + limits.operation
        while !rest.isEmpty {
            if attempts > 0 {
                guard ContinuousClock.now < deadline else { throw .throttled }
                do {
                    try await Task.sleep(for: Self.backoff.pause(after: attempts))
                } catch {
                    throw .abandoned
                }
            }
            attempts += 1
            let requested = JSONValue.object([.init(name: table, value: .array(rest))])
            let output = try await perform(
                "BatchWriteItem", ["RequestItems": requested, "ReturnConsumedCapacity": "INDEXES"])
            rest = output.json["UnprocessedItems"]?[table]?.array ?? []
        }
    }

    /// Performs all the actions or none of them.
    ///
    /// - Parameters:
    ///   - actions: 100 at most.
    ///   - token: names the transaction for ten minutes, so that a repeat does nothing; 36 characters at most.
    /// - Throws: ``DynamoDBFailure/cancelled(_:)`` with a reason for each action.
    package func transact(
        _ actions: [WriteAction], in table: String, token: String
    ) async throws(DynamoDBFailure) {
        let items = actions.map { action -> JSONValue in
            .object([.init(name: action.name, value: action.input(table, isAlone: false))])
        }
        _ = try await perform(
            "TransactWriteItems",
            [
                "TransactItems": .array(items), "ClientRequestToken": .string(token),
                "ReturnConsumedCapacity": "INDEXES",
            ])
    }
}

/// One action of a transaction.
package enum WriteAction: Hashable, Sendable {
    case put(Item, if: ItemCondition)
    case delete(key: Item, if: ItemCondition)

    var name: String {
        switch self {
        case .put: "Put"
        case .delete: "Delete"
        }
    }

    /// - Parameter isAlone: as an operation of its own, outside of a transaction.
    func input(_ table: String, isAlone: Bool) -> JSONValue {
        let (target, condition) =
            switch self {
            case .put(let item, let condition): (JSONValue.Member(name: "Item", value: JSONValue(item)), condition)
            case .delete(let key, let condition): (JSONValue.Member(name: "Key", value: JSONValue(key)), condition)
            }
        var members = [JSONValue.Member(name: "TableName", value: .string(table)), target]
        if isAlone { members.append(.init(name: "ReturnConsumedCapacity", value: "INDEXES")) }
        return .object(members + condition.members)
    }
}

/// What must be true of the item that a write meets.
package enum ItemCondition: Hashable, Sendable {
    case none
    /// There is no such item.
    case absent(key: String)
    /// The attribute has this value.
    case equal(String, AttributeValue)
    /// The same, of an item that has no attribute of the other name.
    case equalWithout(String, AttributeValue, other: String)
    /// There is no such item, or its attribute has this value.
    case absentOrEqual(String, AttributeValue)

    fileprivate var members: [JSONValue.Member] {
        let (expression, name, value): (String, String, AttributeValue?)
        var other: String?
        switch self {
        case .none: return []
        case .absent(let key): (expression, name, value) = ("attribute_not_exists(#a)", key, nil)
        case .equal(let attribute, let own): (expression, name, value) = ("#a = :a", attribute, own)
        case .equalWithout(let attribute, let own, let absent):
            (expression, name, value) = ("#a = :a AND attribute_not_exists(#b)", attribute, own)
            other = absent
        case .absentOrEqual(let attribute, let own):
            (expression, name, value) = ("attribute_not_exists(#a) OR #a = :a", attribute, own)
        }
        let names = JSONValue.Member(
            name: "ExpressionAttributeNames", value: ["#a": .string(name), "#b": other.map { .string($0) }])
        let values = value.map { JSONValue.Member(name: "ExpressionAttributeValues", value: [":a": $0.json]) }
        return [
            .init(name: "ConditionExpression", value: .string(expression)), names,
            // The item that was in the way tells why.
            .init(name: "ReturnValuesOnConditionCheckFailure", value: "ALL_OLD"),
        ] + [values].compactMap { $0 }
    }
}
