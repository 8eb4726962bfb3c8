import Synchronization

/// What is read from files and follows them: as long as they cannot be read or are wrong, what was read before counts.
///
/// A reading that failed is tried again at every look, whatever the files look like: the cause may lie elsewhere, as with a
/// process that has too many files open, and its end leaves no mark on them.
final class WatchedFiles<Value: Equatable & Sendable>: Sendable {
    private let paths: [String]
    private let read: @Sendable () throws(StartFailure) -> Value
    private let state: Mutex<State>

    private struct State {
        var value: Value
        var looked: [FileStamp?] = []
        var reading = Reading.early
    }

    /// How the files were read last.
    private enum Reading: Equatable {
        /// They looked so at the look before, too, and so nobody was writing them.
        case settled([FileStamp?])
        /// Somebody may have been.
        case early
        case failed(cause: String)
    }

    /// What is said once.
    enum News {
        /// Another value than before, or the same after a time when it could not be read.
        case read(Value)
        case failed(cause: String)
    }

    /// Reads the files for the first time; what fails then is thrown.
    ///
    /// - Parameters:
    ///   - paths: of all files that `read` reads.
    ///   - read: reads all of them; what it throws leaves the value of before.
    init(_ paths: [String], read: @escaping @Sendable () throws(StartFailure) -> Value) throws(StartFailure) {
        (self.paths, self.read) = (paths, read)
        state = Mutex(State(value: try read()))
    }

    /// What was read last.
    var value: Value { state.withLock { $0.value } }

    /// Reads the files as they are at this moment.
    func readAnew() -> News? {
        news(of: .early)
    }

    /// Reads the files when they have changed, and have not since the look before: an editor may be writing one, and
    /// renewal writes one after the other.
    func readIfChanged() -> News? {
        let stamps = paths.map { FileStamp(path: $0) }
        let isDue = state.withLock { state in
            defer { state.looked = stamps }
            return state.looked == stamps && state.reading != .settled(stamps)
        }
        return isDue ? news(of: .settled(stamps)) : nil
    }

    private func news(of reading: Reading) -> News? {
        do throws(StartFailure) {
            return succeed(try read(), reading)
        } catch {
            return fail(error.message)
        }
    }

    private func succeed(_ value: Value, _ reading: Reading) -> News? {
        state.withLock { state in
            let isNew = if case .failed = state.reading { true } else { state.value != value }
            (state.value, state.reading) = (value, reading)
            return isNew ? .read(value) : nil
        }
    }

    private func fail(_ cause: String) -> News? {
        state.withLock { state in
            let isNew = state.reading != .failed(cause: cause)
            state.reading = .failed(cause: cause)
            return isNew ? .failed(cause: cause) : nil
        }
    }
}
