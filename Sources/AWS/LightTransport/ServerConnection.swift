import NIOCore
import Synchronization

/// A channel that speaks HTTP, and why it ended.
struct ServerConnection: Sendable {
    let channel: any Channel
    let end: End

    /// The first failure of an idle connection: a later write only shows that it is closed.
    final class End: Sendable {
        private let failure = Mutex<(any Error)?>(nil)

        func note(_ error: any Error) {
            failure.withLock { $0 = $0 ?? error }
        }

        var reason: (any Error)? { failure.withLock(\.self) }
    }
}
