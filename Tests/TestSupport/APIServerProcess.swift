import Subprocess

/// The real `customers-api` on a free loopback port, with a database that lives as long as the body runs.
package struct APIServerProcess: Sendable {
    /// `http://127.0.0.1:PORT`
    package let url: String
    /// Where the server's database is.
    package let folder: String

    /// What a server that did not start said on standard error.
    package struct DidNotStart: Error {
        package let error: String
    }

    /// Starts a server, performs `body` and ends the server with SIGTERM.
    ///
    /// - Parameters:
    ///   - arguments: more arguments of `customers-api serve`.
    ///   - store: where it keeps customers; a file in the folder when `nil`.
    ///   - environment: what else it sees of the environment.
    /// - Returns: what the body returns, and what the server wrote to standard error.
    @discardableResult
    package static func serving<Value: Sendable>(
        _ arguments: [String] = [], store: String? = nil, environment: [String: String] = [:],
        _ body: @Sendable (APIServerProcess) async throws -> Value
    ) async throws -> (value: Value, log: String) {
        try await withTemporaryFolder { folder in
            let variables = environment.merging(["HOME": folder, "TMPDIR": folder]) { $1 }
            let program = Program("customers-api", environment: variables)
            let fixed = ["serve", "--port", "0", "--store", store ?? "sqlite:\(folder)/customers.db"]
            let result = try await Subprocess.run(
                .name("sh"),
                arguments: Arguments(["-c", "exec \"$program\" \"$@\"", program.name] + fixed + arguments),
                environment: program.subprocessEnvironment, input: .none, output: .sequence,
                error: .string(limit: 64 << 20)
            ) { execution -> Value? in
                guard let url = try await listeningURL(execution.standardOutput.strings()) else { return nil }
                do {
                    let value = try await body(APIServerProcess(url: url, folder: folder))
                    try execution.send(signal: .terminate)
                    return value
                } catch {
                    try execution.send(signal: .terminate)
                    throw error
                }
            }
            guard let value = result.closureResult else { throw DidNotStart(error: result.standardError) }
            return (value, result.standardError)
        }
    }

    private static func listeningURL(_ lines: some AsyncSequence<String, any Error>) async throws -> String? {
        let announcement = "listening on "
        for try await line in lines where line.hasPrefix(announcement) {
            return String(line.dropFirst(announcement.count)).split(whereSeparator: \.isWhitespace).first.map(
                String.init)
        }
        return nil
    }
}
