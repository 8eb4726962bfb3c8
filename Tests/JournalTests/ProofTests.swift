import FoundationEssentials
import JournalProof
import TestSupport
import Testing

/// Parts of what `journal-probe prove` proves as a whole, so that a mistake shows while one works on it.
@Suite("The journal's promises")
struct ProofTests {
    /// Other numbers look at other journals; `CUSTOMERS_SEED` decides.
    private static let seed = ProcessInfo.processInfo.environment["CUSTOMERS_SEED"].flatMap { UInt64($0) } ?? 1
    private static let inputs =
        ProcessInfo.processInfo.environment["CUSTOMERS_FUZZ_INPUTS"].flatMap { Int($0) } ?? 20_000

    @Test("Whatever a journal is cut to, nothing that was saved before is lost, and the rest is said and kept")
    func prefixes() {
        for journal in [RecordedJournal(seed: Self.seed, appends: 12), RecordedJournal(edits: 8, seed: Self.seed)] {
            var proof = RecoveryProof(journal, name: "seed \(Self.seed)")
            proof.cutEverywhere()
            #expect(proof.broken.isEmpty && proof.cases > 2_000)
        }
    }

    @Test("Whichever bit is flipped, it is noticed or makes no difference")
    func bits() {
        for journal in [RecordedJournal(seed: Self.seed, appends: 4), RecordedJournal(edits: 3, seed: Self.seed)] {
            var proof = RecoveryProof(journal, name: "seed \(Self.seed)")
            proof.flipEveryBit()
            #expect(proof.broken.isEmpty && proof.cases > 6_000)
        }
    }

    @Test("Whichever line is missing, doubled or in another's place, it is noticed, and all others are there")
    func lines() {
        for journal in [RecordedJournal(seed: Self.seed, appends: 12), RecordedJournal(edits: 8, seed: Self.seed)] {
            var proof = RecoveryProof(journal, name: "seed \(Self.seed)")
            proof.rearrangeLines()
            #expect(proof.broken.isEmpty && proof.cases > 50)
        }
    }

    @Test("Whatever stands in a file, reading it ends")
    func fuzz() {
        var proof = FuzzProof(seed: Self.seed)
        proof.run(inputs: Self.inputs)
        #expect(proof.broken.isEmpty)
        #expect(proof.accepted > Self.inputs / 8 && proof.accepted < Self.inputs)
    }

    @Test("Wherever a program dies, what was saved is there, and nothing that nobody entered", arguments: Scenario.all)
    func crashes(scenario: Scenario) {
        var proof = CrashProof(scenario, depth: 0, tears: .atEdges)
        proof.run()
        #expect(proof.broken.isEmpty && proof.stateCount > 5)
    }

    @Test(
        "Whichever call fails, nothing is called saved that is not", arguments: [Scenario.twice, .compaction, .cutTail])
    func failures(scenario: Scenario) {
        var proof = FailureProof(scenario)
        proof.run()
        #expect(proof.broken.isEmpty && proof.runs > 200)
    }

    @Test(
        "Whenever another program comes in between, both have what they were told",
        arguments: Scenario.all.filter { !$0.undoesOthers })
    func interleavings(scenario: Scenario) {
        var proof = InterleavingProof(scenario)
        proof.run()
        #expect(proof.broken.isEmpty && proof.runs > 10)
    }

    @Test("Ten years to either side, and back again in the middle, nothing differs but the times")
    func clocks() {
        var proof = ClockProof(seed: Self.seed)
        proof.run()
        #expect(proof.broken.isEmpty && proof.calls > 300)
    }

    @Test("A journal that makes a mistake with its files is caught", arguments: Sabotage.allCases)
    func sabotage(sabotage: Sabotage) {
        #expect(!SabotageProof.violations(sabotage).isEmpty)
    }

    @Test(
        "What real processes reported as saved is there, however often they are killed",
        arguments: [["--only", "kills of", "--kills", "16"], ["--only", "8 processes", "--edits", "5"]])
    func processes(arguments: [String]) async throws {
        let probe = Program("journal-probe", environment: ["TMPDIR": FileManager.default.temporaryDirectory.path])
        let result = try await probe.run(["prove", "--seed", "\(Self.seed)"] + arguments)
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.hasPrefix("proved "))
    }
}
