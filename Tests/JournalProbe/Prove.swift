import ArgumentParser
import Dispatch
import FoundationEssentials
import Glibc
import JournalProof
import Synchronization

/// Runs the proofs and prints what each has looked at; the exit status is 1 when a promise was broken.
struct Prove: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prove what the journal promises.")

    @Option(help: "Only the proofs whose names contain this.")
    var only = ""

    @Option(help: "What journals and inputs are made from.")
    var seed: UInt64 = 1

    @Option(help: "How many inputs the parser is given.")
    var inputs = 1_000_000

    @Option(help: "How many journals are cut and changed.")
    var journals = 50

    @Option(help: "Recoveries that are crashed one after the other: 2 for that of recovery, which takes twice as long.")
    var depth = 1

    @Option(help: "How often a process is killed.")
    var kills = 1_000

    @Option(help: "How many edits each of eight processes enters.")
    var edits = 1_000

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/journal-probe-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let extent = Extent(
            seed: seed, inputs: inputs, journals: journals, depth: depth, kills: kills, edits: edits, folder: folder)
        var isProved = true
        for proof in Proof.all(extent) where only.isEmpty || proof.name.contains(only) {
            let clock = ContinuousClock()
            let start = clock.now
            var result = proof.run()
            if result.count == 0 { result.broken.insert(BrokenPromise(.undecided, "nothing at all")) }
            let time = start.duration(to: clock.now)
            print("\(result.broken.isEmpty ? "proved" : "BROKEN") \(proof.name): \(result.count), \(time.inSeconds) s")
            let shortest = result.broken.sorted { ($0.place.count, $0.place) < ($1.place.count, $1.place) }
            for promise in shortest.prefix(10) { print("    \(promise)") }
            fflush(nil)
            isProved = isProved && result.broken.isEmpty
        }
        guard isProved else { throw ExitCode.failure }
    }
}

/// How far the proofs go.
struct Extent: Sendable {
    let seed: UInt64
    let inputs: Int
    let journals: Int
    let depth: Int
    let kills: Int
    let edits: Int
    /// For journals on the real disk.
    let folder: String
}

/// Something that is proved, in parts that are independent of one another.
struct Proof: Sendable {
    let name: String
    let parts: [@Sendable () -> Result]
    /// Whether the parts wait for processes most of the time.
    var waits = false

    struct Result {
        /// Cases that were looked at.
        var count = 0
        var broken: Set<BrokenPromise> = []
    }

    /// Runs the parts: as many at once as there are processors, or all of them when they wait.
    func run() -> Result {
        let total = Mutex(Result())
        let perform: @Sendable (Int) -> Void = { index in
            let result = parts[index]()
            total.withLock { total in
                total.count += result.count
                total.broken.formUnion(result.broken)
            }
        }
        if waits {
            atOnce(parts.count, perform)
        } else {
            DispatchQueue.concurrentPerform(iterations: parts.count, execute: perform)
        }
        return total.withLock(\.self)
    }
}

/// Runs something so many times at once, each in a queue of its own.
func atOnce(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count { DispatchQueue(label: "\(index)").async(group: group) { body(index) } }
    group.wait()
}

extension Duration {
    fileprivate var inSeconds: String {
        let tenths = components.seconds * 10 + components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
