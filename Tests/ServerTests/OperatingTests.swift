import Foundation
import TestSupport
import Testing

@Suite("Operating the server", .timeLimit(.minutes(3)))
struct OperatingTests {
    private let program = Program("customers-api")

    private func add(_ name: String, to address: ServerProcess.Address) throws {
        let body = #"{"name": "\#(name)", "email": "\#(name)@x.org"}"#
        #expect(try address.send("POST", "/api/customers", body: body).status == 201)
    }

    /// What a command says on standard output, where it has to succeed.
    private func say(_ arguments: String..., in directory: URL) async throws -> String {
        let finished = try await program.run(arguments.map { $0.replacing("DIR", with: directory.path) })
        #expect(finished.status == 0 && finished.error == "", "\(arguments): \(finished.error)")
        return finished.output
    }

    private func others(_ directory: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { !["customers.db", "customers.db-wal", "customers.db-shm", "stderr"].contains($0) }.sorted()
    }

    @Test("A running server is backed up, the backup is verified, and restored when the server has ended")
    func drill() async throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening(directory: directory)
        try add("Anna", to: address)
        let store = "sqlite:\(directory.path)/customers.db"
        let summary = "1 customers, 0 deleted ones, 1 changes, schema 7\n"
        #expect(
            try await say("backup", "DIR/b.db", "--store", store, "--keep", "2", in: directory)
                == "\(directory.path)/b.db: \(summary)")
        try add("Bea", to: address)
        #expect(
            try await say("verify", "DIR/b.db", in: directory) == "\(directory.path)/b.db can be restored: \(summary)")
        #expect(try await say("stats", "--store", store, in: directory).hasSuffix("last verified: none\n"))
        _ = try await say("verify", "DIR/b.db", "--store", store, in: directory)
        let sound = try await say("check", "--store", store, in: directory)
        #expect(sound.contains("is sound: 2 customers, 0 deleted ones, 2 changes, schema 7"))
        let figures = try await say("stats", "--store", store, in: directory)
        #expect(figures.contains("customers: 2\n") && figures.contains("last backup: 20"))
        #expect(figures.contains("\nlast verified: 20") && figures.hasSuffix("/b.db\n"))
        #expect(try await say("migrate", "--dry-run", "--store", store, in: directory).contains("nothing to do"))

        let refused = try await program.run(["restore", "\(directory.path)/b.db", "--store", store])
        #expect(refused.status == 69 && refused.output == "")
        #expect(refused.error.contains("another customers-api (process \(server.number))"))
        server.terminate()
        #expect(server.exitCode() == 0)
        let restored = try await say("restore", "DIR/b.db", "--store", store, in: directory)
        #expect(restored.contains("1 customers") && restored.contains("what was there is now "))
        let (_, again) = try ServerProcess.listening(directory: directory)
        let list = try again.send("GET", "/api/customers").body
        #expect(list.contains("Anna") && !list.contains("Bea"))
    }

    @Test("A second server on the same file does not start, and names the first; after a kill one does")
    func oneServer() throws {
        let directory = try ServerProcess.makeDirectory()
        let (first, address) = try ServerProcess.listening(directory: directory)
        try add("Anna", to: address)
        let second = try ServerProcess(
            ["--port", "0", "--store", "sqlite:\(directory.path)/customers.db"])
        #expect(second.exitCode() == 69)
        #expect(
            second.log.contains("another customers-api (process \(first.number)) has it open. Stop that one first"))
        kill(first.number, SIGKILL)
        #expect(first.exitCode() == -SIGKILL)
        #expect(try others(directory) == ["customers.db-lock"])
        let (third, again) = try ServerProcess.listening(directory: directory)
        #expect(try again.send("GET", "/api/customers").body.contains("Anna"))
        third.terminate()
        #expect(third.exitCode() == 0)
        #expect(try others(directory) == [])
    }

    @Test("A server that cannot start leaves no lock")
    func leavesNoLock() throws {
        let (_, address) = try ServerProcess.listening()
        let second = try ServerProcess(["--port", String(address.port)])
        #expect(second.exitCode() == 69)
        #expect(try others(second.directory) == [])
    }

    @Test(
        "A command that cannot do its work says why in a sentence, and exits with the code of that",
        arguments: [
            (["backup"], 64, "Missing expected argument '<file>'"),
            (["backup", "DIR/b.db", "--keep", "0"], 64, "--keep takes a number from 1 to 1000."),
            (["backup", "DIR/b.db", "--store", "dynamodb:t"], 64, "'dynamodb:t' is invalid for '--store"),
            (["backup", "DIR/b.db", "--store", "dynamodb:a/b c"], 64, "is invalid for '--store"),
            (["backup", "DIR/b.db", "--store", "dynamodb:table"], 64, "dynamodb:table is no file"),
            (
                ["backup", "DIR/b.db", "--store", "sqlite:DIR/none.db"], 66,
                "none.db: it does not exist. Check the path."
            ),
            (
                ["backup", "DIR/none/b.db", "--store", "sqlite:DIR/c.db"], 73,
                "none/b.db: its directory does not exist."
            ),
            (["backup", "DIR/text", "--store", "sqlite:DIR/c.db"], 73, "text is no place for a backup"),
            (["backup", "/sys/kernel/b.db", "--store", "sqlite:DIR/c.db"], 77, "permission denied"),
            (["verify", "DIR/text"], 78, "it is not a SQLite database"),
            (["verify", "DIR/none.db"], 66, "it does not exist"),
            (["verify", "DIR/c.db", "--scratch", "DIR/none"], 73, "its directory does not exist"),
            (["restore", "DIR/text", "--store", "sqlite:DIR/c.db"], 78, "it is not a SQLite database"),
            (["restore", "DIR/c.db", "--store", "sqlite:DIR/c.db"], 64, "The backup is the database itself, or where"),
            (["restore", "DIR/c.db", "--store", "sqlite:DIR/none/c.db"], 66, "its directory does not exist"),
            (["check", "--store", "sqlite:DIR/text"], 78, "it is not a SQLite database"),
            (["check", "--store", "sqlite:DIR"], 78, "it is a directory"),
            (["stats", "--store", "sqlite:DIR/none.db"], 66, "it does not exist"),
            (["migrate", "--store", "sqlite:DIR/none.db"], 66, "it does not exist"),
        ])
    func refusals(arguments: [String], code: Int, sentence: String) async throws {
        try await withTemporaryFolder { folder in
            try Data("no database, whatever it is, but long enough to be one: \(UUID())\n".utf8)
                .write(to: URL(filePath: folder + "/text"))
            let server = try ServerProcess.listening("--store", "sqlite:\(folder)/c.db", "--sample", "5").0
            server.terminate()
            #expect(server.exitCode() == 0)
            let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            let finished = try await program.run(arguments.map { $0.replacing("DIR", with: folder) })
            #expect(finished.status == code && finished.output == "")
            #expect(finished.error.contains(sentence), "\(finished.error)")
            #expect(!finished.error.contains("GRDB") && !finished.error.contains("Fatal"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
        }
    }

    @Test(
        "A signal at any moment of a restore leaves the old database or the new one, whole",
        arguments: [SIGTERM, SIGKILL])
    func interruptedRestore(number: Int32) async throws {
        let directory = try ServerProcess.makeDirectory()
        let store = "sqlite:\(directory.path)/customers.db"
        // What they wrote is there as long as they are.
        var servers: [ServerProcess] = []
        for count in ["20", "3000"] {
            let (server, _) = try ServerProcess.listening("--sample", count, directory: directory)
            servers.append(server)
            server.terminate()
            #expect(server.exitCode() == 0)
            if count == "20" {
                _ = try await say("backup", "DIR/small.db", "--store", store, in: directory)
                try FileManager.default.removeItem(at: directory.appending(path: "customers.db"))
            }
        }
        _ = try await say("backup", "DIR/large.db", "--store", store, in: directory)
        for step in 0..<12 {
            let backup = step.isMultiple(of: 2) ? "small.db" : "large.db"
            let process = Process()
            process.executableURL = URL(filePath: program.path)
            process.arguments = ["restore", directory.appending(path: backup).path, "--store", store]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(step) * 8_000)
            kill(process.processIdentifier, number)
            process.waitUntilExit()
            let found = try await say("check", "--store", store, in: directory)
            #expect(found.contains(": 20 customers") || found.contains(": 3000 customers"), "\(found)")
        }
        if number == SIGTERM { #expect(try !others(directory).contains { $0.contains(".partial") }) }
        _ = try await say("restore", "DIR/small.db", "--store", store, in: directory)
        let left = try others(directory)
        #expect(!left.contains { $0.contains(".partial") || $0.hasSuffix("-lock") })
        let attributes = try FileManager.default.attributesOfItem(
            atPath: directory.appending(path: "customers.db").path)
        #expect(attributes[.referenceCount] as? Int == 1)
        withExtendedLifetime(servers) {}
    }

    @Test("A line break in a path begins no line of what a command says")
    func forgedLines() async throws {
        let path = "/nowhere/a\nFORGED: x"
        for arguments in [
            ["copy", "--from", "sqlite:\(path)", "--to", "sqlite:/nowhere/b"],
            ["backup", path, "--store", "sqlite:\(path)"],
            ["restore", path, "--store", "sqlite:\(path)"], ["verify", path], ["check", "--store", "sqlite:\(path)"],
            ["migrate", "--store", "sqlite:\(path)"], ["stats", "--store", "sqlite:\(path)"],
        ] {
            let finished = try await program.run(arguments)
            #expect(finished.status != 0 && finished.error.contains("FORGED"), "\(arguments): \(finished.error)")
            #expect(!finished.error.split(separator: "\n").contains { $0.hasPrefix("FORGED") }, "\(arguments)")
        }
    }

    @Test("The commands are listed, and each says what it does and how it ends")
    func help() async throws {
        let list = try await program.run(["--help"]).output
        for name in ["backup", "verify", "restore", "check", "migrate", "stats", "copy"] {
            #expect(list.contains("  \(name) "))
            let help = try await program.run([name, "--help"])
            #expect(help.status == 0 && help.output.contains("Exit codes: "))
        }
    }
}
