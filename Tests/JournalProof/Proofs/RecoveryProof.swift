import Domain
import Journal
import Wire

/// A journal that was cut, or in which something was changed, and what a program finds in it.
package struct RecoveryProof {
    private let journal: RecordedJournal
    private let name: String
    package private(set) var cases = 0
    package private(set) var broken: Set<BrokenPromise> = []

    package init(_ journal: RecordedJournal, name: String) {
        self.journal = journal
        self.name = name
    }

    private mutating func report(_ violations: [Violation], _ place: @autoclosure () -> String) {
        for violation in violations { broken.insert(BrokenPromise(violation, "\(name), \(place())")) }
    }

    private func opened(_ bytes: [UInt8]) -> (life: Life, disk: SimulatedDisk) {
        let ground = Scenario.changed(Scenario.home) { $0 = bytes }
        let disk = SimulatedDisk(ground.image)
        var life = Life(disk)
        life.open()
        return (life, disk)
    }

    // MARK: Prefixes

    /// Every prefix is recovered: nothing that was saved is lost, and what is cut off is said and kept.
    package mutating func cutEverywhere() {
        for count in 0...journal.bytes.count {
            cases += 1
            let (life, disk) = opened(Array(journal.bytes.prefix(count)))
            report(violations(of: life, disk.image, cutAt: count), "cut at \(count)")
        }
    }

    private func violations(of life: Life, _ image: DiskImage, cutAt count: Int) -> [Violation] {
        guard let queue = life.journal?.queue else { return [.unusable(life.failure?.message ?? "")] }
        let (end, expected) = journal.whole(in: count)
        // Without its first line a journal is one that was damaged, and that no crash leaves.
        guard end > 0 else { return queue.isEmpty && !life.findings.isEmpty ? [] : [.undetected] }
        var violations: [Violation] = queue == expected ? [] : [.lost(expected.count)]
        let cut = journal.bytes[min(end, count)..<count]
        if cut.isEmpty {
            if !life.findings.isEmpty { violations.append(.falseAlarm) }
            return violations
        }
        // What is held is said again.
        let isSaid =
            life.findings.first?.message.hasPrefix("1 unfinished edit") == true
            && life.findings.count == (expected.holdsEverybody ? 2 : 1)
        if !isSaid { violations.append(.undetected) }
        if image.quarantined.withoutNewlines != Array(cut).withoutNewlines { violations.append(.quarantineLost) }
        return violations
    }

    // MARK: Bits

    /// Every single bit that is flipped is noticed, or makes no difference.
    package mutating func flipEveryBit() {
        for index in journal.bytes.indices {
            for bit in 0..<8 {
                cases += 1
                var bytes = journal.bytes
                bytes[index] ^= 1 << bit
                let contents = JournalContents(bytes)
                if contents.isWhole, contents.queue != journal.steps.last?.queue {
                    report([.undetected], "bit \(bit) of byte \(index)")
                }
                // What the program says and does of it is the same for all bits of a byte.
                guard bit == index % 8 else { continue }
                let damaged = journal.bytes.lines.filter { ($0.lowerBound - 1...$0.upperBound).contains(index) }
                report(violations(of: opened(bytes).life, damaged, contents.isWhole), "bit \(bit) of byte \(index)")
            }
        }
    }

    // MARK: Lines

    /// Every line that is missing, there twice, or in another's place is noticed; but for the last one, whose absence
    /// leaves no trace.
    package mutating func rearrangeLines() {
        let lines = journal.bytes.lines
        for index in lines.indices {
            if index < lines.count - 1 {
                rearrange("without line \(index)", lost: [lines[index]]) { $0.remove(at: index) }
                for other in lines.indices where other > index {
                    rearrange("lines \(index) and \(other) swapped", lost: []) { $0.swapAt(index, other) }
                }
            }
            rearrange("line \(index) twice", lost: []) { $0.insert($0[index], at: index) }
            rearrange("line \(index) again at the end", lost: []) { $0.append($0[index]) }
        }
    }

    private mutating func rearrange(_ what: String, lost: [Range<Int>], _ change: (inout [Range<Int>]) -> Void) {
        cases += 1
        var lines = journal.bytes.lines
        change(&lines)
        let bytes = lines.flatMap { journal.bytes[$0] + [UInt8(ascii: "\n")] }
        report(violations(of: opened(bytes).life, lost, false), what)
    }

    /// - Parameter damaged: the lines that may be missing; all others must be there.
    private func violations(of life: Life, _ damaged: [Range<Int>], _ isHarmless: Bool) -> [Violation] {
        guard let queue = life.journal?.queue else { return [.unusable(life.failure?.message ?? "")] }
        if life.findings.isEmpty, !isHarmless { return [.undetected] }
        let expected = journal.keys(without: damaged)
        let missing = expected.subtracting(queue.entries.map(\.op.text))
        return missing.isEmpty ? [] : [.lost(missing.count)]
    }
}

extension RecordedJournal {
    /// The keys of the entries of a journal of edits alone, but for those in some lines; none of another journal.
    fileprivate func keys(without lines: [Range<Int>]) -> Set<String> {
        guard let queue = steps.last?.queue, queue.count == bytes.lines.count - 1 else { return [] }
        let lost = zip(queue.entries, bytes.lines.dropFirst()).filter { lines.contains($0.1) }.map(\.0.op.text)
        return Set(queue.entries.map(\.op.text)).subtracting(lost)
    }
}

extension [UInt8] {
    fileprivate var withoutNewlines: [UInt8] { filter { $0 != UInt8(ascii: "\n") } }
}
