import DynamoDB
import HTTP
import Signing
import TestSupport
import Testing

@Suite("DynamoDB's operations")
struct OperationTests {
    @Test("A request is what DynamoDB expects, signed, and its answer not packed")
    func request() async throws {
        let fixture = try ClientFixture(MisbehavingServer(annFound), path: "/path")
        #expect(try await fixture.run { try await $0.item(annKey, of: table) } == ann)
        let request = try #require(fixture.server.requests.first)
        #expect(request.hasPrefix("POST /path/ HTTP/1.1\r\n"))
        let head = request.lowercased()
        #expect(head.contains("\r\nx-amz-target: dynamodb_20120810.getitem\r\n"))
        #expect(head.contains("\r\ncontent-type: application/x-amz-json-1.0\r\n"))
        #expect(head.contains("\r\naccept-encoding: identity\r\n"))
        #expect(head.contains("/eu-central-1/dynamodb/aws4_request, signedheaders=content-type;host;x-amz-date;"))
        #expect(
            request.hasSuffix(
                #"{"TableName":"customers-table-test","Key":{"customer_id":{"S":"a"}},"ConsistentRead":true,"#
                    + #""ReturnConsumedCapacity":"INDEXES"}"#))
    }

    @Test("A missing item is not an item")
    func missing() async throws {
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB("{}")))
        #expect(try await fixture.run { try await $0.item(annKey, of: table) } == nil)
    }

    @Test("What a batch leaves over is asked for again")
    func batch() async throws {
        let first = """
            {"Responses":{"\(table)":[{"customer_id":{"S":"a"},"name":{"S":"Ann"}}]},\
            "UnprocessedKeys":{"\(table)":{"Keys":[{"customer_id":{"S":"b"}}]}}}
            """
        let second = #"{"Responses":{"\#(table)":[{"customer_id":{"S":"b"}}]},"UnprocessedKeys":{}}"#
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB(first), .dynamoDB(second)))
        let keys: [Item] = [annKey, ["customer_id": "b"]]
        #expect(try await fixture.run { try await $0.items(keys, of: table) } == [ann, ["customer_id": "b"]])
        #expect(fixture.server.requests[1].contains(#""Keys":[{"customer_id":{"S":"b"}}]"#))
    }

    @Test("Many writes go 25 at a time, and what there was no capacity for goes again")
    func writes() async throws {
        let left = """
            {"UnprocessedItems":{"\(table)":[{"DeleteRequest":{"Key":{"customer_id":{"S":"a"}}}}]}}
            """
        let fixture = try ClientFixture(
            MisbehavingServer(.dynamoDB("{}"), .dynamoDB(left), .dynamoDB(#"{"UnprocessedItems":{}}"#)))
        let items = (0..<29).map { number -> Item in ["customer_id": .string("\(number)")] }
        try await fixture.run { try await $0.write(items, deleting: [annKey], in: table) }
        let requests = fixture.server.requests
        #expect(requests.map { $0.split(separator: "Request\":").count - 1 } == [25, 5, 1])
        #expect(requests[0].lowercased().contains("dynamodb_20120810.batchwriteitem"))
        #expect(
            requests[2].hasSuffix(
                #"{"RequestItems":{"customers-table-test":[{"DeleteRequest":{"Key":{"customer_id":{"S":"a"}}}}]},"#
                    + #""ReturnConsumedCapacity":"INDEXES"}"#))
    }

    @Test("A scan sees what was written a moment ago, and takes only items with an attribute where one is named")
    func scan() async throws {
        let answer =
            #"{"Items":[{"customer_id":{"S":"a"},"name":{"S":"Ann"}}],"LastEvaluatedKey":{"customer_id":{"S":"a"}}}"#
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB(answer), .dynamoDB(#"{"Items":[]}"#)))
        let page = try await fixture.run { client in
            let page = try await client.scan(table, having: "ch_pk")
            _ = try await client.scan(table, limit: 1, start: annKey)
            return page
        }
        #expect(page.items == [ann] && page.end == annKey)
        #expect(
            fixture.server.requests[0].hasSuffix(
                ##"{"TableName":"customers-table-test","ConsistentRead":true,"FilterExpression":"attribute_exists(#a)","##
                    + ##""ExpressionAttributeNames":{"#a":"ch_pk"},"ReturnConsumedCapacity":"INDEXES"}"##))
        #expect(
            fixture.server.requests[1].hasSuffix(
                #""ConsistentRead":true,"Limit":1,"ExclusiveStartKey":{"customer_id":{"S":"a"}},"#
                    + #""ReturnConsumedCapacity":"INDEXES"}"#))
    }

    @Test("A query names its keys and values, and an empty page may go on")
    func query() async throws {
        let answer = #"{"Items":[],"Count":0,"LastEvaluatedKey":{"customer_id":{"S":"a"}}}"#
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB(answer)))
        let query = IndexQuery(
            table: table, index: "search-index", partition: .init("ix_pk", "n"),
            sort: .beginsWith(.init("ix_sk", "an")),
            isDescending: true, limit: 3, start: annKey)
        let page = try await fixture.run { try await $0.page(query) }
        #expect(page.items.isEmpty && page.end == annKey)
        #expect(
            fixture.server.requests[0].hasSuffix(
                ##""IndexName":"search-index","KeyConditionExpression":"#p = :p AND begins_with(#s, :s)","##
                    + ##""ExpressionAttributeNames":{"#p":"ix_pk","#s":"ix_sk"},"##
                    + ##""ExpressionAttributeValues":{":p":{"S":"n"},":s":{"S":"an"}},"ScanIndexForward":false,"##
                    + ##""Limit":3,"ExclusiveStartKey":{"customer_id":{"S":"a"}},"ReturnConsumedCapacity":"INDEXES"}"##)
        )
    }

    @Test("A write that its condition stops brings the item in the way")
    func condition() async throws {
        let answer = Misbehaviour.error("ConditionalCheckFailedException", #","Item":{"customer_id":{"S":"a"}}"#)
        let fixture = try ClientFixture(MisbehavingServer(answer))
        await #expect(throws: DynamoDBFailure.conditionFailed(current: annKey)) {
            try await fixture.run { try await $0.put(ann, into: table, if: .equal("version", .number(1))) }
        }
        #expect(
            fixture.server.requests[0].hasSuffix(
                ##""ConditionExpression":"#a = :a","ExpressionAttributeNames":{"#a":"version"},"##
                    + ##""ReturnValuesOnConditionCheckFailure":"ALL_OLD","ExpressionAttributeValues":{":a":{"N":"1"}}}"##
            ))
    }

    @Test("A cancelled transaction gives the reason for each action; one that only met others is repeated")
    func transaction() async throws {
        func cancelled(_ reasons: String) -> Misbehaviour {
            .error("TransactionCanceledException", #","CancellationReasons":[\#(reasons)]"#)
        }
        let none = #"{"Code":"None"}"#
        let conflict = #"{"Code":"TransactionConflict","Message":"busy"}"#
        let failed = #"{"Code":"ConditionalCheckFailed","Item":{"customer_id":{"S":"a"}}}"#
        let server = try MisbehavingServer(
            cancelled("\(none),\(conflict)"), cancelled(#"{"Code":"ThrottlingError"},\#(none)"#),
            cancelled("\(conflict),\(failed)"))
        let fixture = try ClientFixture(server)
        let actions: [WriteAction] = [
            .put(ann, if: .absent(key: "customer_id")), .delete(key: annKey, if: .absentOrEqual("owner", "a")),
        ]
        await #expect(throws: DynamoDBFailure.cancelled([.conflict, .conditionFailed(current: annKey)])) {
            try await fixture.run { try await $0.transact(actions, in: table, token: "t0ken") }
        }
        let bodies = server.requests.compactMap { $0.split(separator: "\r\n\r\n").last }
        #expect(bodies.count == 3 && Set(bodies).count == 1)
        #expect(bodies[0].contains(#""ClientRequestToken":"t0ken""#))
        #expect(bodies[0].contains(##""ConditionExpression":"attribute_not_exists(#a) OR #a = :a""##))
    }

    @Test("A transaction that can never succeed is not repeated")
    func invalidTransaction() async throws {
        let answer = Misbehaviour.error(
            "TransactionCanceledException", #","CancellationReasons":[{"Code":"ValidationError"}]"#)
        let fixture = try ClientFixture(MisbehavingServer(answer))
        await #expect(throws: DynamoDBFailure.cancelled([.other(code: "ValidationError")])) {
            try await fixture.run { try await $0.transact([.put(ann, if: .none)], in: table, token: "t") }
        }
    }

    @Test("What an operation cost is reported, on the table and on its indexes")
    func capacity() async throws {
        let answer = """
            {"ConsumedCapacity":[{"TableName":"t","CapacityUnits":9.0,"Table":{"CapacityUnits":6.0},\
            "GlobalSecondaryIndexes":{"search-index":{"CapacityUnits":2.0},"changes-index":{"CapacityUnits":1.0}}}]}
            """
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB(answer)))
        try await fixture.run { try await $0.transact([.put(ann, if: .none)], in: table, token: "t") }
        let call = try #require(fixture.calls.all.first)
        #expect(call.name == "TransactWriteItems" && call.index == nil && call.attempts == 1)
        #expect(call.capacity?.total == 9 && call.capacity?.table == 6)
        #expect(call.capacity?.indexes == ["search-index": 2, "changes-index": 1])
    }

    @Test("A table is described by its key and the indexes that can be queried")
    func describe() async throws {
        let answer = """
            {"Table":{"TableName":"t","TableStatus":"UPDATING","TableId":"i",
             "KeySchema":[{"AttributeName":"customer_id","KeyType":"HASH"}],"GlobalSecondaryIndexes":[
              {"IndexName":"a","IndexStatus":"ACTIVE","KeySchema":[{"AttributeName":"p","KeyType":"HASH"},
               {"AttributeName":"s","KeyType":"RANGE"}]},
              {"IndexName":"b","IndexStatus":"CREATING","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}]}]}}
            """
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB(answer)))
        let description = try await fixture.run { try await $0.describe("t") }
        #expect(description.id == "i" && description.isActive)
        #expect(description.key == .init("customer_id"))
        #expect(description.indexes == ["a": .init("p", "s")])
    }

    @Test("The endpoint is the one that is set, or the region's")
    func endpoint() throws {
        func server(_ region: String?, _ environment: [String: String]) throws -> String {
            try DynamoDBEndpoint(region: region, environment: environment).server.text
        }
        #expect(try server("eu-central-1", [:]) == "https://dynamodb.eu-central-1.amazonaws.com")
        #expect(try server("cn-north-1", [:]) == "https://dynamodb.cn-north-1.amazonaws.com.cn")
        let both = ["AWS_ENDPOINT_URL_DYNAMODB": "http://localhost:8000/", "AWS_ENDPOINT_URL": "http://localhost:4566"]
        #expect(try server("us-east-1", both) == "http://localhost:8000")
        #expect(try server("us-east-1", ["AWS_ENDPOINT_URL": "http://[::1]:4566/x"]) == "http://[::1]:4566/x")
        #expect(throws: DynamoDBEndpointFailure.noRegion) { try server(nil, [:]) }
        #expect(throws: DynamoDBEndpointFailure.badRegion("eu central")) { try server("eu central", [:]) }
        #expect(throws: DynamoDBEndpointFailure.badAddress(setting: "AWS_ENDPOINT_URL")) {
            try server("us-east-1", ["AWS_ENDPOINT_URL": "localhost:4566"])
        }
    }
}
