import Dispatch
import Glibc
import Wording

/// Turns the signals that end a program into a cancellation, so that work in the middle cleans up after itself.
enum Interruption {
    /// Performs `work`, cancelled by the first of the signals; a second one ends the program at once.
    ///
    /// - Throws: ``Interrupted`` when a signal ended the work, unless the work says itself how far it came
    ///   (``CommandFailure``), and otherwise what the work throws.
    static func cancelling<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value
    {
        // From before the work begins, so that there is no moment in which a signal would leave something half-done.
        let signals = caught()
        defer { for number in signals { signal(number, SIG_DFL) } }
        let task = Task { try await work() }
        let source = pipe.map { cancel(task, whenReadable: $0.readEnd) }
        defer { source?.cancel() }
        do {
            return try await task.value
        } catch let failure as CommandFailure {
            throw failure
        } catch  where task.isCancelled {
            throw Interrupted()
        }
    }

    private static func cancel<Value>(
        _ task: Task<Value, any Error>, whenReadable readEnd: Int32
    ) -> any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(fileDescriptor: readEnd, queue: .global())
        source.setEventHandler {
            var bytes = [UInt8](repeating: 0, count: 16)
            _ = read(readEnd, &bytes, bytes.count)
            task.cancel()
        }
        source.resume()
        return source
    }

    // MARK: - Signals

    /// What the signals write to: one that comes before anybody reads waits there.
    private static let pipe: (readEnd: Int32, writeEnd: Int32)? = {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        return (ends[0], ends[1])
    }()

    /// Has each signal write to the pipe once, and then do again what it does by itself.
    ///
    /// - Returns: the signals: those that are not ignored already, as `nohup` ignores SIGHUP; none without a pipe.
    private static func caught() -> [Int32] {
        guard pipe != nil else { return [] }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            let number = errno
            var byte: UInt8 = 0
            // `pipe` was made before the handler was set, so nothing is initialised here; write is safe in a handler.
            if let end = Interruption.pipe?.writeEnd { _ = write(end, &byte, 1) }
            errno = number
        }
        action.sa_flags = Int32(truncatingIfNeeded: Int64(SA_RESTART) | Int64(SA_RESETHAND))
        let signals = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
        for number in signals { sigaction(number, &action, nil) }
        return signals
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// A signal asked the command to stop, and it has cleaned up.
package struct Interrupted: Error, Hashable, Sendable {}
