import Journal
import Synchronization

/// What runs, as it was called; the journal says with each edit which program entered it.
package enum RunningCommand {
    private static let stored = Mutex(EntrySource.interface)

    /// Its words without options, such as `customers bulk tag`; for the journal's lines.
    package static var name: String {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
