import CustomerAPI
import Domain

/// What those have asked who are not let in, since a moment.
struct RefusalCounts {
    let start: ContinuousClock.Instant
    /// How many requests have a line of their own.
    private var written = 0
    private var sources: [Source: Tally] = [:]
    /// Of sources beyond those that are told apart.
    private var others: CountedRefusals?

    static let maximumLinesOfSource = 5
    static let maximumLines = 500
    static let maximumSources = 500

    /// Whose requests are counted together.
    private struct Source: Hashable {
        let identity: Identity?
        let network: SourceNetwork?
    }

    private struct Tally {
        let caller: RequestContext.Caller
        var written = 0
        var counted: CountedRefusals?
    }

    init(start: ContinuousClock.Instant) {
        self.start = start
    }

    /// Counts a request.
    ///
    /// - Returns: whether it gets a line of its own.
    mutating func writes(_ record: AuditRecord) -> Bool {
        let source = Source(identity: record.caller.identity, network: SourceNetwork(record.source))
        guard var tally = sources[source] ?? newTally(record.caller) else {
            others = CountedRefusals(others, record.moment)
            return false
        }
        defer { sources[source] = tally }
        guard tally.written < Self.maximumLinesOfSource, written < Self.maximumLines else {
            tally.counted = CountedRefusals(tally.counted, record.moment)
            return false
        }
        tally.written += 1
        written += 1
        return true
    }

    private func newTally(_ caller: RequestContext.Caller) -> Tally? {
        sources.count < Self.maximumSources ? Tally(caller: caller) : nil
    }

    /// A line for each source that has more requests than lines, in the order of their first; the others' at the end.
    func records(at moment: Timestamp) -> [AuditRecord] {
        let counted = sources.compactMap { source, tally in tally.counted.map { (source, tally.caller, $0) } }
        let ordered = counted.sorted { $0.2.span.lowerBound < $1.2.span.lowerBound }
        return ordered.map { source, caller, refusals in
            AuditRecord(
                moment: moment, requestID: nil, caller: caller, source: source.network?.text, event: .refused(refusals))
        }
            + [others].compactMap(\.self).map { refusals in
                AuditRecord(
                    moment: moment, requestID: nil, caller: .unauthenticated(reason: ""), source: nil,
                    event: .refused(refusals))
            }
    }

    /// Adds what an earlier time has left.
    mutating func add(_ earlier: RefusalCounts) {
        for (source, tally) in earlier.sources {
            sources[source, default: Tally(caller: tally.caller)].counted.add(tally.counted)
        }
        others.add(earlier.others)
    }
}

extension AuditRecord {
    /// Whether it is of somebody who is not let in.
    var isStrangers: Bool { caller.refusal != nil }
}

extension CountedRefusals {
    /// One more.
    fileprivate init(_ before: CountedRefusals?, _ moment: Timestamp) {
        self.init(count: 1, span: moment...moment)
        if let before { self = before.joined(with: self) }
    }

    fileprivate func joined(with other: CountedRefusals) -> CountedRefusals {
        let first = min(span.lowerBound, other.span.lowerBound)
        return CountedRefusals(count: count + other.count, span: first...max(span.upperBound, other.span.upperBound))
    }
}

extension CountedRefusals? {
    fileprivate mutating func add(_ other: CountedRefusals?) {
        self = other.map { other in self?.joined(with: other) ?? other } ?? self
    }
}
