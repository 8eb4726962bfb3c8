import CustomerAPI
import Dispatch
import Domain
import Files
import Logging
import SQLiteStore
import Synchronization
import SystemPackage

/// The audit log in a file.
///
/// Lines that come while others are being written go together: one buffer, one write(2). A line is the system's before
/// ``append(_:)`` returns, so it outlives this process; the disk has it a second later (fsync(2)), so a power cut may take
/// the last second's.
final class AuditFile: AuditTrail {
    let path: String
    private let logger: Logger
    private let interval: DispatchTimeInterval
    private let now: @Sendable () -> Timestamp
    private let group = Mutex(Group())
    private let writer: Mutex<AuditWriter>
    private let upkeepQueue = DispatchQueue(label: "audit")
    private let upkeep = Mutex(Upkeep())

    private struct Group {
        var waiting: [Waiting] = []
        var isWriting = false
    }

    private struct Waiting {
        let records: [AuditRecord]
        let continuation: CheckedContinuation<AuditFailure?, Never>
    }

    private struct Upkeep {
        var isOver = false
        /// What was said about the file's name, which is said once.
        var reported: String?
    }

    /// Opens the log, or makes it, and writes that a server begins.
    ///
    /// - Parameter interval: how often the disk is waited for, a file that was moved away is noticed, and one that cannot be
    ///   written is tried.
    init(
        _ path: String, logger: Logger, upkeepEvery interval: DispatchTimeInterval = .seconds(1),
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) throws(StartFailure) {
        (self.path, self.logger, self.interval, self.now) = (path, logger, interval, now)
        writer = Mutex(try AuditWriter(path, at: now()))
        upkeepLater()
    }

    var fault: AuditFailure? { writer.withLock(\.fault) }

    var readiness: ReadinessCheck { ReadinessCheck("audit", fault: fault?.detail) }

    // MARK: - Writing

    func append(_ records: [AuditRecord]) async throws(AuditFailure) {
        let failure =
            begins()
            ? writeFirst(records)
            : await withCheckedContinuation { enter(Waiting(records: records, continuation: $0)) }
        if let failure { throw failure }
    }

    /// Whether nobody is writing; then the caller is.
    private func begins() -> Bool {
        group.withLock { group in
            defer { group.isWriting = true }
            return !group.isWriting
        }
    }

    private func writeFirst(_ records: [AuditRecord]) -> AuditFailure? {
        defer { writeWaiting() }
        return write(records)
    }

    private func enter(_ waiting: Waiting) {
        let isFirst = group.withLock { group in
            group.waiting.append(waiting)
            defer { group.isWriting = true }
            return !group.isWriting
        }
        if isFirst { writeWaiting() }
    }

    private func writeWaiting() {
        while let group = nextGroup() {
            let failure = write(group.lazy.flatMap(\.records))
            for waiting in group { waiting.continuation.resume(returning: failure) }
        }
    }

    private func nextGroup() -> [Waiting]? {
        group.withLock { group in
            let next = group.waiting
            group.waiting = []
            group.isWriting = !next.isEmpty
            return next.isEmpty ? nil : next
        }
    }

    private func write(_ records: some Sequence<AuditRecord>) -> AuditFailure? {
        let (failure, isNew) = writer.withLock { writer in
            let wasWell = writer.fault == nil
            do throws(AuditFailure) {
                try writer.write(records)
                return (AuditFailure?.none, false)
            } catch {
                return (error, wasWell)
            }
        }
        if let failure, isNew { report(failure) }
        return failure
    }

    private func report(_ failure: AuditFailure) {
        logger.error(
            "the audit log cannot be written: no request is answered until it can",
            metadata: ["file": "\(path)", "cause": "\(failure.detail)"])
    }

    // MARK: - Upkeep

    private func upkeepLater() {
        upkeepQueue.asyncAfter(deadline: .now() + interval) { [weak self] in
            guard let self, !upkeep.withLock(\.isOver) else { return }
            synchronize()
            followName()
            notice()
            resume()
            upkeepLater()
        }
    }

    private func synchronize() {
        guard let file = writer.withLock({ $0.takeUnsynchronized() }) else { return }
        do throws(Errno) {
            try file.synchronize()
        } catch {
            report(writer.withLock { $0.fail(error.description) })
        }
    }

    /// Goes on in a new file when the one of this name is another one, or none: logrotate(8) has moved it away.
    private func followName() {
        guard !writer.withLock(\.file).isAt(path) else { return }
        do throws(StartFailure) {
            let old = try writer.withLock { writer throws(StartFailure) in try writer.move(to: path, at: now()) }
            try? old.synchronize()
            upkeep.withLock { $0.reported = nil }
            logger.notice("the audit log goes on in a new file", metadata: ["file": "\(path)"])
        } catch {
            stay(because: error.message)
        }
    }

    /// The old file is good enough as long as somebody can find it.
    private func stay(because message: String) {
        if writer.withLock({ $0.file.isRemoved && $0.fault == nil }) {
            report(writer.withLock { $0.fail("its file was removed, and there is no new one: \(message)") })
        }
        let isNew = upkeep.withLock { upkeep in
            defer { upkeep.reported = message }
            return upkeep.reported != message
        }
        if isNew { logger.error("the audit log stays in its old file", metadata: ["cause": "\(message)"]) }
    }

    private func notice() {
        let isTampered = writer.withLock { writer in
            guard writer.isTamperedWith else { return false }
            writer.accept(at: now())
            return true
        }
        guard isTampered else { return }
        logger.error("somebody else has changed the audit log", metadata: ["file": "\(path)"])
    }

    private func resume() {
        guard writer.withLock({ !$0.file.isRemoved && $0.resume(at: now()) }) else { return }
        logger.notice("the audit log can be written again", metadata: ["file": "\(path)"])
    }

    /// Writes that the server ends, waits for the disk, and lets others have the file.
    func close() {
        upkeepQueue.sync {
            upkeep.withLock { $0.isOver = true }
            writer.withLock { writer in
                let mark = AuditMark(kind: .stop, moment: now(), previous: writer.chain.hash)
                _ = try? writer.write(mark)
            }
            synchronize()
            writer.withLock(\.file).unlock()
        }
    }
}

extension AuditFile: Reloadable {
    /// Goes on in the file that has the name now.
    func reload() async {
        await withCheckedContinuation { continuation in
            upkeepQueue.async {
                self.synchronize()
                self.followName()
                continuation.resume()
            }
        }
    }
}
