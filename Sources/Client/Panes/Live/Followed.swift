import Domain

/// Between which moments the change feed was followed without a gap.
struct Followed: Hashable, Sendable {
    /// What the server has said before may be older than it looks.
    var from: Timestamp
    /// When it was read to its end last.
    var to: Timestamp

    /// - Parameter moment: when the server has said something.
    /// - Returns: until when that was so.
    func validity(of moment: Timestamp) -> Timestamp {
        moment < from ? moment : max(moment, to)
    }
}

extension Model {
    /// Until when what the server said was so, as far as the change feed tells.
    func validity(of moment: Timestamp) -> Timestamp {
        followed?.validity(of: moment) ?? moment
    }
}
