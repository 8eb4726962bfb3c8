import Dispatch
import Glibc

/// Turns the signals that end a program into a cancellation, so that work in the middle cleans up after itself.
enum Interruption {
    /// Those that are not ignored already, as `nohup` ignores SIGHUP.
    private static var signals: [Int32] {
        [SIGINT, SIGTERM, SIGHUP].filter { number in
            var action = sigaction()
            sigaction(number, nil, &action)
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
                != unsafeBitCast(SIG_IGN, to: Int.self)
        }
    }

    /// Performs `work`, cancelled by the first of the signals; a second one ends the program at once.
    ///
    /// - Throws: ``Interrupted`` when a signal ended the work, and otherwise what the work throws.
    static func cancelling<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value
    {
        let task = Task { try await work() }
        let signals = signals
        let sources = signals.map { number in
            // The source sees the signal only when its own action does not end the program first.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                signal(number, SIG_DFL)
                task.cancel()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in signals { signal(number, SIG_DFL) }
        }
        do {
            return try await task.value
        } catch  where task.isCancelled {
            throw Interrupted()
        }
    }
}

/// A signal asked the command to stop, and it has cleaned up.
package struct Interrupted: Error, Hashable, Sendable {}
