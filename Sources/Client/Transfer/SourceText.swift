import Domain
import Files
import Glibc
import SystemPackage
package import Wording

/// A text from outside, whole, as UTF-8 without its byte order mark.
///
/// It is kept whole because an import reads it twice, to check and then to send, and must send what it checked.
package struct SourceText: Sendable {
    /// The name for messages.
    let name: String
    /// In UTF-8, without a mark.
    package let bytes: [UInt8]
    /// Whether it began with the mark of UTF-8, as what spreadsheets are to open does.
    let hasMark: Bool
    /// Whether it was UTF-8 without a mark; a file made of another one has to say by its mark that it is UTF-8.
    let isPlain: Bool

    /// The longest text that is taken: 512 MiB, more than a million customers.
    private static let maximumBytes = 1 << 29

    /// - Parameter encoding: `nil` when the file itself has to say it: by its mark, or by being UTF-8. A mark that is true
    ///   counts more, so that what was made of a file can be read as the file was.
    /// - Throws: ``ExitStatus/badData`` for what is not text, or in another encoding, with the next step.
    init(name: String, bytes: [UInt8], encoding: TextEncoding? = nil) throws(CommandFailure) {
        self.name = name
        let hasMark = bytes.starts(with: ByteOrderMark.utf8)
        self.hasMark = hasMark
        if let file = ForeignFile(bytes) {
            throw CommandFailure(.badData, "\(name) is \(file.kind), not text. Nothing was sent. \(file.nextStep)")
        }
        let encoding = try Self.marked(name, bytes) ?? encoding
        isPlain = !hasMark && (encoding ?? .utf8) == .utf8
        let text = hasMark ? Array(bytes.dropFirst(ByteOrderMark.utf8.count)) : bytes
        guard let encoding else {
            do throws(TextEncoding.Fault) {
                self.bytes = Self.withoutEnd(try TextEncoding.utf8.decoded(text))
            } catch {
                throw EncodingGuess(text, at: error).failure(about: name, fault: error)
            }
            return
        }
        do throws(TextEncoding.Fault) {
            self.bytes = Self.withoutEnd(try encoding.decoded(text))
        } catch {
            throw CommandFailure(
                .badData,
                "\(name) is not \(encoding.name): line \(error.line) \(error.message). Nothing was sent. "
                    + "Name the encoding that it has with --encoding.")
        }
    }

    /// Without the byte by which programs of DOS end a text.
    private static func withoutEnd(_ bytes: [UInt8]) -> [UInt8] {
        bytes.last == 0x1A ? Array(bytes.dropLast()) : bytes
    }

    /// The encoding that the file's mark says.
    private static func marked(_ name: String, _ bytes: [UInt8]) throws(CommandFailure) -> TextEncoding? {
        if ByteOrderMark.utf32.contains(where: bytes.starts) {
            throw CommandFailure(
                .badData, "\(name) is UTF-32. Nothing was sent. Convert it first: iconv -f UTF-32 -t UTF-8 FILE > NEW")
        }
        if bytes.starts(with: ByteOrderMark.utf16LittleEndian) || bytes.starts(with: ByteOrderMark.utf16BigEndian) {
            return .utf16
        }
        // Some programs write the mark before whatever they have.
        let isUTF8 = bytes.starts(with: ByteOrderMark.utf8) && (try? TextEncoding.utf8.decoded(bytes)) != nil
        return isUTF8 ? .utf8 : nil
    }
}

// MARK: - Reading

extension SourceText {
    /// Reads a file; `-` is standard input.
    package init(path: String, encoding: TextEncoding? = nil) throws(CommandFailure) {
        try self.init(path: path, encoding: encoding, limit: Self.maximumBytes)
    }

    /// - Parameter limit: how many bytes are taken.
    init(path: String, encoding: TextEncoding? = nil, limit: Int) throws(CommandFailure) {
        guard path != "-" else {
            try self.init(descriptor: STDIN_FILENO, name: "standard input", encoding, limit: limit)
            return
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let failure = Errno.last
            throw CommandFailure(
                failure == .permissionDenied ? .notPermitted : .notFound, "Cannot open \(path): \(failure).")
        }
        defer { close(descriptor) }
        let before = FileState(descriptor)
        if before?.isDirectory == true {
            throw CommandFailure(.badData, "\(path) is a directory. Name one of the files in it.")
        }
        // Of a file that is too large no byte is read.
        if let before, before.bytes > limit { throw Self.tooLarge(path, limit) }
        try self.init(descriptor: descriptor, name: path, encoding, limit: limit)
        guard FileState(descriptor) == before else {
            throw CommandFailure(
                .tryLater,
                "\(path) was changed while it was read. Nothing was sent. Run the command again when it is complete.")
        }
    }

    private static func tooLarge(_ name: String, _ limit: Int) -> CommandFailure {
        CommandFailure(
            .badData, "\(name) has more than \(limit >> 20) MiB. Nothing was sent. Split it and import the parts.")
    }

    /// What tells that a file was written to; a pipe is always the same.
    private struct FileState: Equatable {
        let isDirectory: Bool
        let bytes: Int
        let seconds: Int
        let nanoseconds: Int

        init?(_ descriptor: Int32) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return nil }
            let kind = status.st_mode & S_IFMT
            isDirectory = kind == S_IFDIR
            let isFile = kind == S_IFREG
            bytes = isFile ? Int(status.st_size) : 0
            (seconds, nanoseconds) = isFile ? (status.st_mtim.tv_sec, status.st_mtim.tv_nsec) : (0, 0)
        }
    }

    private init(descriptor: Int32, name: String, _ encoding: TextEncoding?, limit: Int) throws(CommandFailure) {
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try Descriptor.read(descriptor, limit: limit + 1)
        } catch {
            throw CommandFailure(.inputOutput, "Cannot read \(name): \(error).")
        }
        guard bytes.count <= limit else { throw Self.tooLarge(name, limit) }
        try self.init(name: name, bytes: bytes, encoding: encoding)
    }
}
