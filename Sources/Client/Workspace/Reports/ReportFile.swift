import Disks
import Files
import Glibc
import SystemPackage

/// What was done with customers out of the server's sight, and is not reported yet: a line each, oldest first, in a file of
/// this user alone.
///
/// A line is with the system when it is noted, so it outlives a program that is killed; a power cut may take the last ones.
/// No call waits for the network, nor for another program longer than ``lockMilliseconds``.
struct ReportFile: Sendable {
    let path: String
    private let folder: String

    /// Beyond this the oldest lines go; about a thousand fit.
    static let maximumBytes = 256 * 1024
    /// How long another program that is at the file is waited for.
    private static let lockMilliseconds = 200

    /// All that is kept in the folder; the first is the file itself.
    static let names = ["reports.jsonl", "reports.lock", "reports-sending.lock"]

    /// - Parameter folder: the profile's, made when something is noted.
    init(folder: String) {
        self.folder = folder
        path = "\(folder)/\(Self.names[0])"
    }

    /// Adds a line; a file of its own takes the place of what is missing or full.
    func append(_ line: ReportLine) throws(ReportFailure) {
        do throws(FileFailure) {
            try SystemDisk().makeDirectories(folder)
        } catch {
            throw ReportFailure(path: error.path, reason: error.code.description)
        }
        try locked { () throws(ReportFailure) in try write(line.bytes) }
    }

    /// Every line; none where there is no file.
    func lines() throws(ReportFailure) -> [ReportLine] {
        do throws(FileRefusal) {
            let bytes = try TrustedFile.read(path, Self.rule, limitBytes: Self.maximumBytes)
            return bytes.split(separator: Self.newline).compactMap { ReportLine($0) }
        } catch {
            if error == .system(.noSuchFileOrDirectory) { return [] }
            throw ReportFailure(path: path, reason: error.reason)
        }
    }

    /// Takes lines out, or puts another in the place of one; what is gone already stays so.
    func remove(_ lines: [ReportLine], inserting replacement: ReportLine? = nil) throws(ReportFailure) {
        let gone = Set(lines)
        try locked { () throws(ReportFailure) in
            let lines = try self.lines()
            guard lines.contains(where: gone.contains) else { return }
            let left = lines.compactMap { gone.contains($0) ? replacement : $0 }
            try attempt { () throws(Errno) in try ReplacedFile.write(left.flatMap(\.bytes), to: path) }
        }
    }

    /// Performs `body` as the one program that reports; not at all while another is.
    ///
    /// - Returns: `nil` when it was not performed.
    func reporting<Value>(_ body: () async -> Value) async -> Value? {
        let lock: LockedFile?
        do throws(LockedFile.Failure) {
            lock = try LockedFile("\(folder)/\(Self.names[2])")
        } catch {
            guard error != .held else { return nil }
            // Where nothing can be locked nothing can be noted either, and each program tells what it holds itself.
            lock = nil
        }
        defer { withExtendedLifetime(lock) {} }
        return await body()
    }

    private func locked(_ body: () throws(ReportFailure) -> Void) throws(ReportFailure) {
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        try body()
    }

    private func lock() throws(ReportFailure) -> LockedFile {
        do throws(LockedFile.Failure) {
            return try LockedFile("\(folder)/\(Self.names[1])", waitingMilliseconds: Self.lockMilliseconds)
        } catch {
            let reason = error == .held ? "another program does not let go of it" : error.code.description
            throw ReportFailure(path: path, reason: reason)
        }
    }

    // MARK: Bytes

    private static let newline = UInt8(ascii: "\n")
    private static let rule = FileRule.secret(links: .refused)
    private static let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK

    private func write(_ bytes: [UInt8]) throws(ReportFailure) {
        let descriptor = try attempt { () throws(Errno) in
            try SystemCall.repeating { open(path, Self.flags, 0o600) }
        }
        defer { close(descriptor) }
        let status = try attempt { () throws(Errno) in try FileStatus(of: descriptor) }
        if let refusal = Self.rule.refusal(of: status) { throw ReportFailure(path: path, reason: refusal.reason) }
        try attempt { () throws(Errno) in
            guard status.size + bytes.count <= Self.maximumBytes else {
                let kept = try tail(of: descriptor, Self.maximumBytes / 2, size: status.size)
                return try ReplacedFile.write(kept.drop { $0 != Self.newline }.dropFirst() + bytes, to: path)
            }
            let end = try tail(of: descriptor, 1, size: status.size)
            // What a killed program has left of a line ends there.
            try Descriptor.write((end.allSatisfy { $0 == Self.newline } ? [] : [Self.newline]) + bytes, to: descriptor)
        }
    }

    private func tail(of descriptor: Int32, _ count: Int, size: Int) throws(Errno) -> [UInt8] {
        try SystemDisk().pread(OpenFile(descriptor: descriptor), count: min(count, size), at: size - min(count, size))
    }

    private func attempt<Value>(_ call: () throws(Errno) -> Value) throws(ReportFailure) -> Value {
        do throws(Errno) {
            return try call()
        } catch {
            throw ReportFailure(path: path, reason: error.description)
        }
    }
}

/// Why what was done could not be noted, or not be read.
package struct ReportFailure: Error, Hashable, Sendable {
    let path: String
    /// In the system's words.
    let reason: String

    /// The cause and what it means.
    package var message: String {
        "What you look at out of the server's sight cannot be noted in \(path): \(reason). It is reported all the same if the "
            + "API is reached before this program ends."
    }
}
