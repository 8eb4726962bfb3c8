import APIClient
import Wire

/// How far following has come since the API could be reached.
struct FollowingRound {
    var stage: Stage
    var number = 0
    var failures = 0
    /// Whether the server holds answers back.
    var waits = false
    /// Waits in a row that ended at once or not at all.
    var brokenWaits = 0
    /// Whether the next request is not to wait, to find out whether the API is there.
    private var asksPlainly = false
    private var trail = PageTrail()

    enum Stage {
        case copying
        /// Goes on behind the cursor; at now without one.
        case following(String?)
    }

    /// After so many it is given up: something between does not let requests wait.
    private static let maximumBrokenWaits = 3

    init(_ stage: Stage) {
        self.stage = stage
    }

    /// For how long the next request may wait; `nil` for not at all.
    var nextWait: Int? { waits && !asksPlainly ? ChangesQuery.waits.upperBound : nil }

    mutating func noteBrokenWait() {
        brokenWaits += 1
        asksPlainly = true
        if brokenWaits >= Self.maximumBrokenWaits { waits = false }
    }

    mutating func notePlainAnswer() { asksPlainly = false }

    /// Sees to it that a feed comes to its end.
    mutating func count(_ page: ChangePageJSON) throws(ChangeFollower.Interruption) {
        do throws(EndlessPages) {
            try trail.follow(page)
        } catch {
            throw .failed(.api(.misdirected(detail: error.detail)))
        }
    }
}
