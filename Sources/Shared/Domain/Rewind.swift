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
            guard entry.kind != .deleted else { return .notRecorded }
            customer.version = entry.version
            customer.updatedAt = entry.moment
            customer.updatedBy = entry.author
            return .found(customer)
        }
        guard !isBefore(entry), !entry.isTrimmed else { return .notRecorded }
        customer.details = entry.edit.reversed.applied(to: customer.details)
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

    /// Whether what is wanted would be newer than the entry, so that no older one has made it; and before the first there is
    /// nothing.
    private func isBefore(_ entry: TimelineEntry) -> Bool {
        if entry.kind == .baseline || entry.kind == .created { return true }
        return switch target {
        case .version(let version): entry.version < version
        case .moment: false
        }
    }
}

extension Timestamp {
    fileprivate var milliseconds: Int64 { Self.floorDivide(microseconds, by: 1_000).quotient }
}
