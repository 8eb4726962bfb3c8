import CustomerAPI
import Domain
import Synchronization

/// The audit log as strangers cannot fill it.
///
/// Of the requests of those who are not let in, the first five of a source within a minute have a line each, and 500 of all
/// sources together. Those after them are counted, and when the minute is over each source has one line more with their number:
/// 500 sources at most, the others together. So one network writes six lines a minute whatever it sends, and all of them 1,001.
/// Somebody who is known and may call has a line for everything.
final class BoundedTrail: AuditTrail {
    private let trail: any AuditTrail
    private let uptime: @Sendable () -> ContinuousClock.Instant
    private let now: @Sendable () -> Timestamp
    /// `nil` as long as nobody was refused.
    private let minute = Mutex(RefusalCounts?.none)

    private static let length = Duration.seconds(60)

    /// - Parameter trail: takes the lines that are left.
    init(
        _ trail: any AuditTrail, uptime: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        (self.trail, self.uptime, self.now) = (trail, uptime, now)
    }

    var fault: AuditFailure? { trail.fault }

    func append(_ records: [AuditRecord]) async throws(AuditFailure) {
        if let fault { throw fault }
        let written = records.filter { !$0.isStrangers || writes($0) }
        if !written.isEmpty { try await trail.append(written) }
    }

    private func writes(_ record: AuditRecord) -> Bool {
        minute.withLock { minute in
            var counts = minute ?? RefusalCounts(start: uptime())
            defer { minute = counts }
            return counts.writes(record)
        }
    }

    /// Writes the counts of the minute when it is over; those that cannot be written are kept.
    func settle() async {
        if minute.withLock({ $0.map { uptime() - $0.start >= Self.length } ?? false }) { await finish() }
    }

    /// Writes the counts that there are.
    func finish() async {
        let ended = minute.withLock { minute in
            defer { minute = nil }
            return minute
        }
        guard let ended, case let records = ended.records(at: now()), !records.isEmpty else { return }
        do throws(AuditFailure) {
            try await trail.append(records)
        } catch {
            minute.withLock { minute in
                var counts = minute ?? RefusalCounts(start: uptime())
                counts.add(ended)
                minute = counts
            }
        }
    }
}

extension BoundedTrail: Reloadable {
    func reload() async { await settle() }
    func reloadIfChanged() async { await settle() }
}
