import APIClient
import Wire

/// How far following has come since the API could be reached.
struct FollowingRound {
    var stage: Stage
    var number = 0
    var failures = 0
    var wait = FeedWait()
    private var trail = PageTrail()

    enum Stage {
        case copying
        /// Goes on behind the cursor; at now without one.
        case following(String?)
    }

    init(_ stage: Stage) {
        self.stage = stage
    }

    /// Sees to it that a feed comes to its end.
    mutating func count(_ page: ChangePageJSON) throws(ChangeFollower.Interruption) {
        do throws(EndlessPages) {
            try trail.follow(page)
        } catch {
            throw .failed(.api(APIFailure(error)))
        }
    }
}
