import Foundation
import TestSupport
import Testing

@Suite("Copying a store", .timeLimit(.minutes(3)))
struct CopyTests {
    private let program = Program("customers-api")

    private func copy(_ folder: String) async throws -> Program.Finished {
        try await program.run(["copy", "--from", "sqlite:\(folder)/c.db", "--to", "sqlite:\(folder)/new.db"])
    }

    @Test("Killed at any moment, it goes on, and the copy is equal, sound and alone in the end")
    func survivesKills() async throws {
        try await withSample(3_000) { folder in
            for step in 0..<12 {
                let process = Process()
                process.executableURL = URL(filePath: program.path)
                process.arguments = ["copy", "--from", "sqlite:\(folder)/c.db", "--to", "sqlite:\(folder)/new.db"]
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                usleep(UInt32(step) * 40_000)
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                // Under its name there is all of it or nothing.
                if FileManager.default.fileExists(atPath: folder + "/new.db") {
                    let found = try await program.run(["check", "--store", "sqlite:\(folder)/new.db"])
                    #expect(found.output.contains("3000 customers"), "\(found.error)")
                } else if FileManager.default.fileExists(atPath: folder + "/new.db.copying") {
                    let served = try await program.run(["serve", "--port", "0", "--store", "sqlite:\(folder)/new.db"])
                    #expect(served.status == 78 && served.error.contains("is an unfinished copy"), "\(served.error)")
                }
            }
            let done = try await copy(folder)
            #expect(done.status == 0, "\(done.error)")
            #expect(done.output.contains("/new.db: 3000 customers, 0 deleted ones, the same as sqlite:"))
            let files = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(Set(files).subtracting(["c.db", "new.db"]).isEmpty)
            let checked = try await program.run(["check", "--store", "sqlite:\(folder)/new.db"])
            #expect(checked.output.contains("is sound: 3000 customers"), "\(checked.error)")
            let again = try await copy(folder)
            #expect(again.output == done.output)
        }
    }

    @Test("A server that has either store keeps it away; what is not a copy of this store is left as it is")
    func refuses() async throws {
        try await withSample(5) { folder in
            do {
                let server = try ServerProcess.listening("--store", "sqlite:\(folder)/c.db").0
                let refused = try await copy(folder)
                #expect(refused.status == 69 && refused.error.contains("(process \(server.number)) has it open"))
            }
            let other = try ServerProcess.listening("--store", "sqlite:\(folder)/new.db", "--sample", "3").0
            other.terminate()
            #expect(other.exitCode() == 0)
            let refused = try await copy(folder)
            #expect(refused.status == 73 && refused.error.contains("is not empty, and not what"), "\(refused.error)")
            let same = try await program.run([
                "copy", "--from", "sqlite:\(folder)/c.db", "--to", "sqlite:\(folder)/./c.db",
            ])
            #expect(same.status == 64 && same.error.contains("are the same store"))
            let none = try await program.run([
                "copy", "--from", "sqlite:\(folder)/no.db", "--to", "sqlite:\(folder)/x.db",
            ])
            #expect(none.status == 66 && none.error.contains("it does not exist"))
            #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains { $0.hasPrefix("x.db") })
        }
    }
}
