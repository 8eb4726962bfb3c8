import Domain
import DynamoDBStore
import FoundationEssentials
import TestSupport
import Testing

@Suite("The server on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct ServingTests {
    @Test("The client works on it as on any other: add, find, change, list, delete")
    func serving() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        try await APIServerProcess.serving(store: "dynamodb:\(table.name)", environment: stack.environment) { server in
            let client = Program(
                "customers", environment: ["HOME": server.folder, "CUSTOMERS_API_URL": server.url])
            func run(_ arguments: String..., input: String? = nil) async throws -> String {
                let result = try await client.run(arguments, input: input)
                #expect(result.status == 0, "\(arguments): \(result.error)")
                return result.output
            }
            _ = try await run("add", "--stdin", input: #"{"name":"Zoë Ångström","email":"zoe@example.com"}"#)
            _ = try await run("add", "--stdin", input: #"{"name":"Ann Berg","email":"ann@example.com"}"#)
            _ = try await run("edit", "zoe@example.com", "--stdin", input: #"{"phone":"+44 20 7946 0070"}"#)
            #expect(try await run("show", "zoe@example.com", "--json").contains("+44 20 7946 0070"))
            let listed = try await run("list", "--json")
            let order = [listed.firstRange(of: "Ann Berg"), listed.firstRange(of: "Zoë")].compactMap { $0?.lowerBound }
            #expect(order.count == 2 && order == order.sorted())
            #expect(try await run("list", "--search", "0070", "--json").contains("Zoë"))
            let taken = try await client.run(
                ["add", "--stdin"], input: #"{"name":"Other","email":"ANN@example.com"}"#)
            #expect(taken.status == 65)
            _ = try await run("delete", "ann@example.com", "--yes")
            #expect(try await !run("list", "--json").contains("Ann Berg"))
        }
    }

    @Test("What is wrong with table, region, keys or endpoint is said in a message, with its exit code")
    func refusals() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        try await stack.make("bare-table") { _ in
            """
            {"TableName":"bare-table","AttributeDefinitions":[{"AttributeName":"customer_id","AttributeType":"S"}],\
            "KeySchema":[{"AttributeName":"customer_id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}
            """
        }
        let good = stack.environment.merging(["HOME": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true"]) { $1 }
        func expect(
            _ code: Int, _ message: String, store: String? = nil, _ changes: [String: String?] = [:],
            _ arguments: [String] = []
        ) async throws {
            var environment = good
            for (name, value) in changes { environment[name] = value }
            let result = try await Program("customers-api", environment: environment)
                .run(["serve", "--port", "0", "--store", "dynamodb:\(store ?? table.name)"] + arguments)
            #expect(result.status == code, "\(message): \(result.error)")
            #expect(result.output == "" && result.error.contains(message), "\(result.error)")
            #expect(!result.error.contains("s3cret") && !result.error.contains("Error("))
        }
        try await expect(66, "There is no table nobody in eu-central-1", store: "nobody")
        try await expect(78, "has no index", store: "bare-table")
        try await expect(78, "There is no AWS region: set AWS_REGION", ["AWS_REGION": nil])
        try await expect(78, #""Europe" is not an AWS region"#, ["AWS_REGION": "Europe"])
        try await expect(78, "AWS_SECRET_ACCESS_KEY is not set", ["AWS_SECRET_ACCESS_KEY": nil])
        try await expect(
            78, "There are no AWS credentials: set AWS_ACCESS_KEY_ID",
            ["AWS_SECRET_ACCESS_KEY": nil, "AWS_ACCESS_KEY_ID": nil])
        try await expect(78, "There is no profile work", ["AWS_PROFILE": "work"])
        try await expect(78, "AWS_ENDPOINT_URL_DYNAMODB is not an http", ["AWS_ENDPOINT_URL_DYNAMODB": "localhost"])
        try await expect(64, "--sample fills databases of SQLite only", [:], ["--sample", "5"])
    }

    @Test("An endpoint without a server is reported once the time for an answer is over")
    func unreachable() async throws {
        let server = try MisbehavingServer(.hang)
        server.stop()
        let environment = [
            "HOME": "/nowhere", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID",
            "AWS_SECRET_ACCESS_KEY": "s3cret", "AWS_ENDPOINT_URL": server.url,
        ]
        let result = try await Program("customers-api", environment: environment)
            .run(["serve", "--port", "0", "--store", "dynamodb:customers"])
        #expect(result.status == 69)
        #expect(result.error.contains("cannot be reached") && result.error.contains("AWS_ENDPOINT_URL"))
    }

    @Test("What a timeline held longer ago than the operator keeps it goes from the table with the next write")
    func timelineDays() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let ann = try await table.store.add(
            "Ann", email: "ann@example.com", at: Timestamp.now().advanced(bySeconds: -40 * 86_400))
        try await APIServerProcess.serving(
            ["--timeline-days", "30"], store: "dynamodb:\(table.name)", environment: stack.environment
        ) { server in
            let client = Program(
                "customers", environment: ["HOME": server.folder, "CUSTOMERS_API_URL": server.url])
            let noted = try await client.run(["note", ann.id.text, "Called."])
            #expect(noted.status == 0, "\(noted.error)")
        }
        let entries = try await table.store.timeline(of: ann.id, below: nil, limit: 9)
        #expect(entries.map(\.kind) == [.note, .created] && entries.map(\.isTrimmed) == [false, true])
    }

    @Test("Keys that DynamoDB does not know are reported as such")
    func unknownKeys() async throws {
        let body = #"{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"s3cret"}"#
        let server = try MisbehavingServer(.answer(400, body: body))
        let environment = [
            "HOME": "/nowhere", "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID",
            "AWS_SECRET_ACCESS_KEY": "s3cret", "AWS_ENDPOINT_URL": server.url,
        ]
        let result = try await Program("customers-api", environment: environment)
            .run(["serve", "--port", "0", "--store", "dynamodb:customers"])
        #expect(result.status == 77)
        #expect(result.error.contains("AWS_ACCESS_KEY_ID") && !result.error.contains("s3cret"))
    }
}
