import Foundation
import Synchronization
import Testing

/// The real server program in a directory of its own; gone, with everything it wrote, when the value is.
final class ServerProcess {
    let directory: URL
    private let process = Process()
    private let output = Pipe()

    /// Starts the program; `start` waits until it listens.
    ///
    /// - Parameter openFiles: how many descriptors it may have, at most; as many as this process when `nil`.
    init(_ arguments: [String], directory: URL? = nil, openFiles: Int? = nil) throws {
        self.directory = try directory ?? Self.makeDirectory()
        let program = try #require(Bundle.main.executableURL).deletingLastPathComponent().appending(
            path: "customers-api")
        if let openFiles {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                ["-c", "ulimit -n \(openFiles) && exec \"$0\" \"$@\"", program.path, "serve"] + arguments
        } else {
            process.executableURL = program
            process.arguments = ["serve"] + arguments
        }
        process.currentDirectoryURL = self.directory
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        let log = self.directory.appending(path: "stderr")
        try Data().write(to: log)
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        // Else our own copy keeps the pipe open after the program has ended.
        try output.fileHandleForWriting.close()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    /// - Parameter tokens: what the file `tokens` in it says; none when `nil`.
    static func makeDirectory(tokens: String? = nil) throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appending(path: "server-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        if let tokens {
            let file = directory.appending(path: "tokens")
            try Data(tokens.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
        return directory
    }

    /// A listening server on a free port.
    static func listening(
        _ arguments: String..., directory: URL? = nil, openFiles: Int? = nil
    ) throws -> (ServerProcess, Address) {
        try listening(arguments, directory: directory, openFiles: openFiles)
    }

    /// The same with a list of arguments.
    static func listening(
        _ arguments: [String], directory: URL? = nil, openFiles: Int? = nil
    ) throws -> (ServerProcess, Address) {
        let server = try ServerProcess(["--port", "0"] + arguments, directory: directory, openFiles: openFiles)
        let line = server.readLine()
        let url = try #require(
            line.hasPrefix("listening on ") ? URL(string: String(line.dropFirst("listening on ".count))) : nil,
            "said \(line) and \(server.log)")
        let (scheme, host, port) = (url.scheme ?? "", url.host() ?? "", url.port ?? 0)
        return (server, Address(server: server, scheme: scheme, host: host, port: port))
    }

    /// Where a server listens, which it does as long as somebody knows the address.
    struct Address {
        private let server: ServerProcess
        let scheme: String
        let host: String
        let port: Int

        fileprivate init(server: ServerProcess, scheme: String, host: String, port: Int) {
            self.server = server
            self.scheme = scheme
            self.host = host
            self.port = port
        }
    }

    /// What it printed up to the end of a line, or of everything.
    private func readLine() -> String {
        var line = Data()
        while true {
            let piece = output.fileHandleForReading.availableData
            line += piece
            if piece.isEmpty || line.last == UInt8(ascii: "\n") { break }
        }
        return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    /// What it printed after the first line, once it has ended.
    func restOfOutput() -> String {
        readLine()
    }

    /// What it wrote to standard error so far.
    var log: String {
        (try? String(contentsOf: directory.appending(path: "stderr"), encoding: .utf8)) ?? ""
    }

    /// The process's number.
    var number: Int32 { process.processIdentifier }

    /// Its processor time so far, in hundredths of a second (proc(5)).
    var processorTicks: Int {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
            let fields = try #require(text.split(separator: ")").last).split(separator: " ")
            return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
        }
    }

    /// How often its threads have waited so far (`voluntary_ctxt_switches` of proc(5)).
    var waits: Int {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(number)/task").compactMap { thread in
                // A thread may end in between.
                let text = try? String(contentsOfFile: "/proc/\(number)/task/\(thread)/status", encoding: .utf8)
                let line = text?.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
                return line.flatMap { Int($0.split(separator: "\t")[1]) }
            }.reduce(0, +)
        }
    }

    var isRunning: Bool { process.isRunning }

    func terminate() {
        kill(number, SIGTERM)
    }

    /// Waits for the end; negative after a signal that it did not handle.
    func exitCode() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}
