import Foundation
import Simulation
import Testing

/// The whole of it in simulated worlds. `Assets/test` runs ten thousand of them with `simulation-run`; these are for
/// the person who runs the tests only.
@Suite("The synchronisation in simulated worlds")
struct SimulationTests {
    /// The first seed and how many (`SIMULATION_FIRST`, `SIMULATION_COUNT`).
    private static let seeds: Range<UInt64> = {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["SIMULATION_FIRST"].flatMap { UInt64($0) } ?? 1
        return first..<first + (environment["SIMULATION_COUNT"].flatMap { UInt64($0) } ?? 200)
    }()

    @Test("No promise is broken, whatever the disks, the network, the people and the clocks do")
    func promises() async {
        var outcomes: Set<String> = []
        for seed in Self.seeds {
            let report = await SimulatedWorld(SimulationPlan(seed: seed)).run()
            outcomes.formUnion(report.outcomes.keys)
            #expect(report.findings.isEmpty, "seed \(seed); simulation-run --first \(seed) --count 1 tells more")
        }
        // Otherwise the worlds are too quiet to prove anything.
        let expected: Set = [
            "create synced", "edit synced", "delete synced", "edit undo", "edit discard", "edit merged",
            "note synced", "note discard", "restore synced",
        ]
        #expect(outcomes.isSuperset(of: expected.union(["conflict", "rejected", "held"])))
    }

    @Test("A seed leads to the same run", arguments: [1, 2, 3, 4] as [UInt64])
    func repeats(seed: UInt64) async {
        let first = await trace(seed)
        #expect(first.count > 20)
        #expect(await trace(seed) == first)
    }

    @Test("Clocks that jump ten years ahead and back change nothing", arguments: 1...20 as ClosedRange<UInt64>)
    func clocks(seed: UInt64) async {
        let still = await trace(seed, clocksJump: false)
        #expect(await trace(seed) == still)
    }

    private func trace(_ seed: UInt64, clocksJump: Bool = true) async -> [String] {
        var plan = SimulationPlan(seed: seed, keepsTrace: true)
        plan.clocksJump = clocksJump
        return await SimulatedWorld(plan).run().trace
    }

    @Test("The audit finds what is made wrong on purpose", arguments: Sabotage.allCases)
    func sabotage(_ sabotage: Sabotage) async {
        for seed in 1...300 as ClosedRange<UInt64> {
            let report = await SimulatedWorld(SimulationPlan(seed: seed, sabotage: sabotage)).run()
            if report.findings.contains(where: { sabotage.finding.contains($0.rule) }) { return }
        }
        Issue.record("\(sabotage) was not found")
    }
}
