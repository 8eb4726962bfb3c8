/// What is kept for a number of days that the operator decides, of the server and of the function alike.
package enum KeptDays: Sendable {
    /// Who is deleted, so that they can be restored; 0: not at all.
    case trash
    /// The values in timelines.
    case timeline

    /// Ten years at most.
    private var range: ClosedRange<Int> {
        switch self {
        case .trash: 0...3_650
        case .timeline: 1...3_650
        }
    }

    package func canBe(_ days: Int) -> Bool { range.contains(days) }

    /// What it has to be, in words for the operator.
    package var rule: String { "a number of days from \(range.lowerBound) to \(range.upperBound)" }
}
