import SQLiteStore
import Synchronization

/// Whether the list of who was erased can be relied on, for ``Readiness``: no erasure is noted in one that cannot, and no
/// backup is made beside it.
///
/// It may be long, and is read again only when the file has changed.
final class ErasureListWatch: Sendable {
    private let store: SQLiteCustomerStore
    private let latest = Mutex<Look?>(nil)

    private struct Look {
        let stamp: FileStamp?
        let fault: String?
    }

    init(of store: SQLiteCustomerStore) {
        self.store = store
    }

    func check() -> ReadinessCheck {
        let stamp = FileStamp(path: store.erasureListPath)
        let fault = latest.withLock { latest in
            if let latest, latest.stamp == stamp { return latest.fault }
            // Before it is read: what is written meanwhile is looked at the next time.
            let fault = store.erasureListFault()
            latest = Look(stamp: stamp, fault: fault)
            return fault
        }
        return ReadinessCheck("erasures", fault: fault)
    }
}
