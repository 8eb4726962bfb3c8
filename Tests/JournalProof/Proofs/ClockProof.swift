import Disks
import Domain
import Files
import Journal
import Wire

/// The wall clock is written down for people, and nothing follows from it.
///
/// The same lives are led under clocks that are right, ten years fast or slow, and that jump between the two: but for the
/// times in them, the lines, the calls of the disk and the queue are the same.
package struct ClockProof {
    private let seed: UInt64
    /// Calls of the disk that were compared.
    package private(set) var calls = 0
    package private(set) var broken: Set<BrokenPromise> = []

    package init(seed: UInt64) {
        self.seed = seed
    }

    private typealias Clock = @Sendable (Int) -> Timestamp

    private static let tenYears: Int64 = 10 * 365 * 86_400

    private static let clocks: [(name: String, clock: Clock)] = [
        ("that is right as well", { Life.time.advanced(bySeconds: Int64($0)) }),
        ("ten years fast", { Life.time.advanced(bySeconds: tenYears + Int64($0)) }),
        ("ten years slow", { Life.time.advanced(bySeconds: -tenYears + Int64($0)) }),
        ("that jumps by twenty years", { Life.time.advanced(bySeconds: $0.isMultiple(of: 2) ? tenYears : -tenYears) }),
        ("that runs backwards", { Life.time.advanced(bySeconds: -Int64($0)) }),
    ]

    package mutating func run() {
        let right = Trace(seed: seed) { Life.time.advanced(bySeconds: Int64($0)) }
        calls = right.calls.count
        for (name, clock) in Self.clocks {
            guard let difference = Trace(seed: seed, clock: clock).difference(from: right) else { continue }
            broken.insert(BrokenPromise(.clockMatters, "seed \(seed), a clock \(name): \(difference)"))
        }
    }

    /// What a journal does in three lives with compactions and cut ends, without what names the journal and the moments.
    private struct Trace {
        private(set) var calls: [DiskCall] = []
        private(set) var lines: [[[UInt8]]] = []
        private(set) var left: [Left] = []

        /// The first thing that is otherwise than in another trace.
        func difference(from other: Trace) -> String? {
            if let (mine, theirs) = zip(calls, other.calls).first(where: { $0 != $1 }) {
                return "\(mine), not \(theirs)"
            }
            if let (mine, theirs) = zip(lines, other.lines).first(where: { $0 != $1 }) {
                return "\(mine.joined(separator: [44]).text), not \(theirs.joined(separator: [44]).text)"
            }
            if calls.count != other.calls.count || lines.count != other.lines.count { return "something is missing" }
            return left == other.left ? nil : "what is left to do"
        }

        init(seed: UInt64, clock: @escaping Clock) {
            let disk = SimulatedDisk(Scenario.home.image)
            var history = RandomHistory(seed: seed)
            for life in 0..<3 {
                let intercepted = InterceptedDisk(disk)
                let opened = try? EditJournal.open(
                    directory: Life.directory, api: Life.api, disk: intercepted, maximumDeadBytes: 4_000,
                    now: { clock(life * 1_000 + intercepted.calls.count) })
                guard let journal = opened?.journal else { return }
                for _ in 0..<60 {
                    let bodies = history.append(to: journal.queue)
                    _ = try? journal.append { _ in bodies }
                    _ = try? journal.compactIfNeeded()
                }
                calls += intercepted.calls
                left = journal.queue.entries.map(Left.init)
                lines += (disk.image[Life.path] ?? []).timelessLines
                disk.cut(Life.path, by: 30)
            }
        }
    }
}

/// What is left to do, without when it was entered.
private struct Left: Equatable {
    let sequence: JournalRecord.Sequence
    let op: IdempotencyKey
    let change: Entry.Change
    let state: PendingEdit.State

    init(_ entry: PendingEdit) {
        (sequence, op, change, state) = (entry.sequence, entry.op, entry.change, entry.state)
    }
}

extension Sequence<UInt8> {
    fileprivate var text: String { String(decoding: Array(self), as: UTF8.self) }
}

extension [UInt8] {
    /// The members of each line but for the checksum, the times, and the journal's name; what is inside one may stand in any
    /// order.
    fileprivate var timelessLines: [[[UInt8]]] {
        let left = ["\"t\":", "\"entered\":", "\"journal\":"].map { Array($0.utf8) }
        return lines.map { line in
            Array(self[line].dropLast(ReferenceChecksum.length + 1)).members
                .filter { member in !left.contains { member.starts(with: $0) } }.map { $0.sorted() }
        }
    }
}

extension Disk {
    /// Cuts the end off a file, as a crash in an append does.
    func cut(_ path: String, by count: Int) {
        guard let file = try? open(path, .appending) else { return }
        defer { close(file) }
        guard let size = try? fstat(file).size else { return }
        try? ftruncate(file, to: Swift.max(0, size - count))
    }
}
