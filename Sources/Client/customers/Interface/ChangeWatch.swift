import APIClient
import Cache
import Domain
import Panes
import Wire
import Workspace

/// Follows what changes with the API while it can be reached, and asks who one is to it: it may say otherwise by then.
@MainActor
final class ChangeWatch {
    /// Where events go of what changes.
    var report: (Event) -> Void = { _ in }

    private let workspace: ProfileWorkspace
    private let erasures: ErasureWatch
    private var isOnline = false
    private var following: Task<Void, Never>?
    private var asking: Task<Void, Never>?

    /// - Parameter erasures: is told of those who were erased.
    init(_ workspace: ProfileWorkspace, _ erasures: ErasureWatch) {
        self.workspace = workspace
        self.erasures = erasures
    }

    /// The API is there, or is not there any more.
    func follow(isOnline: Bool) {
        guard isOnline != self.isOnline else { return }
        self.isOnline = isOnline
        stop()
        guard isOnline else { return }
        followChanges()
        erasures.look()
    }

    /// Nobody is at the keys, or somebody is again.
    func rest(_ isResting: Bool) { workspace.changes.rest(isResting) }

    func stop() {
        following?.cancel()
        asking?.cancel()
    }

    /// Follows the change feed, each connection after the one before.
    private func followChanges() {
        let (changes, earlier) = (workspace.changes, following)
        let (news, inbox) = AsyncStream.makeStream(of: ChangeFollower.News.self)
        following = Task { [weak self] in
            await earlier?.value
            async let ending: Void = Self.follow(changes, into: inbox)
            for await item in news {
                if case .changed(let changes) = item { self?.erasures.remove(changes.erased) }
                guard !Task.isCancelled else { continue }
                if case .reached(let health) = item { self?.learn(health) }
                if let event = Event(item) { self?.report(event) }
            }
            await ending
        }
    }

    @concurrent private nonisolated static func follow(
        _ changes: ChangeFollower, into inbox: AsyncStream<ChangeFollower.News>.Continuation
    ) async {
        await changes.follow { inbox.yield($0) }
        inbox.finish()
    }

    /// Takes what the API can do, which the follower of its changes has asked for.
    private func learn(_ health: HealthJSON) {
        report(.capabilitiesKnown(Set(Capability.allCases.filter(health.has))))
        // The contract's first version cannot tell.
        guard health.has(.whoAmI) else { return }
        let workspace = workspace
        asking?.cancel()
        asking = Task { [weak self] in
            guard let caller = await workspace.caller(), !Task.isCancelled else { return }
            let known = KnownCaller(
                role: caller.role, mayWrite: caller.may.contains(.write), mayErase: caller.may.contains(.erase))
            self?.report(.callerKnown(known))
        }
    }
}

extension [Change] {
    /// Who was erased on request.
    fileprivate var erased: Set<CustomerID> {
        Set(
            compactMap { change in
                if case .deleted(let tombstone) = change, tombstone.erasedAt != nil { tombstone.id } else { nil }
            })
    }
}

extension Event {
    /// `nil` for what only the log would tell.
    fileprivate init?(_ news: ChangeFollower.News) {
        switch news {
        case .filling(let customers): self = .replicaChanged(.growing(customers))
        case .complete(let customers): self = .replicaChanged(.whole(customers))
        case .tooLarge(let message): self = .replicaChanged(.refused(message))
        case .failed(.api(let failure), _) where failure.isMisdirected:
            self = .replicaChanged(.refused(failure.message))
        case .changed(let changes): self = .changed(changes)
        case .followed(let hasGap): self = .followed(hasGap: hasGap)
        case .reached, .startingOver, .failed, .notAllowed: return nil
        }
    }
}
