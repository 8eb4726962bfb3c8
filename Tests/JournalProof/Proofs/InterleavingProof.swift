import Journal
import Synchronization

/// Another program comes in between any two calls, starts, and enters an edit.
///
/// While the first one holds the lock the second cannot have it, so that it fails here instead of waiting; whatever it
/// was told is saved has to be there, beside all that the first was told.
package struct InterleavingProof {
    private let scenario: Scenario
    private let sabotage: Sabotage?
    package private(set) var runs = 0
    package private(set) var broken: Set<BrokenPromise> = []

    package init(_ scenario: Scenario, sabotage: Sabotage? = nil) {
        self.scenario = scenario
        self.sabotage = sabotage
    }

    package mutating func run() {
        let calls = scenario.run(sabotage: sabotage) { _ in .pass }.disk.calls
        for number in calls.indices {
            let other = Mutex<Account?>(nil)
            let sabotage = sabotage
            let disk = SimulatedDisk(scenario.image)
            let (life, _) = scenario.run(on: disk, sabotage: sabotage) { moment in
                guard moment.number == number else { return .pass }
                let second = InterceptedDisk(disk)
                var visitor = Life(sabotage?.applied(to: second) ?? second, series: 1)
                visitor.open()
                visitor.enter()
                other.withLock { $0 = visitor.account }
                return .pass
            }
            runs += 1
            look(at: disk.image, life.account, other.withLock(\.self) ?? Account(), "call \(number), \(calls[number])")
        }
    }

    private mutating func look(at image: DiskImage, _ account: Account, _ other: Account, _ place: String) {
        var next = Life(SimulatedDisk(image.afterTheWorstPowerCut))
        next.open(api: scenario.api)
        var violations = account.lossesAndReturns(in: next.journal?.queue)
        violations += other.lossesAndReturns(in: next.journal?.queue)
        if !scenario.isDamaged, next.findings.contains(where: { $0.kind != .unfinished }) {
            violations.append(.falseAlarm)
        }
        broken.formUnion(violations.map { BrokenPromise($0, "\(scenario), another program before \(place)") })
    }
}
