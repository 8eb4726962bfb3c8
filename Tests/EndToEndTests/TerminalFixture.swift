import FoundationEssentials
import Glibc
import TestSupport

/// The real client in a terminal of its own, on an API, with a home directory that lives as long as the test.
struct TerminalFixture {
    let client: Pseudoterminal
    let url: String
    let folder: String
    let environment: [String: String]

    /// Starts a server with invented customers and the client on it, and performs `body`.
    ///
    /// - Parameters:
    ///   - environment: what the client's own has to say beyond a plain one.
    ///   - command: what is run in the terminal; the client, without one.
    static func onServer(
        rows: Int = 24, columns: Int = 80, environment: [String: String] = [:], command: [String]? = nil,
        _ body: @escaping @Sendable (TerminalFixture) async throws -> Void
    ) async throws {
        try await APIServerProcess.serving(["--sample", "300"]) { server in
            try await on(server.url, rows: rows, columns: columns, environment: environment, command: command, body)
        }
    }

    /// Starts the client on any address, and performs `body`.
    static func on(
        _ url: String, rows: Int = 24, columns: Int = 80, environment: [String: String] = [:],
        command: [String]? = nil, _ body: (TerminalFixture) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let own = [
                "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": folder, "CUSTOMERS_API_URL": url,
                "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no", "PROGRAM": Program("customers").path,
            ]
            let environment = own.merging(environment) { $1 }
            let client = try Pseudoterminal(
                command ?? [Program("customers").path], environment: environment, rows: rows, columns: columns)
            let fixture = TerminalFixture(client: client, url: url, folder: folder, environment: environment)
            do {
                try await body(fixture)
            } catch {
                await client.kill(SIGKILL)
                throw error
            }
            await client.kill(SIGKILL)
        }
    }

    /// Another client of the same person, in a terminal beside the first.
    func anotherClient() throws -> Pseudoterminal {
        try Pseudoterminal([Program("customers").path], environment: environment)
    }

    /// Waits for the list with customers from its first line to its last, in a frame that is there to its end.
    ///
    /// The status line is the last that a page of customers changes: it no longer says that one is loading.
    func waitForList() async throws {
        try await client.wait(for: "the list", seconds: 30) { screen in
            let marks = [" ▸ ", " > ", " ? "]
            let isMarked = screen.lines.contains { line in line.contains("@") && marks.contains { line.hasPrefix($0) } }
            return isMarked && screen.contains("online") && !screen.lines[screen.rows - 3].isEmpty
                && !screen.lines[screen.rows - 2].contains("Loading") && screen.isAtRest
        }
    }

    /// Waits until the list's selection is on a line of the screen, and nothing of the move is still to come.
    func waitForSelection(line: Int) async throws {
        try await client.wait(for: "the selection on line \(line)") { screen in
            screen.isSelected(line) && !screen.isSelected(line - 1) && !screen.isSelected(line + 1) && screen.isAtRest
        }
    }
}

extension VirtualScreen {
    /// Whether a line of the list has the selection's mark, and a name that is bold from its first letter to its last.
    fileprivate func isSelected(_ line: Int) -> Bool {
        guard picture.indices.contains(line), picture[line][1].text == "▸" else { return false }
        let name = picture[line].dropFirst(3).prefix { $0.text != " " }
        return !name.isEmpty && name.allSatisfy(\.look.isBold)
    }
}
