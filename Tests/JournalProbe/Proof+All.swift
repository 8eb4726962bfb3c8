import JournalProof

extension Proof {
    static func all(_ extent: Extent) -> [Proof] {
        [
            recovery("journals cut after every byte", extent) { $0.cutEverywhere() },
            recovery("journals with every bit flipped", extent) { $0.flipEveryBit() },
            recovery("journals with lines missing, doubled and swapped", extent) { $0.rearrangeLines() },
            fuzz(extent),
            scenarios("another program between any two calls", Scenario.all.filter { !$0.undoesOthers }) { scenario in
                var proof = InterleavingProof(scenario)
                proof.run()
                return Result(count: proof.runs, broken: proof.broken)
            },
            scenarios("every call fails in every way") { scenario in
                var proof = FailureProof(scenario)
                proof.run()
                return Result(count: proof.runs, broken: proof.broken)
            },
            scenarios("crashes between any two calls") { scenario in
                var proof = CrashProof(scenario, depth: extent.depth)
                proof.run()
                return Result(count: proof.stateCount, broken: proof.broken)
            },
            clocks(extent),
            processes("kills of a process", extent, parts: 8) { $0.kill((extent.kills + $1) / 8, part: $1) },
            processes("edits of 8 processes, with kills and compaction", extent) { proofs, _ in
                proofs.crowd(of: 8, edits: extent.edits)
            },
            processes("full disks", extent, parts: 8) { $0.fill(part: $1, of: 8) },
            Proof(
                name: "mistakes that are noticed",
                parts: Sabotage.allCases.map { sabotage in
                    {
                        let isNoticed = !SabotageProof.violations(sabotage).isEmpty
                        let promise = BrokenPromise(.undetected, "a journal that \(sabotage.rawValue)")
                        return Result(count: 1, broken: isNoticed ? [] : [promise])
                    }
                }),
        ]
    }

    /// Half of the journals are of edits alone, of which it is known what must be left of them.
    private static func recovery(
        _ name: String, _ extent: Extent, _ prove: @escaping @Sendable (inout RecoveryProof) -> Void
    ) -> Proof {
        Proof(
            name: name,
            parts: (0..<extent.journals).map { number in
                {
                    let seed = extent.seed &+ UInt64(number)
                    let journal =
                        number.isMultiple(of: 2)
                        ? RecordedJournal(seed: seed, appends: 6) : RecordedJournal(edits: 4, seed: seed)
                    var proof = RecoveryProof(journal, name: "journal \(number)")
                    prove(&proof)
                    return Result(count: proof.cases, broken: proof.broken)
                }
            })
    }

    private static func processes(
        _ name: String, _ extent: Extent, parts: Int = 1,
        _ prove: @escaping @Sendable (ProcessProofs, _ part: Int) -> Result
    ) -> Proof {
        let proofs = ProcessProofs(seed: extent.seed, folder: extent.folder)
        return Proof(name: name, parts: (0..<parts).map { part in { prove(proofs, part) } }, waits: true)
    }

    private static func fuzz(_ extent: Extent) -> Proof {
        let parts = 20
        return Proof(
            name: "inputs that the parser survives",
            parts: (0..<parts).map { part in
                {
                    var proof = FuzzProof(seed: extent.seed &* 1_000 &+ UInt64(part))
                    proof.run(inputs: extent.inputs / parts)
                    return Result(count: extent.inputs / parts, broken: proof.broken)
                }
            })
    }

    private static func clocks(_ extent: Extent) -> Proof {
        Proof(
            name: "calls that are the same ten years to either side",
            parts: (0..<extent.journals).map { number in
                {
                    var proof = ClockProof(seed: extent.seed &+ UInt64(number))
                    proof.run()
                    return Result(count: proof.calls, broken: proof.broken)
                }
            })
    }

    private static func scenarios(
        _ name: String, _ scenarios: [Scenario] = Scenario.all, _ prove: @escaping @Sendable (Scenario) -> Result
    ) -> Proof {
        Proof(name: name, parts: scenarios.map { scenario in { prove(scenario) } })
    }
}
