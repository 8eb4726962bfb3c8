import Domain
import Wire

/// What requests have taught about the API.
struct Connection: Sendable {
    var link: Link = .unknown
    /// Until when the API has asked not to be asked by itself.
    private var quietUntil: Timestamp?
    /// Whether the API has answered in this session.
    var hasReachedAPI = false
    /// How often the API seemed to be back since it has answered anything but a probe.
    private var fruitlessReturns = 0

    mutating func note(_ result: Result<Answer, Failure>, isProbe: Bool, at now: Timestamp) {
        switch result {
        case .success: fruitlessReturns = isProbe ? min(fruitlessReturns + 1, 6) : 0
        case .failure(let failure):
            if let seconds = failure.retryAfterSeconds { quietUntil = now.advanced(bySeconds: Int64(seconds)) }
        }
    }

    /// How long to wait before the API is asked by itself again; `nil` while it can be reached.
    func probeDelayMilliseconds(at now: Timestamp) -> Int? {
        guard let milliseconds = link.probeDelayMilliseconds else { return nil }
        let quietSeconds = min(quietUntil?.seconds(since: now) ?? 0, Int64(RetryAfter.maximumSeconds))
        // Whoever is well, and fails on whatever else is asked, is asked ever more rarely too.
        return max(min(milliseconds << fruitlessReturns, 60_000), Int(quietSeconds) * 1_000)
    }
}
