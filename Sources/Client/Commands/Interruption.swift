import Signals
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
        let signals = EndingSignals()
        let task = Task { try await work() }
        signals.respond { _ in task.cancel() }
        defer { withExtendedLifetime(signals) {} }
        do {
            return try await task.value
        } catch let failure as CommandFailure {
            throw failure
        } catch  where task.isCancelled {
            throw Interrupted()
        }
    }
}

/// A signal asked the command to stop, and it has cleaned up.
package struct Interrupted: Error, Hashable, Sendable {}
