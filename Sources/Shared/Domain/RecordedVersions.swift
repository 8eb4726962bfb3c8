/// Every state of a customer that a timeline tells of.
package enum RecordedVersions {
    /// - Parameters:
    ///   - timeline: newest entry first.
    ///   - customer: the newest that is wanted.
    /// - Returns: newest first, down to where nothing is recorded, or values are no longer kept.
    package static func all(_ timeline: [TimelineEntry], upTo customer: Customer) -> [Customer] {
        var versions: [Customer] = []
        var state = customer
        for entry in timeline where entry.kind.makesVersion && entry.version <= customer.version {
            if entry.kind != .deleted {
                state.version = entry.version
                state.updatedAt = entry.moment
                state.updatedBy = entry.author
                versions.append(state)
            }
            if entry.isTrimmed || entry.kind == .created || entry.kind == .baseline { break }
            state.details = entry.edit.reversed.applied(to: state.details)
        }
        return versions
    }
}
