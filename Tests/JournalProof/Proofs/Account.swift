import Journal
package import Wire

/// What a person was told in one or more lives of the program, by the keys of the edits.
package struct Account: Hashable, Sendable {
    /// In the order in which they were entered.
    package private(set) var attempted: [IdempotencyKey] = []
    /// Shown as saved, and not taken away by the person since.
    package private(set) var acknowledged: Set<IdempotencyKey> = []
    /// Said not to be saved and not to turn up again, or wiped.
    package private(set) var excluded: Set<IdempotencyKey> = []

    /// What each edit belongs to that was entered together with others.
    private var groups: [IdempotencyKey: EditGroup.ID] = [:]

    mutating func attempt(_ keys: [IdempotencyKey], in group: EditGroup.ID? = nil) {
        attempted += keys
        for key in keys { groups[key] = group }
    }

    mutating func acknowledge(_ keys: [IdempotencyKey]) { acknowledged.formUnion(keys) }

    mutating func exclude(_ keys: [IdempotencyKey]) { excluded.formUnion(keys) }

    /// From here on they may be there or not: the person wants them to go, or they were damaged.
    package mutating func release(_ keys: some Sequence<IdempotencyKey>) { acknowledged.subtract(keys) }

    /// What is wrong with what is there now.
    func violations(of queue: EditQueue) -> [Violation] {
        let recovered = queue.entries.map(\.op)
        var violations = lossesAndReturns(in: queue)
        let unknown = Set(recovered).subtracting(attempted)
        if !unknown.isEmpty { violations.append(.invented(unknown.count)) }
        let known = Set(recovered)
        if unknown.isEmpty, known.count == recovered.count, attempted.filter(known.contains) != recovered {
            violations.append(.disordered)
        }
        return violations
    }

    /// The same, where others have entered something as well.
    ///
    /// - Parameter queue: `nil` when there is none any more.
    func lossesAndReturns(in queue: EditQueue?) -> [Violation] {
        let recovered = queue?.entries.map(\.op) ?? []
        let lost = acknowledged.subtracting(recovered)
        let back = excluded.intersection(recovered)
        var violations: [Violation] = []
        if !lost.isEmpty { violations.append(.lost(lost.count)) }
        if !back.isEmpty { violations.append(.reappeared(back.count)) }
        if Set(recovered).count < recovered.count { violations.append(.doubled) }
        let torn = queue?.entries.count { entry in groups[entry.op].map { $0 != entry.group } ?? false } ?? 0
        if torn > 0 { violations.append(.torn(torn)) }
        return violations
    }
}

/// A promise that was broken.
package enum Violation: Hashable, Sendable {
    /// So many edits that had been shown as saved are not there.
    case lost(Int)
    /// So many edits are there that nobody made.
    case invented(Int)
    /// So many edits are there of which it was said that they would not be.
    case reappeared(Int)
    case doubled
    /// So many edits are there without what they belong to.
    case torn(Int)
    case disordered
    /// A whole disk cannot be opened, or takes nothing any more.
    case unusable(String)
    /// A crash is told as damage.
    case falseAlarm
    /// Nothing is held though everything has to be.
    case notHeld
    /// Edits would go to another API than the one they were made for.
    case misdirected
    /// What was said to be kept in quarantine is not there.
    case quarantineLost
    /// A file was synced again after a sync of it had failed.
    case syncedAgain
    /// Reading the same bytes twice gave two results.
    case undecided
    /// A fault in the bytes changed what is read, and nobody was told.
    case undetected
    /// Another clock made another journal.
    case clockMatters
}

/// Where a promise was broken.
package struct BrokenPromise: Hashable, Sendable, CustomStringConvertible {
    package let violation: Violation
    package let place: String

    package init(_ violation: Violation, _ place: String) {
        self.violation = violation
        self.place = place
    }

    package var description: String { "\(violation) in \(place)" }
}
