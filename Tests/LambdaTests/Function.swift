import CustomerAPI
import Foundation
import LambdaRuntime
import Logging
import Synchronization
import TestSupport
import Testing

@testable import customers_lambda

/// The function on a store in memory, with its log.
struct Function {
    private let function: CustomerFunction
    private let lines = Lines()
    private let auditLines = Lines()

    /// - Parameter variables: of the environment, besides the table.
    init(_ variables: [String: String] = ["CUSTOMERS_AUTH": "NONE"], store: any CustomerStore = MemoryStore()) throws {
        let environment = variables.merging(["DYNAMODB_TABLE_NAME": "customers", "AWS_LAMBDA_FUNCTION_NAME": "f"]) {
            own, _ in own
        }
        let (lines, auditLines) = (lines, auditLines)
        let logger = Logger(label: "test") { _ in JSONLogHandler(function: "f") { lines.add($0) } }
        let audit = AuditLines {
            auditLines.add($0)
            return true
        }
        function = CustomerFunction(
            store: store, settings: try FunctionSettings(environment: environment), audit: audit, logger: logger)
    }

    /// What was logged, a line each.
    var log: [[String: AnyJSON]] {
        get throws { try lines.all.map(Self.line) }
    }

    /// What was recorded, a line each.
    var audit: [[String: AnyJSON]] {
        get throws { try auditLines.all.map(Self.line) }
    }

    private static func line(_ bytes: [UInt8]) throws -> [String: AnyJSON] {
        try #require(bytes.last == UInt8(ascii: "\n"))
        return try JSONDecoder().decode([String: AnyJSON].self, from: Data(bytes))
    }

    /// What an event brings, as the gateway reads it.
    func answer(_ payload: some Sequence<UInt8>, trace: String? = nil) async throws -> Answer {
        try await answer(
            Invocation(requestID: "r1", deadline: Date() + 60, traceID: trace, payload: Array(payload)))
    }

    func answer(_ invocation: Invocation) async throws -> Answer {
        let bytes = await function.answer(to: invocation)
        #expect(bytes.count <= RuntimeAPI.maximumResponseBytes)
        return try JSONDecoder().decode(Answer.self, from: Data(bytes))
    }

    /// - Parameter members: more members of the event.
    func answer(
        _ method: String, _ path: String, query: String = "", body: String? = nil, authorizer: String = "{}",
        trace: String? = nil
    ) async throws -> Answer {
        var event: [String: AnyJSON] = [
            "version": .string("2.0"), "rawPath": .string(path), "rawQueryString": .string(query),
            "requestContext": .object([
                "http": .object(["method": .string(method)]), "stage": .string("$default"),
                "authorizer": try JSONDecoder().decode(AnyJSON.self, from: Data(authorizer.utf8)),
            ]), "headers": .object(["content-type": .string("application/json")]),
        ]
        event["body"] = body.map { .string($0) }
        return try await answer(try JSONEncoder().encode(event), trace: trace)
    }

    struct Answer: Decodable {
        let statusCode: Int
        let headers: [String: String]
        let body: String
        let isBase64Encoded: Bool

        var json: AnyJSON {
            get throws { try JSONDecoder().decode(AnyJSON.self, from: Data(body.utf8)) }
        }

        subscript(_ member: String) -> AnyJSON? {
            get throws {
                guard case .object(let members) = try json else { return nil }
                return members[member]
            }
        }
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[[UInt8]]>([])

        var all: [[UInt8]] { lines.withLock { $0 } }

        func add(_ line: [UInt8]) {
            lines.withLock { $0.append(line) }
        }
    }
}
