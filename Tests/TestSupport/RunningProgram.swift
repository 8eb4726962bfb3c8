import FoundationEssentials
package import Subprocess

/// A program of this package as its users run it: the real executable, an environment of its own.
package struct Program: Sendable {
    /// The executable's name.
    package let name: String
    /// Everything that the program sees of the environment; nothing is inherited.
    package var environment: [String: String]

    package init(_ name: String, environment: [String: String] = [:]) {
        self.name = name
        self.environment = environment
    }

    /// How a run ended.
    package struct Finished: Sendable {
        /// The exit status; 128 and the signal's number when a signal ended it, as shells count.
        package let status: Int
        package let output: String
        package let error: String
    }

    /// Bytes of output that are kept.
    private static let outputLimit = 64 << 20

    /// Runs the program to its end.
    ///
    /// - Parameter input: what stands on standard input; `nil` for an empty one.
    package func run(_ arguments: [String], input: String? = nil) async throws -> Finished {
        try await shell("exec \"$program\" \"$@\"", arguments, input: input)
    }

    /// Runs a line of the shell in which `"$program"` is the executable and `"$@"` are the arguments.
    package func shell(_ line: String, _ arguments: [String] = [], input: String? = nil) async throws -> Finished {
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(["-c", line, name] + arguments), environment: subprocessEnvironment,
            input: .string(input ?? ""), output: .string(limit: Self.outputLimit),
            error: .string(limit: Self.outputLimit))
        return Finished(
            status: Self.status(result.terminationStatus), output: result.standardOutput,
            error: result.standardError)
    }

    /// The executable, built beside the tests.
    package var path: String { Self.buildFolder + name }

    /// What the program sees, for a run in the test's own hands; `$program` is its path there.
    package var subprocessEnvironment: Environment {
        // A crash shall fail the test at once; its backtrace would take half a minute.
        let fixed = ["program": path, "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
        let variables = environment.merging(fixed) { given, _ in given }
        return .custom(variables.map { Array("\($0.key)=\($0.value)\0".utf8) })
    }

    private static let buildFolder: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return String(bundle[..<(bundle.lastIndex(of: "/").map(bundle.index(after:)) ?? bundle.startIndex)])
    }()

    private static func status(_ status: TerminationStatus) -> Int {
        switch status {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }
}

/// A folder that lives as long as `body` runs.
package func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let path = FileManager.default.temporaryDirectory.path + "/customers-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
