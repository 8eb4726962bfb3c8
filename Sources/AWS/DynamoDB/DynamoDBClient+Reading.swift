package import Domain
import JSON

/// The operations that read.
extension DynamoDBClient {
    /// The item with this key, strongly consistent; `nil` when there is none.
    package func item(_ key: Item, of table: String) async throws(DynamoDBFailure) -> Item? {
        let output = try await perform(
            "GetItem",
            [
                "TableName": .string(table), "Key": JSONValue(key), "ConsistentRead": true,
                "ReturnConsumedCapacity": "INDEXES",
            ])
        return output.json["Item"].map { Item($0) }
    }

    /// How many keys ``items(_:of:)`` takes at most.
    package static let maximumBatch = 100

    /// Those of the items that exist, in no order, eventually consistent unless asked for otherwise.
    package func items(
        _ keys: [Item], of table: String, isConsistent: Bool = false
    ) async throws(DynamoDBFailure) -> [Item] {
        var items: [Item] = []
        let wanted: JSONValue = [
            "Keys": .array(keys.map { JSONValue($0) }), "ConsistentRead": isConsistent ? true : nil,
        ]
        var requested = JSONValue.object([.init(name: table, value: wanted)])
        // A batch that is too much for one answer comes in parts.
        while let keys = requested[table]?["Keys"]?.array, !keys.isEmpty {
            let output = try await perform(
                "BatchGetItem", ["RequestItems": requested, "ReturnConsumedCapacity": "INDEXES"])
            items += (output.json["Responses"]?[table]?.array ?? []).map { Item($0) }
            requested = output.json["UnprocessedKeys"] ?? .null
        }
        return items
    }

    /// A page of an index.
    package func page(_ query: IndexQuery) async throws(DynamoDBFailure) -> IndexPage {
        let output = try await perform("Query", query.json)
        return IndexPage(
            items: (output.json["Items"]?.array ?? []).map { Item($0) },
            end: output.json["LastEvaluatedKey"].map { Item($0) }, moment: output.moment)
    }

    /// A page of a whole table, strongly consistent: for those who copy it, and for no request.
    ///
    /// - Parameters:
    ///   - attribute: only items that have it.
    ///   - limit: items at most, of those that are looked at; as many as fit into an answer when `nil`.
    ///   - start: where the page before ended.
    package func scan(
        _ table: String, having attribute: String? = nil, limit: Int? = nil, start: Item? = nil
    ) async throws(DynamoDBFailure) -> IndexPage {
        let output = try await perform(
            "Scan",
            [
                "TableName": .string(table), "ConsistentRead": true,
                "FilterExpression": attribute.map { _ in "attribute_exists(#a)" },
                "ExpressionAttributeNames": attribute.map { ["#a": .string($0)] },
                "Limit": limit.map { .number(String($0)) }, "ExclusiveStartKey": start.map { JSONValue($0) },
                "ReturnConsumedCapacity": "INDEXES",
            ])
        return IndexPage(
            items: (output.json["Items"]?.array ?? []).map { Item($0) },
            end: output.json["LastEvaluatedKey"].map { Item($0) }, moment: output.moment)
    }

    /// What a table is like.
    package func describe(_ table: String) async throws(DynamoDBFailure) -> TableDescription {
        let output = try await perform("DescribeTable", ["TableName": .string(table)])
        guard let description = output.json["Table"].flatMap({ TableDescription($0) }) else {
            throw .unavailable(detail: "DescribeTable answered without a table")
        }
        return description
    }
}

/// A range of the sort key in one partition of an index.
package struct IndexQuery: Hashable, Sendable {
    package var table: String
    package var index: String
    package var partition: KeyPart
    package var sort: SortRange
    package var isDescending: Bool
    /// Items at most.
    package var limit: Int
    /// The key of the last item before the page, with the table's own key.
    package var start: Item?

    package init(
        table: String, index: String, partition: KeyPart, sort: SortRange = .all, isDescending: Bool = false,
        limit: Int,
        start: Item? = nil
    ) {
        self.table = table
        self.index = index
        self.partition = partition
        self.sort = sort
        self.isDescending = isDescending
        self.limit = limit
        self.start = start
    }

    /// A key attribute and what it has to be.
    package struct KeyPart: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum SortRange: Hashable, Sendable {
        case all
        case beginsWith(KeyPart)
        case after(KeyPart)
    }

    var json: JSONValue {
        let (condition, part): (String, KeyPart?) =
            switch sort {
            case .all: ("#p = :p", nil)
            case .beginsWith(let part): ("#p = :p AND begins_with(#s, :s)", part)
            case .after(let part): ("#p = :p AND #s > :s", part)
            }
        return [
            "TableName": .string(table), "IndexName": .string(index), "KeyConditionExpression": .string(condition),
            "ExpressionAttributeNames": ["#p": .string(partition.name), "#s": part.map { .string($0.name) }],
            "ExpressionAttributeValues": [
                ":p": AttributeValue.string(partition.value).json,
                ":s": part.map { AttributeValue.string($0.value).json },
            ],
            "ScanIndexForward": .bool(!isDescending),
            "Limit": .number(String(limit)), "ExclusiveStartKey": start.map { JSONValue($0) },
            "ReturnConsumedCapacity": "INDEXES",
        ]
    }
}

/// What a query found.
package struct IndexPage: Hashable, Sendable {
    package let items: [Item]
    /// Where to go on; `nil` at the end of the range. A page may be empty and still have one.
    package let end: Item?
    /// The service's clock.
    package let moment: Timestamp?
}
