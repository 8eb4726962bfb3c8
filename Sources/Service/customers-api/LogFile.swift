import Domain
import Files
import Glibc
import StandardStreams
import Synchronization

/// A file that the log of requests goes to, for its owner alone (0600), and opened anew on SIGHUP: logrotate(8) may have
/// renamed it.
///
/// A line that it does not take, as on a full disk, goes to standard error.
final class LogFile: Sendable, Reloadable {
    private let path: String
    private let state: Mutex<State>

    private struct State {
        var file: PrivateFile
        /// Whether the file has the beginning of a line that it did not take.
        var endsInsideLine: Bool
        /// Why it could not be opened anew, which is tried until it can be.
        var reported: String?
    }

    init(_ path: String) throws(StartFailure) {
        self.path = path
        state = Mutex(try Self.opened(path))
    }

    /// In one write(2), at the file's end: lines of several programs do not run into each other.
    func write(_ line: String) {
        let isWritten = state.withLock { state in
            let bytes = Array((state.endsInsideLine ? "\n" + line : line).utf8)
            let descriptor = state.file.descriptor
            let count = (try? SystemCall.repeating { Glibc.write(descriptor, bytes, bytes.count) }) ?? 0
            if count > 0 { state.endsInsideLine = bytes[count - 1] != UInt8(ascii: "\n") }
            return count == bytes.count
        }
        if !isWritten { StandardStream.error.write(bytes: Array(line.utf8)) }
    }

    func reload() async {
        openAnew()
    }

    /// Only where that failed when it was asked for.
    func reloadIfChanged() async {
        if state.withLock({ $0.reported != nil }) { openAnew() }
    }

    private func openAnew() {
        do throws(StartFailure) {
            let fresh = try Self.opened(path)
            let wasFaulty = state.withLock { state in
                defer { state = fresh }
                return state.reported != nil
            }
            if wasFaulty { StandardStream.error.say("customers-api: the log goes on in \(path).") }
        } catch {
            report(error.message)
        }
    }

    private func report(_ message: String) {
        let isNew = state.withLock { state in
            defer { state.reported = message }
            return state.reported != message
        }
        if isNew { StandardStream.error.say("customers-api: \(message) The log goes on in the file that was open.") }
    }

    /// One that was open to others is closed to them.
    private static func opened(_ path: String) throws(StartFailure) -> State {
        do throws(FileRefusal) {
            let file = try PrivateFile(path, O_RDWR | O_APPEND | O_CREAT, closing: true)
            let end = file.tail(upTo: 1)
            return State(file: file, endsInsideLine: !end.isEmpty && end != [UInt8(ascii: "\n")])
        } catch {
            throw StartFailure(error, "the log file", path, for: .writing)
        }
    }
}
