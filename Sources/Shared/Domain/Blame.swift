/// Who gave each field the value that it has: found by going back through a timeline, newest entry first.
package struct Blame: Sendable {
    private var origins: [CustomerField: Origin] = [:]
    /// Of the fields of which nothing was found.
    private var rest: Origin
    /// The version that an entry has to have made next, for the values to be those.
    private var version: Int
    private var isAtEnd = false

    /// Where a field's value comes from.
    package enum Origin: Hashable, Sendable {
        /// The entry that set it.
        case entry(TimelineEntry)
        /// It was so already then; what was earlier is not recorded, not kept any more, or not read yet.
        case before(Timestamp)
        /// It was always empty.
        case never
    }

    /// - Parameter customer: whose values they are. Entries of later versions are passed over.
    package init(of customer: Customer) {
        (version, rest) = (customer.version, .before(customer.updatedAt))
    }

    /// Whether older entries would tell nothing more.
    package var isComplete: Bool { isAtEnd || origins.count == CustomerField.allCases.count }

    package func origin(of field: CustomerField) -> Origin { origins[field] ?? rest }

    package mutating func read(_ entry: TimelineEntry) {
        guard !isComplete, entry.kind.makesVersion, entry.version <= version else { return }
        // What is missing between, or trimmed, may have changed any field.
        guard entry.version == version, !entry.hidesChanges else {
            isAtEnd = true
            return
        }
        let isBaseline = entry.kind == .baseline
        for field in entry.edit.fields where origins[field] == nil {
            origins[field] = isBaseline ? .before(entry.moment) : .entry(entry)
        }
        isAtEnd = isBaseline || entry.kind == .created
        rest = isAtEnd ? .never : .before(entry.moment)
        version -= 1
    }
}
