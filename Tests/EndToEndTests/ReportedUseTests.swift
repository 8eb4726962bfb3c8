import Domain
import Foundation
import TestSupport
import Testing

@Suite("What is done out of the server's sight comes into its audit log", .timeLimit(.minutes(2)))
struct ReportedUseTests {
    /// A person whose API keeps an audit log, and comes and goes.
    private struct Place: Sendable {
        let shell: Shell
        let port: Int

        func serving(sample: Int = 0, _ body: @Sendable () async throws -> Void) async throws {
            let arguments = [
                "--port", String(port), "--store", "sqlite:\(shell.folder)/server.db", "--audit-log", log,
            ]
            let invented = sample > 0 ? ["--sample", String(sample)] : []
            try await APIServerProcess.serving(arguments + invented) { _ in try await body() }
        }

        var log: String { shell.folder + "/audit.log" }
        var notes: String { shell.folder + "/.local/share/customers/default/reports.jsonl" }

        /// What was reported so far, in order.
        func reported() throws -> [[String: String]] {
            let text = String(decoding: try Data(contentsOf: URL(filePath: log)), as: UTF8.self)
            return try text.split(separator: "\n").compactMap { line in
                let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return members?["kind"] as? String == "reported" ? members?.mapValues { "\($0)" } : nil
            }
        }

        /// While the API is there.
        func addAnna() async throws {
            try await serving {
                let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com")
                #expect(added.status == 0, "\(added.error)")
            }
        }

        /// Waits until something was reported that is looked for.
        func waits(for what: String) async throws -> [String: String] {
            let end = ContinuousClock.now + .seconds(30)
            while true {
                if let found = try reported().first(where: { $0["what"] == what }) { return found }
                try #require(ContinuousClock.now < end, "no \(what) is reported")
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func at(_ body: @Sendable (Place) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let port = try FreePort.take()
            var shell = Shell(folder: folder, url: "http://127.0.0.1:\(port)")
            let runtime = folder + "/runtime"
            try FileManager.default.createDirectory(
                atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
            shell.customers.environment["SSH_CONNECTION"] = "192.0.2.7 51234 192.0.2.1 22"
            try await body(Place(shell: shell, port: port))
        }
    }

    private func contents(_ path: String) -> String {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    @Test(
        "Who was read while the API was away is noted without a value, and told with the next command that reaches it")
    func offlineReads() async throws {
        try await at { place in
            let shell = place.shell
            try await place.addAnna()
            let shown = try await shell.run("show", "anna@example.com", "--json")
            #expect(shown.status == 0 && shown.error.contains("From this machine"), "\(shown)")
            #expect(try await shell.run("list").status == 69)
            #expect(!contents(place.notes).contains("anna@"))
            #expect(contents(place.notes).split(separator: "\n").count == 2)
            try await place.serving {
                #expect(try await shell.run("list").status == 0)
                let reported = try place.reported()
                #expect(reported.map { $0["what"] } == ["offline-read", "offline-read"])
                #expect(reported[0]["customer_id"] == (try shown.customer.id.text))
                #expect(reported[1]["count"] == "1" && reported[1]["ssh_connection"] == "192.0.2.7 51234 192.0.2.1 22")
                #expect(contents(place.notes).isEmpty)
            }
        }
    }

    @Test("An export is told with its length, and one whose reader goes away is told, too")
    func exports() async throws {
        try await at { place in
            let shell = place.shell
            try await place.serving(sample: 3_000) {
                #expect(try await shell.run("export", shell.folder + "/all.jsonl").status == 0)
                #expect(try place.reported().map { $0["count"] } == ["3000"])
                let cut = try await shell.customers.shell("\"$program\" export | head -c 1; true")
                #expect(cut.output.utf8.count == 1)
                #expect(contents(place.notes).contains("export"))
                #expect(try await shell.run("list", "--limit", "1").status == 0)
                #expect(try place.reported().map { $0["what"] } == ["export", "export"])
            }
        }
    }

    @Test("A server that keeps no audit log is told nothing, and nobody hears of it")
    func noLog() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let exported = try await shell.run("export")
            #expect(exported.status == 0 && exported.error.isEmpty, "\(exported.error)")
            #expect(contents(shell.folder + "/.local/share/customers/default/reports.jsonl").isEmpty)
        }
    }

    @Test("A wipe leaves what is still to be told, and says so; forced, it does not")
    func wiped() async throws {
        try await at { place in
            let shell = place.shell
            try await place.addAnna()
            #expect(try await shell.run("show", "anna@example.com").status == 0)
            let wiped = try await shell.run("wipe")
            #expect(wiped.status == 0 && wiped.error.contains("1 note of what was read"), "\(wiped)")
            #expect(contents(place.notes).contains("offline-read"))
            let forced = try await shell.run("wipe", "--force")
            #expect(forced.status == 0 && forced.error.isEmpty, "\(forced)")
            #expect(!FileManager.default.fileExists(atPath: place.notes))
        }
    }

    @Test("A disk that takes nothing is said, and the work is done all the same")
    func failingDisk() async throws {
        try await at { place in
            let shell = place.shell
            try await place.serving(sample: 3) {
                try FileManager.default.createDirectory(atPath: place.notes, withIntermediateDirectories: true)
                let exported = try await shell.run("export")
                #expect(
                    exported.status == 0 && exported.error.contains("cannot be noted in \(place.notes)"), "\(exported)")
                // By the program that still knows it.
                #expect(try place.reported().map { $0["what"] } == ["export"])
            }
        }
    }

    @Test("In the interface a reveal is told within seconds, with whom and where the person sits")
    func reveal() async throws {
        try await at { place in
            try await place.serving(sample: 20) {
                var environment = place.shell.customers.environment
                environment["PATH"] = "/usr/bin:/bin"
                let client = try Pseudoterminal([Program("customers").path], environment: environment)
                try await client.wait(forText: "online")
                await client.send("m")
                try await client.wait(forText: "are hidden")
                await client.send("m")
                try await client.wait(forText: "are shown")
                let reveal = try await place.waits(for: "reveal")
                #expect(reveal["ssh_connection"] == "192.0.2.7 51234 192.0.2.1 22" && reveal["count"] != nil)
                await client.send("q")
                #expect(try await client.waitForEnd().code == 0)
            }
        }
    }
}
