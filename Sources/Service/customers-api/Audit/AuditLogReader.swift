import Files
import Glibc
import SystemPackage

/// The lines of an audit log, one after another, however long the file is.
struct AuditLogReader: ~Copyable {
    let path: String
    private let descriptor: CInt
    private static let role = "the audit log"
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false
    /// Of the line that was read last, from 1.
    private(set) var number = 0

    /// Bytes of a line at most; what is longer is no line of ours, and is read in pieces.
    static let longestLine = 1 << 20

    struct Line {
        let bytes: [UInt8]
        /// Whether it ends with a newline, as all do that were written to their end.
        let isWhole: Bool
    }

    init(_ path: String) throws(StartFailure) {
        self.path = path
        do throws(FileRefusal) {
            descriptor = try Self.opened(path)
        } catch {
            throw StartFailure(error, Self.role, path)
        }
    }

    /// Opens the log without waiting for a pipe that nobody writes to.
    private static func opened(_ path: String) throws(FileRefusal) -> CInt {
        var opened: CInt = -1
        do throws(Errno) {
            opened = try SystemCall.repeating { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
            if try FileStatus(of: opened).kind == .file { return opened }
        } catch {
            if opened >= 0 { close(opened) }
            throw .system(error)
        }
        close(opened)
        throw .notAFile
    }

    deinit {
        close(descriptor)
    }

    /// The next line, without its end; `nil` behind the last one.
    mutating func next() throws(StartFailure) -> Line? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return line(upTo: end, isWhole: true)
            }
            searched = buffer.count - start
            guard !isAtEnd, searched <= Self.longestLine else {
                defer { start = buffer.count }
                return searched == 0 ? nil : line(upTo: buffer.count, isWhole: false)
            }
            try fill()
        }
    }

    private mutating func line(upTo end: Int, isWhole: Bool) -> Line {
        number += 1
        return Line(bytes: Array(buffer[start..<end]), isWhole: isWhole)
    }

    /// Reads on, with what is not used up at the beginning of the buffer.
    private mutating func fill() throws(StartFailure) {
        buffer.removeFirst(start)
        start = 0
        let used = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 1 << 18))
        let descriptor = descriptor
        do throws(Errno) {
            let count = try SystemCall.repeating {
                buffer.withUnsafeMutableBytes { bytes in
                    Glibc.read(descriptor, bytes.baseAddress.map { $0 + used }, bytes.count - used)
                }
            }
            buffer.removeLast(buffer.count - used - count)
            isAtEnd = count == 0
        } catch {
            throw StartFailure(.system(error), Self.role, path)
        }
    }
}
