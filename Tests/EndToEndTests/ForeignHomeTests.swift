import Foundation
import TestSupport
import Testing

/// A root shell with somebody else's home, as `sudo -E` and `su` without `-` make it.
@Suite(.enabled(if: geteuid() == 0, "only root can give a directory away"))
struct ForeignHomeTests {
    /// Performs `body` with a home that is user 12345's.
    private func withForeignHome(_ body: @Sendable (Shell) async throws -> Void) async throws {
        try await APIServerProcess.serving(["--sample", "5"]) { server in
            try await withTemporaryFolder { folder in
                let home = folder + "/home"
                for path in [home, home + "/.config", home + "/runtime"] {
                    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                    #expect(chown(path, 12_345, 12_345) == 0)
                }
                var shell = Shell(folder: home, url: server.url)
                shell.customers.environment["XDG_RUNTIME_DIR"] = home + "/runtime"
                try await body(shell)
                let made = FileManager.default.enumerator(atPath: home)?.allObjects as? [String] ?? []
                #expect(made.sorted() == [".config", "runtime"])
            }
        }
    }

    @Test("Nothing is created in it, and whatever works without it does")
    func nothingMade() async throws {
        try await withForeignHome { shell in
            #expect(try await shell.run("list", "--json").customers.count == 5)
            #expect(try await shell.run("list", "--cache", "disk").status == 0)
            let added = try await shell.run("add", "--name", "A", "--email", "a@b.co")
            #expect(added.status == 0)
            #expect(added.error.contains("HOME is \(shell.folder), which belongs to user 12345"), "\(added.error)")
            let file = try shell.file("../people.csv", "name,email\nB,b@b.co\n")
            #expect(try await shell.run("import", file).status == 0)
            for command in [["queue"], ["sync"], ["status"], ["keys"]] { _ = try await shell.customers.run(command) }
        }
    }

    @Test("Doctor, init and wipe refuse, and say whose it is")
    func refused() async throws {
        try await withForeignHome { shell in
            let wiped = try await shell.run("wipe", "--force")
            #expect(wiped.status == 77)
            #expect(wiped.error.contains("Nothing was removed: HOME is"))
            let written = try await shell.run("init", "--api", "http://127.0.0.1:9", "--yes")
            #expect(written.status == 77 && written.error.contains("Nothing was written: HOME is"), "\(written.error)")
            let doctor = try await shell.run("doctor")
            #expect(doctor.status == 78)
            for place in ["config", "data", "cache", "runtime"] {
                #expect(
                    doctor.output.split(separator: "\n").contains {
                        $0.hasPrefix("fail " + place) && $0.contains("12345")
                    })
            }
        }
    }

    @Test("An edit that cannot be sent is not queued there, and the message says why")
    func notQueued() async throws {
        try await withForeignHome { shell in
            var away = shell
            away.customers.environment["CUSTOMERS_API_URL"] = "http://127.0.0.1:9"
            let added = try await away.run("add", "--name", "A", "--email", "a@b.co")
            #expect(added.status == 69, "\(added.error)")
            #expect(added.error.contains("NOT SAVED"))
            #expect(added.error.contains("sudo -H"))
        }
    }

    @Test("The interface keeps its drafts and edits out of it")
    func interface() async throws {
        try await withForeignHome { shell in
            let client = try Pseudoterminal(
                [shell.customers.path], environment: shell.customers.environment, columns: 250)
            try await client.wait(for: "the list", seconds: 30) { $0.contains("online") && $0.contains("@") }
            await client.send("n")
            try await client.wait(forText: "New customer")
            await client.send("Zoe Unfinished")
            try await client.wait(forText: "12345")
            await client.kill(SIGTERM)
            _ = try await client.waitForEnd()
        }
    }
}
