import Foundation
import TestSupport
import Testing

@Suite("The log in a file", .timeLimit(.minutes(2)))
struct LogFileTests {
    private func text(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    /// Asks until the file has a line, for SIGHUP is heard when it is heard.
    private func ask(_ address: ServerProcess.Address, untilNoticedIn file: URL) throws {
        let end = Date(timeIntervalSinceNow: 60)
        repeat {
            #expect(try address.send("GET", "/api/health").status == 200)
        } while !text(file).contains("route=/api/health") && Date() < end
        #expect(text(file).contains("route=/api/health"))
    }

    @Test("Has each request in a line, is its owner's alone, goes on after the start, and is opened anew on SIGHUP")
    func rotates() throws {
        let directory = try ServerProcess.makeDirectory()
        let (log, old) = (directory.appending(path: "requests.log"), directory.appending(path: "requests.log.1"))
        try Data("before\n".utf8).write(to: log)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: log.path)
        let (server, address) = try ServerProcess.listening("--log-file", log.path, directory: directory)
        try ask(address, untilNoticedIn: log)
        #expect(text(log).hasPrefix("before\ntime="))
        #expect(!server.log.contains("route="))
        try FileManager.default.moveItem(at: log, to: old)
        #expect(try address.send("GET", "/api/nothing").status == 404)
        #expect(text(old).contains("route=none"), "until it is told, it writes where it wrote")
        kill(server.number, SIGHUP)
        try ask(address, untilNoticedIn: log)
        let mode = try FileManager.default.attributesOfItem(atPath: log.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let before = try FileManager.default.attributesOfItem(atPath: old.path)[.posixPermissions] as? Int
        #expect(before == 0o600)
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test("What cannot be opened anew leaves the log where it was, and says so")
    func keepsOld() throws {
        let directory = try ServerProcess.makeDirectory()
        let folder = directory.appending(path: "logs")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (log, moved) = (folder.appending(path: "r.log"), directory.appending(path: "moved"))
        let (server, address) = try ServerProcess.listening("--log-file", log.path, directory: directory)
        try FileManager.default.moveItem(at: folder, to: moved)
        kill(server.number, SIGHUP)
        let end = Date(timeIntervalSinceNow: 60)
        while !server.log.contains("has no directory"), Date() < end { usleep(20_000) }
        #expect(server.log.contains("has no directory: make that first. The log goes on in the file that was open."))
        #expect(try address.send("GET", "/api/health").status == 200)
        #expect(text(moved.appending(path: "r.log")).contains("route=/api/health"))
    }

    @Test("A link, a directory and a place that does not exist are refused at the start")
    func refuses() throws {
        let directory = try ServerProcess.makeDirectory()
        try FileManager.default.createSymbolicLink(
            at: directory.appending(path: "link"), withDestinationURL: directory.appending(path: "elsewhere"))
        for (name, status, sentence) in [
            ("link", 78, "it is a symbolic link"), (".", 73, "is a directory"), ("none/r.log", 73, "has no directory"),
        ] as [(String, Int32, String)] {
            let server = try ServerProcess(
                [
                    "--port", "0", "--log-file", directory.appending(path: name).path, "--store",
                    "sqlite:\(directory.path)/c.db",
                ])
            #expect(server.exitCode() == status && server.log.contains(sentence), "\(name): \(server.log)")
        }
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/elsewhere"))
    }

    @Test("On a disk that is full lines go to standard error; when it has room again, each stands on a line of its own")
    func fullDisk() async throws {
        let directory = try ServerProcess.makeDirectory()
        let log = directory.appending(path: "requests.log")
        let (server, address) = try ServerProcess.listening("--log-file", log.path, directory: directory)
        // The limit is that of standard error too, a shorter file.
        while text(log).utf8.count < 8_192 { try ask(address, untilNoticedIn: log) }
        let size = text(log).utf8.count
        let program = Program("customers-api")
        func limit(to bytes: String) async throws {
            let finished = try await program.shell(#"prlimit --pid "$1" --fsize="$2:""#, ["\(server.number)", bytes])
            #expect(finished.status == 0, "\(finished.error)")
        }
        try await limit(to: "\(size + 10)")
        for _ in 0..<2 { #expect(try address.send("GET", "/api/nothing").status == 404) }
        try await limit(to: "unlimited")
        #expect(try address.send("GET", "/api/health").status == 200)
        server.terminate()
        #expect(server.exitCode() == 0)
        let lines = text(log).dropFirst(size).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count >= 3 && lines.first?.utf8.count == 10 && lines.last == "", "\(lines)")
        #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("time=") }, "\(lines)")
        #expect(server.log.split(separator: "\n").count { $0.contains("route=none") } == 2)
    }
}
