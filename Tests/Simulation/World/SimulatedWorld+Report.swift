import Journal

extension SimulatedWorld {
    func report() -> SimulationReport {
        var outcomes: [String: Int] = [:]
        for process in processes where process.number != 1 {
            guard let queue = process.session?.journal.queue else { continue }
            for finished in queue.history {
                let word =
                    switch finished.outcome {
                    case .synced: "synced"
                    case .cancelled(let reason): reason.rawValue
                    }
                outcomes["\(finished.kind.rawValue) \(word)", default: 0] += 1
            }
            for entry in queue.entries { outcomes[queue.status(of: entry).rawValue, default: 0] += 1 }
        }
        return SimulationReport(
            seed: plan.seed, findings: findings, trace: trace.lines,
            edits: machines.reduce(0) { $0 + $1.ledger.entries.count }, requests: flights.count, outcomes: outcomes)
    }
}
