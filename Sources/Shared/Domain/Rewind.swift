/// A customer as they were: goes back from the record as it is, one entry of the timeline after the other, newest first.
package struct Rewind: Sendable {
    private var customer: Customer
    private let target: Target

    /// Which of the customer's states is wanted.
    package enum Target: Hashable, Sendable {
        case version(Int)
        /// The last one that was made until then.
        case moment(Timestamp)
    }

    package enum Step: Hashable, Sendable {
        case found(Customer)
        /// It is further back.
        case further
        /// It was never recorded, or its values were trimmed, or the customer was deleted then.
        case notRecorded
    }

    /// - Parameter customer: as they are.
    package init(from customer: Customer, to target: Target) {
        self.customer = customer
        self.target = target
    }

    /// The customer as they are, where that is what is wanted; asked before any step.
    package var present: Customer? { isMade(customer.version, at: customer.updatedAt) ? customer : nil }

    /// Goes back behind an entry, unless it made what is wanted. Entries of versions later than the record are passed over.
    package mutating func step(behind entry: TimelineEntry) -> Step {
        guard entry.kind.makesVersion, entry.version <= customer.version else { return .further }
        if isMade(entry.version, at: entry.moment) {
            return entry.kind == .deleted ? .notRecorded : .found(customer.made(by: entry))
        }
        guard !isBefore(entry), let older = customer.before(entry) else { return .notRecorded }
        customer = older
        return .further
    }

    /// Whether what is wanted is this version, which was made then.
    private func isMade(_ version: Int, at made: Timestamp) -> Bool {
        switch target {
        case .version(let wanted): version == wanted
        // As moments are shown: at the moment that stands beside a version there is that version.
        case .moment(let moment): made.milliseconds <= moment.milliseconds
        }
    }

    /// Whether what is wanted would be newer than the entry, so that no older one has made it.
    private func isBefore(_ entry: TimelineEntry) -> Bool {
        switch target {
        case .version(let version): entry.version < version
        case .moment: false
        }
    }
}

extension Rewind {
    /// Every state of a customer that a timeline tells of.
    ///
    /// - Parameters:
    ///   - timeline: newest entry first.
    ///   - customer: the newest that is wanted.
    /// - Returns: newest first, down to where nothing is recorded, or values are no longer kept.
    package static func versions(_ timeline: [TimelineEntry], upTo customer: Customer) -> [Customer] {
        var versions: [Customer] = []
        var state = customer
        for entry in timeline where entry.kind.makesVersion && entry.version <= customer.version {
            if entry.kind != .deleted { versions.append(state.made(by: entry)) }
            guard let older = state.before(entry) else { break }
            state = older
        }
        return versions
    }
}

extension Customer {
    /// With these values, as an entry has made them.
    fileprivate func made(by entry: TimelineEntry) -> Customer {
        var customer = self
        (customer.version, customer.updatedAt, customer.updatedBy) = (entry.version, entry.moment, entry.author)
        return customer
    }

    /// With the values that there were before an entry; `nil` where nothing is recorded before it, or those are no longer
    /// kept.
    fileprivate func before(_ entry: TimelineEntry) -> Customer? {
        guard entry.kind != .baseline, entry.kind != .created, !entry.hidesChanges else { return nil }
        var customer = self
        customer.details = entry.edit.reversed.applied(to: details)
        return customer
    }
}

extension Timestamp {
    fileprivate var milliseconds: Int64 { Self.floorDivide(microseconds, by: 1_000).quotient }
}
