import ServiceLifecycle
import Synchronization

/// Ends every wait as soon as the server is told to end: services end in the opposite order, so this one stands behind the
/// one that answers requests.
struct WaitsEnd: Service {
    let changes: ChangeHub

    func run() async throws {
        try? await gracefulShutdown()
        changes.close()
    }
}

/// Has those who wait prove anew who they are when other tokens count than before.
final class WaitingCallers: Reloadable {
    private let changes: ChangeHub
    private let tokens: TokenAuthorizer?
    private let known: Atomic<Int>

    /// - Parameter tokens: reloaded before this is.
    init(_ changes: ChangeHub, _ tokens: TokenAuthorizer?) {
        (self.changes, self.tokens) = (changes, tokens)
        known = Atomic(tokens?.changes.load(ordering: .relaxed) ?? 0)
    }

    func reload() async {
        look()
    }

    func reloadIfChanged() async {
        look()
    }

    private func look() {
        guard let count = tokens?.changes.load(ordering: .relaxed) else { return }
        if known.exchange(count, ordering: .relaxed) != count { changes.noteCallers() }
    }
}
