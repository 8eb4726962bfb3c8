import Domain
import Glibc

/// A file that takes its name only when it is complete, so that nobody ever sees half of it.
///
/// It is written beside its destination under a name of its own, readable by its owner alone, and renamed at the end;
/// until then a file of that name stays as it was.
struct NewFile {
    let path: String
    private let temporaryPath: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    private static let bufferBytes = 1 << 16

    /// - Throws: ``ExitStatus/cannotCreate`` when there can be no such file.
    private init(_ path: String) throws(CommandFailure) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
            throw CommandFailure(
                .cannotCreate, "\(path) is \(kind). Name a file, or leave it away to write to standard output.")
        }
        temporaryPath = Self.folder(of: path) + ".customers-" + String(UInt64.random(in: .min ... .max), radix: 36)
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure(.cannotCreate, "Cannot create \(path): \(SystemFailure.last.reason).")
        }
        self.path = path
    }

    /// Creates a file of what `body` writes; without a trace when that fails.
    static func writing<Value>(
        _ path: String, _ body: (inout NewFile) async throws -> Value
    ) async throws -> Value {
        var file = try NewFile(path)
        defer { close(file.descriptor) }
        do {
            let value = try await body(&file)
            try file.commit()
            return value
        } catch {
            unlink(file.temporaryPath)
            throw error
        }
    }

    mutating func write(_ text: String) throws(CommandFailure) {
        buffer += text.utf8
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Brings everything to the disk and gives the file its name.
    private mutating func commit() throws(CommandFailure) {
        try flush()
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else { throw unfinished(.last) }
    }

    private mutating func flush() throws(CommandFailure) {
        do throws(SystemFailure) {
            try OpenFile.write(buffer, to: descriptor)
        } catch {
            throw unfinished(error)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func unfinished(_ failure: SystemFailure) -> CommandFailure {
        CommandFailure(
            .inputOutput,
            "Cannot write \(path): \(failure.reason). Nothing was left behind; a file of that name is as it was.")
    }

    /// The path up to and with its last slash.
    private static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)])
    }
}
