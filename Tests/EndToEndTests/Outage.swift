import Foundation
import TestSupport
import Testing

/// A person at a shell whose API goes and comes back, always under the same address and with the same customers.
struct Outage: Sendable {
    let shell: Shell
    private let port: Int
    /// The API's address.
    var url: String { "http://127.0.0.1:\(port)" }
    private let store: String

    /// - Parameters:
    ///   - sample: how many invented customers the API starts with.
    ///   - before: what happens while the API is there for the first time.
    ///   - body: what happens after it has gone.
    static func after(
        sample: Int = 0, _ before: @Sendable (Shell) async throws -> Void = { _ in },
        _ body: @Sendable (Outage) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let runtime = folder + "/runtime"
            try FileManager.default.createDirectory(
                atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let port = try FreePort.take()
            var shell = Shell(folder: folder, url: "http://127.0.0.1:\(port)")
            shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
            let outage = Outage(shell: shell, port: port, store: folder + "/customers.db")
            try await outage.serving(port: port, sample > 0 ? ["--sample", String(sample)] : []) { _ in
                try await before(outage.shell)
            }
            try await body(outage)
        }
    }

    private init(shell: Shell, port: Int, store: String) {
        (self.shell, self.port, self.store) = (shell, port, store)
    }

    /// The same API for another environment.
    init(shell: Shell, like other: Outage) {
        self.init(shell: shell, port: other.port, store: other.store)
    }

    /// The API is there for as long as `body` runs.
    func comeBack(_ body: @Sendable () async throws -> Void) async throws {
        try await serving(port: port) { _ in try await body() }
    }

    /// Somebody else reaches the API, under an address that this person does not know.
    func rival(_ body: @Sendable (Shell) async throws -> Void) async throws {
        try await serving(port: 0) { server in
            let home = shell.folder + "/rival"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            try await body(Shell(folder: home, url: server.url))
        }
    }

    private func serving(
        port: Int, _ arguments: [String] = [], _ body: @Sendable (APIServerProcess) async throws -> Void
    ) async throws {
        try await APIServerProcess.serving(["--store", "sqlite:" + store, "--port", String(port)] + arguments, body)
    }

    /// Waits until at least so many customers are kept here: what the interface shows is written behind the screen, and a
    /// kill before that loses the list, though never an edit.
    func waitForCache(of count: Int, seconds: Double = 30) async throws {
        struct Status: Decodable { let cachedCustomers: Int }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let status = try await shell.run("status", "--json")
            let kept = try decoder.decode(Status.self, from: Data(status.output.utf8)).cachedCustomers
            if kept >= count { return }
            try #require(ContinuousClock.now < end, "\(kept) of \(count) customers are kept here")
        }
    }

    /// The interface in a terminal of its own.
    func interface(rows: Int = 24, columns: Int = 80) throws -> Pseudoterminal {
        try shell.interface(rows: rows, columns: columns)
    }
}

extension Shell {
    /// The same with the wall clock wrong by some years; time itself goes on.
    func withClock(yearsAhead years: Int) -> Shell {
        var shell = self
        let folder = Program("").path
        shell.customers.environment["LD_PRELOAD"] = folder + "libWrongClock.so"
        shell.customers.environment["WRONG_CLOCK_SECONDS"] = String(years * 365 * 86_400)
        return shell
    }
}
