import Foundation
import TestSupport
import Testing

@Suite("Operating in hard times", .timeLimit(.minutes(3)))
struct HardTimesTests {
    private let program = Program("customers-api")

    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    /// A command in a mount namespace of its own, where `$1` is a disk of 512 KiB with what `$2` holds on it; 99 where this
    /// user may not have one. What the disk holds at the end is printed behind the command's own output.
    private func onSmallDisk(_ folder: String, _ arguments: [String]) async throws -> Program.Finished {
        let line = """
            unshare -m true 2> /dev/null || exit 99
            exec unshare -m sh -c '
                mount -t tmpfs -o size=512k none "$1" || exit 99
                [ ! -e "$2" ] || cp "$2" "$1/b.db"
                disk=$1; shift 2
                "$program" "$@"; status=$?
                echo "left: $(ls "$disk" | tr "\\n" " ")"
                exit $status' sh "$@"
            """
        return try await program.shell(line, [folder + "/disk", folder + "/older.db"] + arguments)
    }

    @Test("On a disk that fills up nothing half-done is left, and what was there stays", arguments: [true, false])
    func fullDisk(hasOlder: Bool) async throws {
        try await withSample(3_000) { folder in
            try FileManager.default.createDirectory(atPath: folder + "/disk", withIntermediateDirectories: false)
            if hasOlder {
                let server = try ServerProcess.listening("--store", "sqlite:\(folder)/small.db", "--sample", "3").0
                server.terminate()
                #expect(server.exitCode() == 0)
                let older = ["backup", folder + "/older.db", "--store", "sqlite:\(folder)/small.db"]
                #expect(try await program.run(older).status == 0)
            }
            let (store, disk) = ("sqlite:\(folder)/c.db", folder + "/disk")
            for arguments in [
                ["backup", disk + "/b.db", "--store", store], ["verify", folder + "/c.db", "--scratch", disk],
                ["restore", folder + "/c.db", "--store", "sqlite:\(disk)/b.db"],
            ] {
                let finished = try await onSmallDisk(folder, arguments)
                if finished.status == 99 { return }
                #expect(finished.status == 74, "\(arguments[0]): \(finished.error)")
                #expect(finished.error.contains("the disk is full. Make room"), "\(finished.error)")
                #expect(finished.output == (hasOlder ? "left: b.db \n" : "left: \n"), "\(arguments[0])")
            }
        }
    }

    @Test(
        "A signal at any moment of a backup leaves the one before or the new one, whole", arguments: [SIGTERM, SIGKILL])
    func interruptedBackup(number: Int32) async throws {
        try await withSample(3_000) { folder in
            let (store, backup) = ("sqlite:\(folder)/c.db", folder + "/b.db")
            for step in 0..<10 {
                let process = Process()
                process.executableURL = URL(filePath: program.path)
                process.arguments = ["backup", backup, "--store", store, "--keep", "2"]
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                usleep(UInt32(step) * 15_000)
                kill(process.processIdentifier, number)
                process.waitUntilExit()
                for name in ["b.db", "b.db.1"] where try files(folder).contains(name) {
                    let found = try await program.run(["verify", "\(folder)/\(name)"])
                    #expect(found.status == 0 && found.output.contains("3000 customers"), "\(name): \(found.error)")
                }
                if number == SIGTERM { #expect(try !files(folder).contains { $0.contains(".partial") }) }
            }
            #expect(try await program.run(["backup", backup, "--store", store, "--keep", "2"]).status == 0)
            #expect(try !files(folder).contains { $0.contains(".partial") })
        }
    }

    @Test("Where a file may not get longer nothing is changed, and nothing is left", arguments: ["backup", "rotate"])
    func limitedFiles(command: String) async throws {
        try await withSample(3_000) { folder in
            let tokens = folder + "/tokens"
            let added = try await program.run(["token", "add", "kim", "--role", "agent", "--token-file", tokens])
            #expect(added.status == 0, "\(added.error)")
            let (before, text) = (try files(folder), try String(contentsOfFile: tokens, encoding: .utf8))
            let arguments =
                command == "backup"
                ? ["backup", folder + "/b.db", "--store", "sqlite:\(folder)/c.db"]
                : ["token", "rotate", "kim", "--token-file", tokens]
            let limit = command == "backup" ? "100" : "0"
            let finished = try await program.shell(#"ulimit -f "$1"; shift; "$program" "$@""#, [limit] + arguments)
            #expect(finished.status == 74 && finished.output == "", "\(finished.status) \(finished.error)")
            #expect(try files(folder) == before)
            #expect(try String(contentsOfFile: tokens, encoding: .utf8) == text)
        }
    }

    @Test("A signal at any moment of a change of tokens leaves the file as it was or is to be, and nothing beside it")
    func interruptedTokens() async throws {
        try await withTemporaryFolder { folder in
            let tokens = folder + "/tokens"
            for name in ["kim", "lee"] {
                let added = try await program.run(["token", "add", name, "--role", "agent", "--token-file", tokens])
                #expect(added.status == 0, "\(added.error)")
            }
            for step in 0..<20 {
                let process = Process()
                process.executableURL = URL(filePath: program.path)
                process.arguments = ["token", "rotate", "kim", "--token-file", tokens]
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                usleep(UInt32(step) * 1_500)
                kill(process.processIdentifier, SIGTERM)
                process.waitUntilExit()
                #expect(try files(folder).filter { $0 != "tokens-lock" } == ["tokens"])
                let listed = try await program.run(["token", "list", "--token-file", tokens])
                #expect(listed.status == 0 && listed.output.split(separator: "\n").count == 3, "\(listed.error)")
            }
        }
    }

    @Test("A command that hangups are kept from goes on when the terminal goes")
    func hangup() async throws {
        try await withSample(3_000) { folder in
            let line = #"trap "" HUP; "$program" backup "$1" --store "$2" & sleep 0.05; kill -HUP $!; wait $!"#
            let finished = try await program.shell(line, [folder + "/b.db", "sqlite:\(folder)/c.db"])
            #expect(finished.status == 0 && finished.output.contains("3000 customers"), "\(finished.error)")
        }
    }

    @Test("A backup that was cut off, that is a text, or another program's is refused by all, and nothing is done")
    func noBackups() async throws {
        try await withSample(200) { folder in
            let store = "sqlite:\(folder)/c.db"
            #expect(try await program.run(["backup", folder + "/b.db", "--store", store]).status == 0)
            let whole = try Data(contentsOf: URL(filePath: folder + "/b.db"))
            let database = try Data(contentsOf: URL(filePath: folder + "/c.db"))
            // At a page's end, in a page, in the header, and nothing at all.
            for bytes in [whole.count / 4_096 / 2 * 4_096, whole.count - 1_000, 50, 0] {
                try whole.prefix(bytes).write(to: URL(filePath: folder + "/b.db"))
                for arguments in [["verify", folder + "/b.db"], ["restore", folder + "/b.db", "--store", store]] {
                    let finished = try await program.run(arguments)
                    #expect([65, 78].contains(finished.status), "\(arguments[0]), \(bytes) bytes: \(finished.error)")
                    #expect(finished.error.hasPrefix("customers-api: ") && finished.output == "")
                }
                #expect(try Data(contentsOf: URL(filePath: folder + "/c.db")) == database)
            }
            #expect(try !files(folder).contains { $0.contains("partial") || $0.contains("replaced") })
        }
    }
}
