import Dispatch
import Glibc
import Synchronization

/// Reads what a program prints as it comes, keeps the beginning and the end, and drops the rest: the program is not held
/// up, and no output fills the memory.
final class OutputCollector: Sendable {
    /// The end of the pipe that the program writes to; it goes to the program, and is closed here then.
    let writeEnd: CInt
    private let readEnd: CInt
    private let maximumBytes: Int
    private let queue = DispatchQueue(label: "command output")
    private let state = Mutex(State())

    struct State {
        /// At most as many bytes as are kept.
        var beginning: [UInt8] = []
        /// The last of all, for the last line.
        var end: [UInt8] = []
        var isCut = false
        /// Whether nobody can write any more.
        var isClosed = false
        /// The program has ended: what is there by now is read, and no more is waited for.
        fileprivate var isFinishing = false
    }

    /// A longer line is cut at its beginning.
    private static let maximumEnd = 4_096
    /// What is read once the program has ended: no pipe holds more by itself, and what is left behind may write for ever.
    private static let maximumRest = 1 << 20
    private static let pauseMilliseconds: CInt = 50

    /// - Returns: `nil` when the system has no descriptors left.
    init?(maximumBytes: Int) {
        guard let pipe = CommandPipe() else { return nil }
        (readEnd, writeEnd) = (pipe.readEnd, pipe.writeEnd)
        self.maximumBytes = maximumBytes
        queue.async { self.readAll() }
    }

    /// What the program has written by now.
    func finish() async -> State {
        state.withLock { $0.isFinishing = true }
        return await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: self.state.withLock { $0 }) }
        }
    }

    private func readAll() {
        var rest = Self.maximumRest
        defer { close(readEnd) }
        while rest > 0 {
            let isFinishing = state.withLock { $0.isFinishing }
            var ready = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, isFinishing ? 0 : Self.pauseMilliseconds) > 0 else {
                if isFinishing { return }
                continue
            }
            guard let count = read(), count > 0 else { return }
            if isFinishing { rest -= count }
        }
    }

    /// - Returns: how much has come, 0 when nothing will any more.
    private func read() -> Int? {
        var buffer = [UInt8](repeating: 0, count: 64 * 1_024)
        let count = Glibc.read(readEnd, &buffer, buffer.count)
        guard count >= 0 else { return nil }
        state.withLock { state in
            state.isClosed = count == 0
            let room = max(0, maximumBytes - state.beginning.count)
            state.beginning += buffer[..<min(count, room)]
            state.isCut = state.isCut || count > room
            state.end = Array((state.end + buffer[..<count]).suffix(Self.maximumEnd))
        }
        return count
    }
}

extension OutputCollector.State {
    /// What was printed, line by line: a character that is none becomes a replacement, a tab the blanks that it stands for.
    var lines: [String] {
        var lines = String(decoding: beginning, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map(Self.expanded)
    }

    /// The last line with something on it.
    var lastLine: String {
        let lines = String(decoding: end, as: UTF8.self).split { $0.isNewline }
        return lines.last { $0.contains { !$0.isWhitespace } }.map(Self.expanded) ?? ""
    }

    private static let tabColumns = 8

    private static func expanded(_ line: Substring) -> String {
        guard line.utf8.contains(UInt8(ascii: "\t")) else { return String(line) }
        return line.reduce(into: "") { text, character in
            guard character == "\t" else { return text.append(character) }
            text += String(repeating: " ", count: tabColumns - text.count % tabColumns)
        }
    }
}
