import FoundationEssentials
import HTTP
import HTTPTypes
package import Signing
import Subprocess
import SystemPackage
package import Testing
package import Transports

/// A DynamoDB on a free loopback port (ministack, from PyPI) that lives as long as a suite runs:
///
///     @Suite("…", .ministack)
///     struct Tests {
///         @Test func works() async throws { try await MiniStack.current.withTable { store in … } }
///     }
package struct MiniStack: Sendable {
    /// `http://127.0.0.1:PORT`
    package let url: String
    package let transport: HTTPTransport

    @TaskLocal private static var running: MiniStack?

    package static let region = "eu-central-1"
    package static let key = AccessKey(id: "AKIDEXAMPLE", secret: "s3cret")

    package struct NotRunning: Error {
        package let log: String
    }

    /// The one of the suite that runs.
    package static var current: MiniStack {
        get throws {
            guard let running else { throw NotRunning(log: "the suite has no trait .ministack") }
            return running
        }
    }

    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_REGION": Self.region, "AWS_ACCESS_KEY_ID": Self.key.id,
            "AWS_SECRET_ACCESS_KEY": Self.key.secret,
        ]
    }

    // MARK: Running

    /// Starts one, performs `body` and ends it.
    package static func running(_ body: @Sendable () async throws -> Void) async throws {
        guard FileManager.default.fileExists(atPath: AWSTools.folder + "/installed") else {
            throw NotRunning(log: "ministack is not installed: Assets/test does it, with Assets/lib/aws-tools.sh")
        }
        // The port is free now, and hardly ever taken by another before ministack has it.
        for _ in 0..<2 { if try await runningOnce(body) { return } }
        guard try await runningOnce(body) else { throw NotRunning(log: "ministack does not start") }
    }

    /// Whether it did start.
    private static func runningOnce(_ body: @Sendable () async throws -> Void) async throws -> Bool {
        let port = try FreePort.take()
        return try await withTemporaryFolder { folder in
            let variables = [
                "GATEWAY_PORT": "\(port)", "BIND_HOST": "127.0.0.1", "SERVICES": "dynamodb,iam", "LOG_LEVEL": "ERROR",
                "HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin",
                // Signatures are checked, and policies enforced, for all keys but this one.
                "AUTH": "true", "AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": key.secret,
            ]
            let result = try await Subprocess.run(
                .path(FilePath("\(AWSTools.folder)/venv/bin/python")), arguments: ["-m", "ministack"],
                environment: .custom(variables.map { Array("\($0.key)=\($0.value)\0".utf8) }), input: .none,
                output: .discarded, error: .discarded
            ) { execution -> Bool in
                let url = "http://127.0.0.1:\(port)"
                guard let server = ServerAddress(url) else { return false }
                let transport = HTTPTransport(server, .init(maximumConnections: 32))
                let stack = MiniStack(url: url, transport: transport)
                let started = await stack.answers()
                do {
                    if started { try await $running.withValue(stack, operation: body) }
                } catch {
                    try execution.send(signal: .kill)
                    await transport.shutDown()
                    throw error
                }
                try execution.send(signal: .kill)
                await transport.shutDown()
                return started
            }
            return result.closureResult
        }
    }

    /// Waits until it is ready; `false` when it is not within a minute.
    private func answers() async -> Bool {
        for _ in 0..<600 {
            let request = Request(.get, "/_ministack/health")
            if let response = try? await transport.send(request, deadline: .now + .seconds(10)),
                response.status == .ok
            {
                return true
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}

// MARK: - Trait

package struct MiniStackTrait: SuiteTrait, TestScoping {
    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await MiniStack.running(function)
    }
}

extension Trait where Self == MiniStackTrait {
    /// The suite runs beside a DynamoDB of its own.
    package static var ministack: Self { MiniStackTrait() }
}
