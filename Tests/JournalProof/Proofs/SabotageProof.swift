/// Whether the proofs notice a journal that makes a mistake.
package enum SabotageProof {
    /// What the proofs find wrong with a journal that makes this mistake: nothing when they prove nothing.
    package static func violations(_ sabotage: Sabotage) -> Set<BrokenPromise> {
        switch sabotage {
        case .dropsEverySync, .acknowledgesEarly: crash(.append, sabotage)
        case .skipsDirectories: crash(.creation, sabotage)
        case .skipsRename, .skipsNewFile, .renamesInTwoSteps: crash(.compaction, sabotage)
        case .skipsQuarantine: crash(.cutTail, sabotage)
        case .ignoresShortWrites, .retriesSync, .keepsTails: failure(.twice, sabotage)
        case .losesLock: interleaving(.append, sabotage)
        case .overlooksOthers: crash(.refresh, sabotage)
        }
    }

    private static func crash(_ scenario: Scenario, _ sabotage: Sabotage) -> Set<BrokenPromise> {
        var proof = CrashProof(scenario, depth: 0, sabotage: sabotage)
        proof.run()
        return proof.broken
    }

    private static func failure(_ scenario: Scenario, _ sabotage: Sabotage) -> Set<BrokenPromise> {
        var proof = FailureProof(scenario, sabotage: sabotage)
        proof.run()
        return proof.broken
    }

    private static func interleaving(_ scenario: Scenario, _ sabotage: Sabotage) -> Set<BrokenPromise> {
        var proof = InterleavingProof(scenario, sabotage: sabotage)
        proof.run()
        return proof.broken
    }
}
