import Domain

/// Whether the API can be reached, learned from the requests themselves.
enum Link: Hashable, Sendable {
    /// No request has come back yet.
    case unknown
    case online
    case offline(since: Timestamp, probes: Int)
    case signInNeeded

    /// How long to wait before asking `/api/health` again: 1 s, doubling, 60 s at most.
    var probeDelayMilliseconds: Int? {
        guard case .offline(_, let probes) = self else { return nil }
        return min(60, 1 << min(probes, 6)) * 1_000
    }

    mutating func succeeded() {
        self = .online
    }

    mutating func lost(at now: Timestamp) {
        if case .offline = self { return }
        self = .offline(since: now, probes: 0)
    }

    mutating func failed(_ failure: Failure, at now: Timestamp) {
        switch (failure.kind, self) {
        case (.unreachable, .offline(let since, let probes)): self = .offline(since: since, probes: probes + 1)
        case (.unreachable, _): self = .offline(since: now, probes: 0)
        case (.signInNeeded, _): self = .signInNeeded
        case (.refused, _): self = .online
        case (.other, _), (.notSaved, _): break
        }
    }
}
