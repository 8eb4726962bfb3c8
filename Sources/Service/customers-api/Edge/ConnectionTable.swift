import NIOCore
import Synchronization

/// Every open connection, and which of them has to go when there are too many.
///
/// A new one is taken in and an old one let go, never the other way round: a caller who means it says at once who they are, and is
/// no stranger any more.
final class ConnectionTable: Sendable {
    private let shares: ConnectionShares
    private let state = Mutex(State())

    init(shares: ConnectionShares) {
        self.shares = shares
    }

    /// How many there may be.
    var total: Int { shares.total }

    struct Entry {
        /// Where the other end is; `nil` when that is no address of a network.
        let address: String?
        /// Drops the connection at once, without a word.
        let abort: @Sendable () -> Void
        /// Whether it has shown a good token.
        fileprivate(set) var isKnown = false
        /// Whether a request on it waits for its end or its answer.
        fileprivate(set) var isBusy = false
        /// When that last changed.
        fileprivate(set) var since: NIODeadline
        /// Whether the client has said that it sends nothing more.
        fileprivate var hasHungUp = false
        /// Ends the wait of the request that is held back for a change; `nil` when none is.
        fileprivate var endWait: (@Sendable () -> Void)?

        init(address: String?, since: NIODeadline = .now(), abort: @escaping @Sendable () -> Void) {
            self.address = address
            self.since = since
            self.abort = abort
        }
    }

    fileprivate struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var dropped = 0
    }

    /// Takes a connection in, and drops others that it takes the place of.
    ///
    /// - Returns: whether it may stay; not when every connection is a known caller's with a request under way.
    func open(_ id: ObjectIdentifier, _ entry: Entry) -> Bool {
        let (leaving, isTaken) = state.withLock { state in
            let leaving = state.makeRoom(for: entry, shares)
            let isTaken = state.entries.count < shares.total
            if isTaken { state.entries[id] = entry } else { state.dropped += 1 }
            return (leaving, isTaken)
        }
        for entry in leaving {
            entry.abort()
            entry.endWait?()
        }
        return isTaken
    }

    func close(_ id: ObjectIdentifier) {
        let entry = state.withLock { state in state.entries.removeValue(forKey: id) }
        entry?.endWait?()
    }

    // MARK: Requests that are held back

    /// Notes that a request on it is held back, so that nobody works for it.
    ///
    /// - Parameter end: ends the wait; called at once when the client has gone already.
    func beginWait(_ id: ObjectIdentifier, end: @escaping @Sendable () -> Void) {
        let isThere = state.withLock { state in
            guard let entry = state.entries[id], !entry.hasHungUp else { return false }
            state.entries[id]?.endWait = end
            return true
        }
        if !isThere { end() }
    }

    func finishWait(_ id: ObjectIdentifier) {
        state.withLock { state in state.entries[id]?.endWait = nil }
    }

    /// Notes that the client sends nothing more: for a change it would not wait to the end.
    func hangUp(_ id: ObjectIdentifier) {
        let end = state.withLock { state in
            state.entries[id]?.hasHungUp = true
            return state.entries[id]?.endWait
        }
        end?()
    }

    /// Notes that its caller has shown a good token.
    func know(_ id: ObjectIdentifier) {
        state.withLock { state in state.entries[id]?.isKnown = true }
    }

    /// - Parameter isBusy: whether a request on it is under way from now on.
    func note(_ id: ObjectIdentifier, isBusy: Bool) {
        state.withLock { state in
            state.entries[id]?.isBusy = isBusy
            state.entries[id]?.since = .now()
        }
    }

    /// What is to be seen of it from outside: how many there are, of them known ones, and how many were dropped so far.
    var counts: (open: Int, known: Int, dropped: Int) {
        state.withLock { state in (state.entries.count, state.entries.values.count { $0.isKnown }, state.dropped) }
    }
}

extension ConnectionTable.State {
    fileprivate mutating func makeRoom(
        for new: ConnectionTable.Entry, _ shares: ConnectionShares
    ) -> [ConnectionTable.Entry] {
        func isOfAddress(_ entry: ConnectionTable.Entry) -> Bool { !entry.isKnown && entry.address == new.address }
        var leaving: [ConnectionTable.Entry] = []
        if let limit = shares.strangersPerAddress, new.address != nil {
            let own = entries.values.count(where: isOfAddress)
            leaving += removeOldest(own - limit + 1, sparesNew: true, isOfAddress)
        }
        if entries.values.count(where: { !$0.isKnown }) >= shares.strangers {
            leaving += removeStranger(for: new, shares)
        }
        if entries.count >= shares.total {
            var left = removeStranger(for: new, shares)
            if left.isEmpty { left = removeOldest { !$0.isBusy } }
            // One who only waits for changes can ask for them again.
            if left.isEmpty { left = removeOldest { $0.endWait != nil } }
            leaving += left
        }
        dropped += leaving.count
        return leaving
    }

    /// Removes a stranger: of the new one's address where that has more than its share, else of another that has, else anybody.
    private mutating func removeStranger(
        for new: ConnectionTable.Entry, _ shares: ConnectionShares
    ) -> [ConnectionTable.Entry] {
        guard let limit = shares.strangersPerAddress else { return removeOldest { !$0.isKnown } }
        var counts: [String: Int] = [:]
        for entry in entries.values where !entry.isKnown {
            if let address = entry.address { counts[address, default: 0] += 1 }
        }
        let crowded = Set(counts.filter { $0.value >= limit }.keys)
        let own = new.address.flatMap { crowded.contains($0) ? Set([$0]) : nil }
        let left = removeOldest { entry in
            !entry.isKnown && entry.address.map { (own ?? crowded).contains($0) } ?? false
        }
        return left.isEmpty ? removeOldest { !$0.isKnown } : left
    }

    /// How long a connection has to say who is there before it makes room for others of its address: among a crowd that wait
    /// for their answers it would be the only idle one.
    private static let gracePeriod = TimeAmount.milliseconds(250)
    /// The same for the server to look at what it has said. Short, for what a crowd says costs the server most.
    private static let busyGracePeriod = TimeAmount.milliseconds(50)

    /// Removes those that have been idle longest, or else busy.
    private mutating func removeOldest(
        _ number: Int = 1, sparesNew: Bool = false, _ isCandidate: (ConnectionTable.Entry) -> Bool
    ) -> [ConnectionTable.Entry] {
        guard number > 0 else { return [] }
        let now = NIODeadline.now()
        let candidates = entries.filter { _, entry in
            let isNew = now - entry.since < (entry.isBusy ? Self.busyGracePeriod : Self.gracePeriod)
            return isCandidate(entry) && !(sparesNew && isNew)
        }
        let oldest =
            number == 1
            ? candidates.min { $0.value.goes(before: $1.value) }.map { [$0] } ?? []
            : candidates.sorted { $0.value.goes(before: $1.value) }.prefix(number).map(\.self)
        return oldest.compactMap { entries.removeValue(forKey: $0.key) }
    }
}

extension ConnectionTable.Entry {
    fileprivate func goes(before other: Self) -> Bool { isBusy == other.isBusy ? since < other.since : !isBusy }
}
