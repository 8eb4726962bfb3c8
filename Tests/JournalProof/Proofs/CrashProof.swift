import Domain
import Journal
import Wire

/// Every way in which a program can die in the middle of something, and what the next one finds.
///
/// A crash is tried between any two calls of the disk. After each, the program was killed (what it wrote is there, synced
/// or not) or the power was cut (``DiskImage/afterPowerCut(_:)``). On all of these the next program starts, and one of
/// each kind is crashed in its recovery as well, and the one after that again.
package struct CrashProof {
    private let scenario: Scenario
    private let recovery: Scenario
    private let sabotage: Sabotage?
    private let depth: Int
    private let tears: Tears
    private var known: Set<State> = []
    private var crashed: Set<Kind> = []
    package private(set) var broken: Set<BrokenPromise> = []

    /// A disk, and what the person was told of it.
    private struct State: Hashable {
        let image: DiskImage
        let account: Account
    }

    /// What a recovery depends on.
    private struct Kind: Hashable {
        let disk: DiskImage.Kind
        let account: Account
        let depth: Int
    }

    /// - Parameters:
    ///   - depth: recoveries that are crashed, one after the other: 1 for recovery, 2 for that of recovery.
    ///   - tears: of the writes of the first crash.
    package init(
        _ scenario: Scenario, depth: Int = 2, tears: Tears = .everywhere(in: Life.path), sabotage: Sabotage? = nil
    ) {
        self.scenario = scenario
        self.depth = depth
        self.tears = tears
        self.sabotage = sabotage
        let api = scenario.api
        recovery = Scenario("recovery", on: Scenario.home) {
            $0.open(api: api)
            $0.enter()
        }
    }

    /// Disks that were looked at.
    package var stateCount: Int { known.count }

    package mutating func run() {
        crash(
            scenario, from: State(image: scenario.image, account: scenario.account), tears: tears, depth: 0, trace: [])
    }

    /// - Parameters:
    ///   - tears: `nil` for the most and the least that a power cut can leave.
    ///   - depth: programs that were crashed before.
    private mutating func crash(
        _ scenario: Scenario, from start: State, tears: Tears?, depth: Int, trace: [String]
    ) {
        var next: [(state: State, trace: [String])] = []
        var last: State?
        var calls: [DiskCall] = []
        var number = 0
        repeat {
            let (life, disk) = run(scenario, start) { [number] in $0.number >= number ? .crash : .pass }
            calls = disk.calls
            let here = calls.count > number ? "\(scenario) up to call \(number), \(calls[number])" : "\(scenario)"
            let state = State(image: disk.disk.image, account: life.account)
            number += 1
            // Whether it is before or after a call that only looks makes no difference.
            guard state != last else { continue }
            last = state
            for image in state.image.afterCrash(tears) {
                look(at: State(image: image, account: life.account), trace + [here])
            }
            guard depth < self.depth else { continue }
            for image in state.image.afterCrash(tears == nil ? nil : .atEdges) {
                let kind = Kind(disk: image.kind, account: life.account, depth: depth)
                guard crashed.insert(kind).inserted else { continue }
                next.append((State(image: image, account: life.account), trace + [here]))
            }
        } while calls.count >= number
        for (state, trace) in next { crash(recovery, from: state, tears: nil, depth: depth + 1, trace: trace) }
    }

    private func run(
        _ scenario: Scenario, _ state: State, _ rule: @escaping InterceptedDisk.Rule
    ) -> (life: Life, disk: InterceptedDisk) {
        scenario.run(on: SimulatedDisk(state.image), state.account, sabotage: sabotage, rule: rule)
    }

    /// Starts the next program, lets it do its work, and cuts the power at the worst moment.
    private mutating func look(at state: State, _ trace: [String]) {
        guard known.insert(state).inserted else { return }
        let (life, disk) = run(recovery, state) { _ in .pass }
        var violations = scenario.violations(of: life)
        if let last = life.account.attempted.last, !life.account.acknowledged.contains(last) {
            violations.append(.unusable("takes no edit"))
        }
        let left = disk.disk.image.afterTheWorstPowerCut
        var later = Life(SimulatedDisk(left), life.account)
        later.open(api: scenario.api)
        violations += scenario.violations(of: later)
        if life.findings.contains(where: { $0.kind == .unfinished }), left.quarantined.isEmpty {
            violations.append(.quarantineLost)
        }
        broken.formUnion(violations.map { BrokenPromise($0, trace.joined(separator: "; ")) })
    }
}

extension DiskImage {
    /// As it is when the program is killed, and after power cuts.
    ///
    /// - Parameter tears: `nil` for the most and the least that a power cut can leave.
    fileprivate func afterCrash(_ tears: Tears?) -> Set<DiskImage> {
        let cut = tears.map { afterPowerCut($0) } ?? [afterTheWorstPowerCut, afterTheMildestPowerCut]
        return cut.union([self])
    }

    /// What is in quarantine, all of it together.
    var quarantined: [UInt8] {
        let directory = Life.directory + "/quarantine"
        // Their names end in where the bytes were, of which the longer number is the larger.
        let names = names(in: directory).sorted { ($0.count, $0) < ($1.count, $1) }
        return names.flatMap { self["\(directory)/\($0)"] ?? [] }
    }

    /// What makes a difference to the program that finds it: what the journal comes to, how it ends, which other files
    /// are there, and what is on its way to the disk. Numbers and generations make none.
    struct Kind: Hashable {
        let keys: [IdempotencyKey]
        let held: Set<CustomerID>
        let holdsEverybody: Bool
        let isWhole: Bool
        let hasJournal: Bool
        let tail: [UInt8]
        let names: [String]
        let unsynced: [String]
    }

    var kind: Kind {
        let bytes = self[Life.path]
        let queue = JournalContents(bytes ?? []).queue
        let quarantine = Life.directory + "/quarantine"
        return Kind(
            keys: queue.entries.map(\.op), held: queue.held, holdsEverybody: queue.holdsEverybody,
            isWhole: JournalContents(bytes ?? []).isWhole, hasJournal: bytes != nil,
            tail: Array((bytes ?? []).reversed().prefix { $0 != UInt8(ascii: "\n") }),
            names: names(in: Life.directory) + (names(in: quarantine).isEmpty ? [] : ["something in quarantine"]),
            unsynced: unsyncedNames)
    }
}
