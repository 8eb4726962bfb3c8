package import Domain
package import DynamoDB
package import DynamoDBStore
package import HTTP
import HTTPTypes
package import Signing
import Synchronization
import Transports

extension MiniStack {
    /// A table of its own, laid out as the deployed one is, and a store in it.
    package struct Table: Sendable {
        package let name: String
        package let store: DynamoDBCustomerStore
        package let calls: RecordedCalls
    }

    /// However slow the machine is that the tests run on.
    package static let timeout = DynamoDBClient.Limits(attempt: .seconds(60), operation: .seconds(300))

    /// Makes a table with a name that no other has.
    ///
    /// - Parameters:
    ///   - transport: by which the store talks to DynamoDB, when not directly.
    ///   - now: the store's clock.
    package func table(
        through transport: (any Transport)? = nil, limits: DynamoDBClient.Limits = timeout,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) async throws -> Table {
        let name = "customers-table-" + CustomerID.random().text.prefix(8)
        try await make(name)
        let calls = RecordedCalls()
        let store = try store(name, through: transport, limits: limits, calls: calls, now: now)
        return Table(name: name, store: store, calls: calls)
    }

    /// A further store in a table.
    package func store(
        _ table: String, through transport: (any Transport)? = nil, key: AccessKey = key,
        limits: DynamoDBClient.Limits = timeout, calls: RecordedCalls = RecordedCalls(), timelineDays: Int? = nil,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) throws -> DynamoDBCustomerStore {
        let endpoint = try DynamoDBEndpoint(region: Self.region, environment: ["AWS_ENDPOINT_URL": url])
        let client = DynamoDBClient(
            endpoint, transport: transport ?? self.transport, keys: key, limits: limits, observe: calls.add)
        return DynamoDBCustomerStore(table: table, client: client, timelineDays: timelineDays, now: now)
    }

    /// Makes a table.
    ///
    /// - Parameter definition: changes the request; without a change the table is what the store needs.
    package func make(_ name: String, _ definition: (String) -> String = { $0 }) async throws {
        func index(_ name: String, _ partition: String, _ sort: String?, _ projection: String) -> String {
            let sortKey = sort.map { #",{"AttributeName":"\#($0)","KeyType":"RANGE"}"# } ?? ""
            return """
                {"IndexName":"\(name)","KeySchema":[{"AttributeName":"\(partition)","KeyType":"HASH"}\(sortKey)],\
                "Projection":\(projection),"ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5}}
                """
        }
        let attributes = ["customer_id", "email", "ix_pk", "ix_sk", "ch_pk", "ch_sk"]
            .map { #"{"AttributeName":"\#($0)","AttributeType":"S"}"# }.joined(separator: ",")
        let indexes =
            TableLayout.indexes.sorted { $0.key < $1.key }.map { name, key in
                let carried = (TableLayout.projections[name] ?? []).map { "\"\($0)\"" }.joined(separator: ",")
                return index(
                    name, key.partition, key.sort,
                    #"{"ProjectionType":"INCLUDE","NonKeyAttributes":[\#(carried)]}"#)
                // For other programs: the store keeps it but never reads it.
            } + [index("email-index", "email", nil, #"{"ProjectionType":"ALL"}"#)]
        let body = """
            {"TableName":"\(name)","AttributeDefinitions":[\(attributes)],\
            "KeySchema":[{"AttributeName":"customer_id","KeyType":"HASH"}],\
            "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5},\
            "GlobalSecondaryIndexes":[\(indexes.joined(separator: ","))]}
            """
        try await ask("CreateTable", definition(body))
    }

    /// Sends an operation that the store has none of.
    package func ask(_ operation: String, _ body: String) async throws {
        var request = Request(
            .post, "/", fields: [.contentType: "application/x-amz-json-1.0"], body: Array(body.utf8))
        guard let target = HTTPField.Name("x-amz-target"), let server = ServerAddress(url) else { return }
        request.fields[target] = "DynamoDB_20120810." + operation
        let signer = RequestSigner(
            SignatureV4(service: "dynamodb", region: Self.region), host: server.hostField, keys: Self.key)
        let response = try await transport.send(try await signer.signed(request), deadline: .now + .seconds(60))
        guard response.status == .ok else {
            throw NotRunning(log: "\(operation): \(String(decoding: response.body, as: UTF8.self))")
        }
    }
}

/// Every operation that a store has performed.
package final class RecordedCalls: Sendable {
    private let kept = Mutex<[DynamoDBCall]>([])

    package init() {}

    package var all: [DynamoDBCall] { kept.withLock { $0 } }

    package func add(_ call: DynamoDBCall) {
        kept.withLock { $0.append(call) }
    }

    /// Those of `body`.
    package func during<Value>(_ body: () async throws -> Value) async rethrows -> (value: Value, calls: [DynamoDBCall])
    {
        let count = all.count
        let value = try await body()
        return (value, Array(all.dropFirst(count)))
    }
}
