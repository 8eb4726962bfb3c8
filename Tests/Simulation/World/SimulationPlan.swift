/// What a run depends on: the same plan leads to the same run.
package struct SimulationPlan: Sendable {
    package var seed: UInt64
    /// How often people do something at most, all together.
    package var acts = 26
    /// How often the rival does something at most.
    package var rivalActs = 12
    /// How often something happens to a program or a machine at most.
    package var accidents = 6
    /// What is made wrong on purpose, to see whether the audit finds it.
    package var sabotage: Sabotage?
    /// Whether the wall clocks jump by years.
    package var clocksJump = true
    package var keepsTrace = false

    package init(seed: UInt64, sabotage: Sabotage? = nil, keepsTrace: Bool = false) {
        self.seed = seed
        self.sabotage = sabotage
        self.keepsTrace = keepsTrace
    }
}

/// What a run came to.
package struct SimulationReport: Sendable {
    package let seed: UInt64
    package let findings: [Finding]
    package let trace: [String]
    /// Edits that somebody was told are saved.
    package let edits: Int
    package let requests: Int
    /// Edits by what became of them, for a look at what the runs cover.
    package let outcomes: [String: Int]
}
