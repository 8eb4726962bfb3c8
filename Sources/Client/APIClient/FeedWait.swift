package import Wire

/// Whether a question on the change feed may wait for a change, where the server holds answers back.
///
/// Something between may not let requests wait. After a wait that broke off a question that does not wait tells what has become
/// of the API; after some in a row none waits any more.
package struct FeedWait: Sendable {
    /// Whether the server holds answers back, and what is between lets it.
    package private(set) var isPossible = false
    private var brokenInARow = 0
    private var skipsWait = false

    /// After so many in a row it is given up.
    private static let maximumBroken = 3
    /// An answer without a change that comes sooner was not held back.
    package static let shortest = Duration.seconds(1)
    /// After a change, so that many at once come together.
    private static let betweenChanges = Duration.milliseconds(250)

    package init() {}

    /// For how long the next question may wait; `nil` for not at all.
    package var seconds: Int? { isPossible && !skipsWait ? ChangesQuery.waits.upperBound : nil }

    /// Learns what the API says that it can do.
    package mutating func note(_ health: HealthJSON) { isPossible = health.has(.longPoll) }

    /// A question that was to wait has brought no answer.
    package mutating func noteBroken() {
        brokenInARow += 1
        skipsWait = true
        if brokenInARow >= Self.maximumBroken { isPossible = false }
    }

    /// Learns from an answer.
    ///
    /// - Parameters:
    ///   - isHeld: whether it was to be held back.
    ///   - duration: how long it took.
    ///   - interval: between two questions that do not wait.
    /// - Returns: how long to pause before the next question.
    package mutating func pause(
        after page: ChangePageJSON, isHeld: Bool, took duration: Duration, interval: Duration
    ) -> Duration {
        if !isHeld { skipsWait = false }
        if page.more { return .zero }
        guard isHeld else { return isPossible ? .zero : interval }
        guard page.changes.isEmpty, duration < Self.shortest else {
            brokenInARow = 0
            return page.changes.isEmpty ? .zero : Self.betweenChanges
        }
        noteBroken()
        return Self.shortest
    }
}
