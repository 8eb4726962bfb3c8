import ArgumentParser
import Simulation

/// Runs the simulation on many seeds, and says of each that breaks a promise which, and how it came to it.
@main
struct SimulationRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation-run",
        abstract: "Run the synchronisation in simulated worlds, and audit each of them.",
        discussion: "The exit status is 1 when a promise is broken. A seed leads to the same run on every machine.")

    @Option(help: "How many seeds to run.")
    var count: UInt64 = 10_000

    @Option(help: "The first seed.")
    var first: UInt64 = 1

    @Option(help: "How many runs to have under way at once.")
    var parallel = 2

    @Option(help: "Something to make wrong on purpose.")
    var sabotage: Sabotage?

    @Flag(help: "Print what happened, of every run.")
    var trace = false

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var tally = Tally()
        await withTaskGroup(of: SimulationReport.self) { group in
            var next = first
            while next < first + count || !group.isEmpty {
                if next < first + count, tally.started - tally.runs < parallel {
                    let plan = plan(next)
                    group.addTask { await SimulatedWorld(plan).run() }
                    tally.started += 1
                    next += 1
                } else if let report = await group.next() {
                    tally.add(report)
                    if trace || !report.findings.isEmpty, tally.failures <= 3 { await show(report) }
                }
            }
        }
        print(tally.message(clock.now - start))
        if tally.failures > 0 { throw ExitCode(1) }
    }

    private func plan(_ seed: UInt64) -> SimulationPlan {
        SimulationPlan(seed: seed, sabotage: sabotage, keepsTrace: trace)
    }

    /// The run once more, with its trace.
    private func show(_ report: SimulationReport) async {
        let run =
            trace
            ? report
            : await SimulatedWorld(SimulationPlan(seed: report.seed, sabotage: sabotage, keepsTrace: true)).run()
        print("seed \(report.seed)")
        for line in run.trace { print("  \(line)") }
        for finding in run.findings { print("  BROKEN \(finding)") }
    }
}

extension Sabotage: ExpressibleByArgument {}

private struct Tally {
    var started = 0
    var runs = 0
    var failures = 0
    private var edits = 0
    private var requests = 0
    private var outcomes: [String: Int] = [:]
    private var rules: [String: Int] = [:]
    private var failed: [UInt64] = []

    mutating func add(_ report: SimulationReport) {
        runs += 1
        edits += report.edits
        requests += report.requests
        outcomes.merge(report.outcomes, uniquingKeysWith: +)
        guard !report.findings.isEmpty else { return }
        failures += 1
        failed.append(report.seed)
        for rule in Set(report.findings.map(\.rule.rawValue)) { rules[rule, default: 0] += 1 }
    }

    func message(_ duration: Duration) -> String {
        var lines = ["\(runs) runs, \(edits) edits, \(requests) requests in \(duration); \(failures) broke a promise"]
        lines += outcomes.sorted { $0.key < $1.key }.map { "  \($0.value) × \($0.key)" }
        lines += rules.sorted { $0.key < $1.key }.map { "  BROKEN in \($0.value) runs: \($0.key)" }
        if !failed.isEmpty { lines.append("  seeds: \(failed.sorted().prefix(20))") }
        return lines.joined(separator: "\n")
    }
}
