import Foundation
import Subprocess
import TestSupport
import Testing

/// The real `customers-lambda` on a Runtime API of the test's own.
struct LambdaProcess {
    /// How the program left, as shells count it, and what it said on standard error.
    struct Ended: Sendable {
        let status: Int
        let log: String

        /// The log's lines, each of which is a JSON object.
        var lines: [[String: AnyJSON]] {
            get throws {
                try log.split(separator: "\n").map {
                    try JSONDecoder().decode([String: AnyJSON].self, from: Data($0.utf8))
                }
            }
        }
    }

    /// Starts the program, performs `body`, tells the program to leave and waits until it has.
    ///
    /// - Parameter environment: all that the program sees, besides the Runtime API's address.
    static func running<Value: Sendable>(
        _ environment: [String: String], _ body: @Sendable (RuntimeAPIServer) async throws -> Value
    ) async throws -> (value: Value, ended: Ended) {
        let server = try RuntimeAPIServer()
        defer { server.stop() }
        var environment = environment
        environment["AWS_LAMBDA_RUNTIME_API"] = server.address
        let program = Program("customers-lambda", environment: environment)
        let result = try await Subprocess.run(
            .name("sh"), arguments: ["-c", "exec \"$program\""], environment: program.subprocessEnvironment,
            input: .none,
            output: .discarded, error: .string(limit: 16 << 20)
        ) { execution in
            let value = await Result { try await body(server) }
            try? execution.send(signal: .terminate)
            return try value.get()
        }
        let status =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): 128 + Int(signal)
            }
        return (result.closureResult, Ended(status: status, log: result.standardError))
    }

    /// The event of a request.
    static func event(_ method: String, _ path: String, body: String? = nil) throws -> String {
        var event: [String: AnyJSON] = [
            "version": .string("2.0"), "rawPath": .string(path), "isBase64Encoded": .bool(false),
            "requestContext": .object(["http": .object(["method": .string(method)]), "stage": .string("$default")]),
            "headers": .object(["content-type": .string("application/json")]),
        ]
        event["body"] = body.map { .string($0) }
        return String(decoding: try JSONEncoder().encode(event), as: UTF8.self)
    }
}

extension RuntimeAPIServer {
    /// What the program makes of a request.
    func answer(
        _ method: String, _ path: String, body: String? = nil, fields: [String: String] = [:]
    ) async throws -> Function.Answer {
        guard case .response(let json) = await invoke(try LambdaProcess.event(method, path, body: body), fields) else {
            throw Unanswered()
        }
        return try JSONDecoder().decode(Function.Answer.self, from: Data(json.utf8))
    }

    struct Unanswered: Error {}
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
