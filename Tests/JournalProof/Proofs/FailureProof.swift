import Synchronization

/// Every way in which a call of the disk can fail, and what the person is told.
///
/// Each call of a scenario fails, with each error, once or from there on. Whatever was shown as saved is there afterwards
/// for certain, nothing is that was said not to be, no file is synced again after a sync of it failed, and as soon as the
/// disk works the journal does.
package struct FailureProof {
    private let scenario: Scenario
    private let sabotage: Sabotage?
    package private(set) var runs = 0
    package private(set) var broken: Set<BrokenPromise> = []

    package init(_ scenario: Scenario, sabotage: Sabotage? = nil) {
        self.scenario = scenario
        self.sabotage = sabotage
    }

    /// Changes that a power cut may undo, for all its outcomes to be looked at.
    private static let maximumUnsynced = 3

    private enum Span: String, CaseIterable {
        case once = "once"
        /// The same kind of call, from there on.
        case kind = "for good"
        case everything = "with everything after it"
    }

    package mutating func run() {
        let calls = scenario.run(sabotage: sabotage) { _ in .pass }.disk.calls
        for number in calls.indices {
            for fault in DiskFault.allCases where fault.concerns(calls[number]) {
                for span in Span.allCases { fail(number, calls[number], fault, span) }
            }
        }
    }

    private mutating func fail(_ first: Int, _ call: DiskCall, _ fault: DiskFault, _ span: Span) {
        let isWell = Mutex(false)
        var (life, disk) = scenario.run(sabotage: sabotage) { moment in
            guard moment.number >= first, !isWell.withLock(\.self), fault.concerns(moment.call) else { return .pass }
            let fails =
                switch span {
                case .once: moment.number == first
                case .kind: moment.call.kind == call.kind
                case .everything: true
                }
            return fails ? .fail(fault) : .pass
        }
        runs += 1
        // What the crash proof does with all of them it is enough to do here with few.
        let image = disk.disk.image
        var violations = look(at: image, image.unsyncedCount <= Self.maximumUnsynced ? .atEdges : nil, life.account)
        // As soon as the disk is well, the same program saves again, and says so.
        isWell.withLock { $0 = true }
        if scenario.isOutdated { life.end() }
        if life.journal == nil { life.open(api: scenario.api) }
        if !life.enter() { violations.insert(.unusable("takes no edit when the disk is well again")) }
        violations.formUnion(look(at: disk.disk.image, nil, life.account))
        if disk.syncsAfterFailure > 0 { violations.insert(.syncedAgain) }
        // What one program could not sync is a hole in the file when another one goes on behind it: that is damage.
        if disk.hasFailedSync { violations.remove(.falseAlarm) }
        let place = "\(scenario), \(fault) \(span.rawValue) at call \(first), \(call)"
        broken.formUnion(violations.map { BrokenPromise($0, place) })
    }

    /// What the next program finds when this one is killed, or the power is cut.
    ///
    /// - Parameter tears: of all power cuts; only the worst one without.
    private func look(at image: DiskImage, _ tears: Tears?, _ account: Account) -> Set<Violation> {
        var violations: Set<Violation> = []
        let cut = tears.map { image.afterPowerCut($0) } ?? [image.afterTheWorstPowerCut]
        for image in cut.union([image]) {
            var next = Life(SimulatedDisk(image), account)
            next.open(api: scenario.api)
            violations.formUnion(scenario.violations(of: next))
        }
        return violations
    }
}

extension DiskFault {
    /// Writes alone can be short.
    fileprivate func concerns(_ call: DiskCall) -> Bool {
        guard self == .shortWrite || self == .almostWhole else { return true }
        return call.kind == .write
    }
}

extension DiskCall {
    enum Kind: Hashable {
        case open, look, read, write, truncate, sync, permissions, name, lock
    }

    var kind: Kind {
        switch self {
        case .open: .open
        case .fstat, .lstat: .look
        case .pread, .readdir: .read
        case .write: .write
        case .ftruncate: .truncate
        case .fdatasync, .fsync: .sync
        case .fchmod: .permissions
        case .rename, .link, .unlink, .mkdir: .name
        case .lock: .lock
        }
    }
}
