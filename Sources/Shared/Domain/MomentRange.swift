/// The moments from one on and before another.
package struct MomentRange: Hashable, Sendable {
    /// The first of them; `nil` without one.
    package var lower: Timestamp?
    /// The first behind them; `nil` without one.
    package var upper: Timestamp?

    package init(from lower: Timestamp? = nil, before upper: Timestamp? = nil) {
        self.lower = lower
        self.upper = upper
    }

    package func contains(_ moment: Timestamp) -> Bool {
        (lower.map { $0 <= moment } ?? true) && (upper.map { moment < $0 } ?? true)
    }

    /// Whether no moment is in it.
    var isEmpty: Bool {
        if let lower, let upper { lower >= upper } else { false }
    }

    /// The moments that are in both.
    func intersection(_ other: MomentRange) -> MomentRange {
        MomentRange(
            from: [lower, other.lower].compactMap(\.self).max(), before: [upper, other.upper].compactMap(\.self).min())
    }

    /// As a filter has it behind the colon, without anything that depends on the day or the zone.
    var text: String {
        switch (lower, upper) {
        case (let lower?, let upper?): "\(lower.exactText)..\(upper.exactText)"
        case (let lower?, nil): ">=\(lower.exactText)"
        case (nil, let upper?): "<\(upper.exactText)"
        case (nil, nil): ">=\(Timestamp(clamped: .min).exactText)"
        }
    }
}
