package import Domain

/// A request that entries of one customer are going to make, as far as can be known.
package struct PlannedRequest: Hashable, Sendable {
    /// The entries that go as one, in order.
    package let covers: [PendingEdit]
    package let change: Entry.Change
}

extension EditQueue {
    /// The requests that a customer's entries come to and that change the record, in order, each made when the one before was accepted; without what
    /// waits for a person, and what is behind it.
    ///
    /// - Parameter isReleased: whether a deletion has waited long enough to be sent.
    package func plannedRequests(
        for customer: CustomerID, isReleased: (JournalRecord.Sequence) -> Bool
    ) -> [PlannedRequest] {
        var rest = entries(for: customer).filter(\.change.changesRecord).prefix { !$0.needsDecision }[...]
        var requests: [PlannedRequest] = []
        while let leader = rest.first {
            let covers = Array(rest.prefix(Self.count(led: leader, Array(rest), isReleased)))
            rest = rest.dropFirst(covers.count)
            guard let change = Entry.Change(coalescing: covers.map(\.change)) else { continue }
            requests.append(PlannedRequest(covers: covers, change: change))
            let (changes, seen) = (covers.map(\.change), leader.change.version)
            // What it makes is the next version at least, and none that anybody has seen.
            let made = max(seen, seen &+ 1)
            for index in rest.indices {
                rest[index].change = rest[index].change.behind(changes, on: seen, made: made)
            }
        }
        return requests
    }

    private static func count(
        led leader: PendingEdit, _ entries: [PendingEdit], _ isReleased: (JournalRecord.Sequence) -> Bool
    ) -> Int {
        if case .sending(let covers) = leader.state {
            return max(1, entries.prefix { covers.contains($0.sequence) }.count)
        }
        return max(1, count(of: entries, isReleased))
    }
}
