import Domain
import Glibc

/// A text from outside, whole and known to be UTF-8, without its byte order mark.
///
/// It is kept whole because an import reads it twice, to check and then to send, and must send what it checked.
struct SourceText: Sendable {
    /// The name for messages.
    let name: String
    let bytes: [UInt8]

    /// The longest text that is taken: 1 GiB.
    static let maximumBytes = 1 << 30

    /// - Throws: ``ExitStatus/badData`` for bytes that are not UTF-8, with their line and how to convert them.
    init(name: String, bytes: [UInt8]) throws(CommandFailure) {
        self.name = name
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.prefix(4).contains(0) {
            throw Self.refused(name, "is UTF-16, not UTF-8", convertFrom: "UTF-16")
        }
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        if let (line, byte) = Self.firstForeignByte(self.bytes) {
            let hex = String(byte, radix: 16, uppercase: true)
            throw Self.refused(
                name, "is not UTF-8: line \(line) has the byte 0x\(hex), as Latin-1 and Windows files do",
                convertFrom: "WINDOWS-1252")
        }
    }

    private static func refused(_ name: String, _ what: String, convertFrom encoding: String) -> CommandFailure {
        CommandFailure(
            .badData, "\(name) \(what). Nothing was sent. Convert it first: iconv -f \(encoding) -t UTF-8 FILE > NEW")
    }

    /// The first byte that is not UTF-8, with its line from 1.
    private static func firstForeignByte(_ bytes: [UInt8]) -> (line: Int, byte: UInt8)? {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return nil }
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard line.contains(where: { $0 >= 0x80 }), String(validating: line, as: UTF8.self) == nil else { continue }
            return (number, foreignByte(in: line))
        }
        return nil
    }

    /// The byte at which the longest valid beginning ends.
    private static func foreignByte(in line: ArraySlice<UInt8>) -> UInt8 {
        var decoder = UTF8()
        var iterator = line.makeIterator()
        var at = line.startIndex
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            at += UTF8.width(scalar)
        }
        return line[min(at, line.endIndex - 1)]
    }
}

// MARK: - Reading

extension SourceText {
    /// Reads a file; `-` is standard input.
    init(path: String) throws(CommandFailure) {
        guard path != "-" else {
            try self.init(descriptor: STDIN_FILENO, name: "standard input")
            return
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let failure = SystemFailure.last
            throw CommandFailure(
                failure.code == EACCES ? .notPermitted : .notFound, "Cannot open \(path): \(failure.reason).")
        }
        defer { close(descriptor) }
        try self.init(descriptor: descriptor, name: path)
    }

    private init(descriptor: Int32, name: String) throws(CommandFailure) {
        let bytes: [UInt8]
        do throws(SystemFailure) {
            bytes = try OpenFile.read(descriptor, limit: Self.maximumBytes + 1)
        } catch {
            throw CommandFailure(.inputOutput, "Cannot read \(name): \(error.reason).")
        }
        guard bytes.count <= Self.maximumBytes else {
            throw CommandFailure(.badData, "\(name) has more than 1 GiB. Split it and import the parts.")
        }
        try self.init(name: name, bytes: bytes)
    }
}
