import FoundationEssentials
import Glibc
import TestSupport

/// The real server with invented customers, and the real client on it, each in a terminal of its own.
struct TerminalFixture {
    let server: Pseudoterminal
    let client: Pseudoterminal
    let folder: String

    /// Starts both, performs `body` and leaves nothing behind.
    ///
    /// - Parameter environment: what the client's own has to say beyond a plain one.
    static func run(
        rows: Int = 24, columns: Int = 80, environment: [String: String] = [:],
        _ body: (TerminalFixture) async throws -> Void
    ) async throws {
        let folder = "/tmp/customers-terminal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try await startServer(folder)
        let url = try await address(of: server)
        let own = [
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder, "XDG_CONFIG_HOME": folder,
            "XDG_STATE_HOME": folder, "XDG_CACHE_HOME": folder, "XDG_RUNTIME_DIR": folder, "CUSTOMERS_API_URL": url,
            "PATH": "/usr/bin:/bin",
        ]
        let client = try Pseudoterminal(
            [BuiltProgram.path("customers")], environment: own.merging(environment) { $1 }, rows: rows,
            columns: columns)
        let fixture = TerminalFixture(server: server, client: client, folder: folder)
        try await body(fixture)
        await client.kill(SIGKILL)
        await server.kill(SIGTERM)
        _ = try await server.waitForEnd()
    }

    private static func startServer(_ folder: String) throws -> Pseudoterminal {
        let command = [
            BuiltProgram.path("customers-api"), "serve", "--port", "0", "--store", "sqlite:\(folder)/customers.db",
            "--sample", "2000",
        ]
        return try Pseudoterminal(command, environment: ["TERM": "dumb", "HOME": folder], rows: 50, columns: 400)
    }

    private static func address(of server: Pseudoterminal) async throws -> String {
        try await server.wait(forText: "listening on http", seconds: 60)
        let words = await server.screen.lines.joined(separator: " ").split(separator: " ")
        return words.first { $0.hasPrefix("http://127.0.0.1:") }.map(String.init) ?? ""
    }

    /// Waits for the list with a first customer selected.
    func waitForList() async throws {
        try await client.wait(for: "the list", seconds: 30) { screen in
            screen.lines.contains { $0.hasPrefix(" ▸ ") || $0.hasPrefix(" > ") || $0.hasPrefix(" ? ") }
                && !screen.contains("Loading")
        }
    }
}
