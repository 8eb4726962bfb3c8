import TestSupport
import Testing

/// Performs `body` with a folder in which a server has left invented customers, in `c.db`.
func withSample(_ count: Int, _ body: (String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
        let server = try ServerProcess.listening("--store", "sqlite:\(folder)/c.db", "--sample", "\(count)").0
        server.terminate()
        #expect(server.exitCode() == 0)
        try await body(folder)
    }
}
