import Foundation
import Signing
import TestSupport
import Testing

@Suite("The function's program, on DynamoDB", .ministack, .timeLimit(.minutes(2)))
struct ProgramTests {
    private static let secret = "c2VjcmV0IGtleQ"

    /// What Lambda and the template set.
    private func environment(_ table: String, _ changes: [String: String] = [:]) throws -> [String: String] {
        var environment = try MiniStack.current.environment
        environment["DYNAMODB_TABLE_NAME"] = table
        environment["CUSTOMERS_AUTH"] = "NONE"
        environment["AWS_LAMBDA_FUNCTION_NAME"] = "f"
        // Nothing of this machine's.
        environment["HOME"] = "/nowhere"
        environment["AWS_EC2_METADATA_DISABLED"] = "true"
        return environment.merging(changes) { $1 }
    }

    @Test("Customers are kept in the table, and SIGTERM ends the program cleanly")
    func customers() async throws {
        let table = try await MiniStack.current.table()
        let body = #"{"name":"Ana Núñez","email":"ana@example.com"}"#
        let (path, ended) = try await LambdaProcess.running(environment(table.name)) { server in
            let made = try await server.answer(
                "POST", "/api/customers", body: body, fields: ["Lambda-Runtime-Trace-Id": "Root=1-5e-a"])
            #expect(made.statusCode == 201)
            let path = try #require(made.headers["location"])
            #expect(try await server.answer("GET", path).json == made.json)
            #expect(try await server.answer("POST", "/api/customers", body: body).statusCode == 409)
            guard case .response(let refusal) = await server.invoke("[1") else { throw RuntimeAPIServer.Unanswered() }
            #expect(refusal.contains(#""statusCode":400"#))
            #expect(try await server.answer("DELETE", path).statusCode == 204)
            return path
        }
        #expect(ended.status == 0)
        let (lines, audit) = (
            try ended.lines.filter { $0["message"] != .string("audit") },
            try ended.lines.filter { $0["message"] == .string("audit") }
        )
        #expect(lines.count == 5)
        #expect(lines.first?["trace_id"] == .string("Root=1-5e-a"))
        #expect(lines.first?["request_id"] == .string("request-1"))
        let id = try #require(path.split(separator: "/").last)
        let secret = try #require(try MiniStack.current.environment["AWS_SECRET_ACCESS_KEY"])
        for personal in ["Ana", "ana@", secret] { #expect(!ended.log.contains(personal)) }
        #expect(!"\(lines)".contains(id), "only the audit log names customers, by their ids")
        #expect(audit.map { $0["method"] } == ["POST", "GET", "POST", "DELETE"].map { .string($0) })
        #expect(audit.map { $0["status"] } == [201, 200, 409, 204].map { .number($0) })
        #expect(audit.map { $0["customer_id"] == .string(String(id)) } == [true, true, false, true])
    }

    @Test("A program that is asked to stop before its first event does")
    func leavingEarly() async throws {
        let table = try await MiniStack.current.table()
        let ended = try await LambdaProcess.running(environment(table.name)) { server in
            _ = try await server.answer("GET", "/api/health")
        }.ended
        #expect(ended.status == 0)
    }

    /// Starts the program with a wrong setting, and expects it to say so once, to Lambda and in the log.
    private func expectFailure(_ environment: [String: String], _ type: String, _ parts: [String]) async throws {
        let (outcome, ended) = try await LambdaProcess.running(environment) { await $0.initializationError() }
        guard case .error(let body, let reported) = outcome else {
            Issue.record("no error: \(outcome), \(ended)")
            return
        }
        #expect(reported == type)
        let members = try JSONDecoder().decode([String: AnyJSON].self, from: Data(body.utf8))
        #expect(members["errorType"] == .string(type))
        let lines = try ended.lines
        #expect(lines.count == 1)
        #expect(lines.first?["level"] == .string("FATAL"))
        #expect(lines.first?["cause"] == members["errorMessage"])
        for part in parts { #expect(body.contains(part), "\(body)") }
        #expect(!body.contains(Self.secret) && !ended.log.contains(Self.secret))
        #expect(ended.status == 78)
    }

    @Test(
        "A wrong setting is named, to Lambda and in one line of log",
        arguments: [
            (["DYNAMODB_TABLE_NAME": ""], ["DYNAMODB_TABLE_NAME", "not set"]),
            (["DYNAMODB_TABLE_NAME": "arn:aws:dynamodb"], ["DYNAMODB_TABLE_NAME", "names no table"]),
            (["CUSTOMERS_AUTH": "yes"], ["CUSTOMERS_AUTH"]),
            (["CUSTOMERS_REPLICATION": "yes"], ["CUSTOMERS_REPLICATION"]),
            (["AWS_REGION": ""], ["AWS_REGION"]),
            (["AWS_REGION": "Frankfurt am Main"], ["AWS_REGION", "Frankfurt"]),
            (["AWS_ENDPOINT_URL": "localhost:8000"], ["AWS_ENDPOINT_URL"]),
            (["AWS_ENDPOINT_URL_DYNAMODB": "ftp://\(secret)@x"], ["AWS_ENDPOINT_URL_DYNAMODB"]),
            (["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": secret], ["AWS_ACCESS_KEY_ID"]),
            (["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""], ["AWS_ACCESS_KEY_ID"]),
            (["AWS_SECRET_ACCESS_KEY": ""], ["AWS_SECRET_ACCESS_KEY"]),
        ])
    func settings(changes: [String: String], parts: [String]) async throws {
        let changed = try environment("customers-table", changes)
        try await expectFailure(changed, "Runtime.ConfigInvalid", parts)
    }

    @Test("A table or an index that is not there is named")
    func tables() async throws {
        let stack = try MiniStack.current
        let secret = ["AWS_SECRET_ACCESS_KEY": Self.secret]
        try await expectFailure(
            environment("customers-table-none", secret), "Runtime.StoreUnusable",
            ["DYNAMODB_TABLE_NAME", "customers-table-none", "AWS_REGION", MiniStack.region])
        let name = "customers-table-half"
        try await stack.make(name) { $0.replacing("changes-index", with: "other-index") }
        try await expectFailure(
            environment(name, secret), "Runtime.StoreUnusable", ["DYNAMODB_TABLE_NAME", name, "changes-index"])
    }

    @Test("Another region's table is not found, and the region is named")
    func region() async throws {
        let table = try await MiniStack.current.table()
        try await expectFailure(
            environment(table.name, ["AWS_REGION": "us-west-2"]), "Runtime.StoreUnusable", ["us-west-2", "AWS_REGION"])
    }

    @Test("Keys and permissions that DynamoDB refuses are named")
    func refusals() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let known = try await stack.user("blind", mayDo: ["dynamodb:GetItem"])
        let keys = { (id: String, secret: String) in ["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret] }
        for (changes, parts) in [
            (keys(known.id, known.secret), ["permission", "dynamodb:DescribeTable"]),
            (keys(known.id, Self.secret), ["InvalidSignatureException", "AWS_SECRET_ACCESS_KEY"]),
            (keys("AKIAIOSFODNN7EXAMPLE", Self.secret), ["UnrecognizedClientException", "AWS_ACCESS_KEY_ID"]),
        ] {
            try await expectFailure(environment(table.name, changes), "Runtime.StoreUnusable", parts)
        }
    }

    @Test("What is taken away while it runs is a 500, named in one line of log and not to the caller")
    func losses() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let partly = try await stack.user("partly", mayDo: ["dynamodb:DescribeTable", "dynamodb:GetItem"])
        let keys = ["AWS_ACCESS_KEY_ID": partly.id, "AWS_SECRET_ACCESS_KEY": partly.secret]
        let ended = try await LambdaProcess.running(environment(table.name, keys)) { server in
            func expect(_ status: Int, _ path: String) async throws {
                let answer = try await server.answer("GET", path)
                #expect(answer.statusCode == status)
                for inside in [table.name, "dynamodb", "AWS_"] { #expect(!answer.body.contains(inside)) }
            }
            try await expect(500, "/api/customers")
            try await expect(404, "/api/customers/6f1e2d3c-0000-4000-8000-000000000000")
            try await stack.ask("DeleteTable", #"{"TableName":"\#(table.name)"}"#)
            try await expect(500, "/api/customers/6f1e2d3c-0000-4000-8000-000000000000")
            try await expect(200, "/api/health")
        }.ended
        #expect(ended.status == 0)
        let failures = try ended.lines.filter { $0["level"] == .string("ERROR") }.map { "\($0["cause"] ?? .null)" }
        #expect(failures.count == 2 && failures.first?.contains("dynamodb:Query") == true)
        #expect(failures.last?.contains(table.name) == true && failures.last?.contains("AWS_REGION") == true)
        #expect(!ended.log.contains(partly.secret))
    }

    @Test("A DynamoDB that stalls is a 503 before Lambda's deadline, and the program goes on")
    func stalled() async throws {
        let dynamoDB = try MisbehavingServer(.hang)
        let changed = try environment("customers-table", ["AWS_ENDPOINT_URL": dynamoDB.url])
        let ended = try await LambdaProcess.running(changed) { server in
            // It starts without DynamoDB, once the time for that is over.
            #expect(try await server.answer("GET", "/api/health").statusCode == 200)
            let end = Date() + 4
            let deadline = ["Lambda-Runtime-Deadline-Ms": "\(Int64(end.timeIntervalSince1970 * 1000))"]
            let late = try await server.answer("GET", "/api/customers", fields: deadline)
            #expect(late.statusCode == 503 && late.headers["retry-after"] != nil)
            #expect(Date() < end)
            #expect(try await server.answer("GET", "/api/health").statusCode == 200)
        }.ended
        #expect(ended.status == 0)
    }

    @Test("The function starts even when DynamoDB does not answer: requests get 503 until it does")
    func unreachable() async throws {
        // tcpmux: nobody listens there.
        let changed = try environment("customers-table", ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"])
        let ended = try await LambdaProcess.running(changed) { server in
            #expect(try await server.answer("GET", "/api/health").statusCode == 200)
            let refused = try await server.answer("GET", "/api/customers")
            #expect(refused.statusCode == 503)
            #expect(refused.headers["retry-after"] != nil)
        }.ended
        #expect(ended.status == 0)
        #expect(try ended.lines.first?["level"] == .string("WARN"))
        #expect(ended.log.contains("AWS_REGION"))
    }
}

@Suite("The function's program, without Lambda")
struct ProgramWithoutLambdaTests {
    @Test("It says what is missing", arguments: [[:], ["AWS_LAMBDA_RUNTIME_API": "nonsense"]])
    func address(environment: [String: String]) async throws {
        let finished = try await Program("customers-lambda", environment: environment).run([])
        #expect(finished.status == 78)
        #expect(finished.error.contains("AWS_LAMBDA_RUNTIME_API"))
    }

    @Test("A Runtime API that is gone ends it, with a line of log")
    func gone() async throws {
        // The settings are wrong, but nobody can be told.
        let finished = try await Program(
            "customers-lambda", environment: ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:1"]
        ).run([])
        #expect(finished.status == 69)
        #expect(finished.error.contains("DYNAMODB_TABLE_NAME"))
        #expect(finished.error.contains("Runtime API"))
    }
}
