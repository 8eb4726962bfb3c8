import Domain
import Glibc

/// A stream that a program is started with, for what may be lost: work goes on when nobody reads it.
///
/// Text reaches it through here alone, and none that a terminal could obey.
package enum StandardStream: Int32, Sendable {
    /// For programs.
    case output = 1
    /// For people and logs.
    case error = 2

    /// Writes lines of our own making, with whatever a terminal could obey replaced.
    ///
    /// - Returns: whether all of it was taken.
    @discardableResult
    package func write(_ text: String) -> Bool {
        write(bytes: Array(text.harmlessLines.utf8))
    }

    /// Writes a message as one line, whatever stands in it.
    package func say(_ message: String) {
        write(message.harmlessLine + "\n")
    }

    /// Writes over the line that a terminal's cursor is in, which stays there.
    package func redraw(_ line: String) {
        write(bytes: Array("\r\(line.harmlessLine)\u{1B}[K".utf8))
    }

    /// Writes bytes as they are, such as a log's, at once and as long as they are taken.
    ///
    /// - Returns: whether all of them were.
    @discardableResult
    package func write(bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    package var isTerminal: Bool { isatty(rawValue) == 1 }
}
