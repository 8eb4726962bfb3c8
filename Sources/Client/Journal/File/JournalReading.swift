import Domain

/// What the lines of a journal come to: the queue, and what is wrong with them.
///
/// Nothing is lost silently: each line has a number, one more than the line before, so that a line that is missing,
/// doubled or in another's place shows. Lines are applied in the order of their numbers, wherever they stand.
struct JournalReading {
    private(set) var queue: EditQueue
    /// Bytes that are not read and were never shown as saved: those of an append that was interrupted.
    private(set) var unfinished: [Range<Int>] = []
    /// Where the bytes end that are read as they are, when nothing else is wrong.
    private(set) var end: Int
    /// Bytes that are not read, though they may have been shown as saved.
    private(set) var damaged: [Range<Int>]
    /// Whether lines are missing, doubled or out of order, or bytes are not lines.
    private(set) var isDamaged = false
    /// Above every number that was ever given, those of damaged lines included.
    private(set) var nextSequence: JournalRecord.Sequence
    /// The lines that were applied, in the order of their numbers.
    private(set) var applied: [LineScan.Line] = []

    /// - Parameters:
    ///   - queue: what is known already; lines with numbers up to its last one are not looked at again.
    ///   - size: how many bytes were scanned.
    init(_ scan: LineScan, of bytes: [UInt8], onto queue: EditQueue, size: Int) {
        self.queue = queue
        damaged = scan.damaged
        end = scan.tail?.lowerBound ?? size
        if let tail = scan.tail { unfinished = [tail] }
        nextSequence = queue.lastSequence + 1
        let lines = ordered(scan.lines, after: queue.lastSequence)
        apply(withoutUnfinished(lines))
        nextSequence = self.queue.lastSequence + 1
        assess(bytes, first: queue.lastSequence + 1)
    }

    /// Keeps everything from being sent before the person confirms it.
    mutating func holdEverybody() {
        queue.hold(nil)
    }

    // MARK: Order

    private mutating func ordered(
        _ lines: [LineScan.Line], after last: JournalRecord.Sequence
    ) -> [LineScan.Line] {
        var result: [LineScan.Line] = []
        result.reserveCapacity(lines.count)
        var isAscending = true
        for line in lines {
            if let previous = result.last, previous.record.sequence >= line.record.sequence { isAscending = false }
            if line.record.sequence > last {
                result.append(line)
            } else {
                // Written without the lock, by one who did not know of the line with this number: kept aside.
                damaged.append(line.range)
            }
        }
        guard !isAscending else { return result }
        isDamaged = true
        return withoutDoubles(
            result.enumerated().sorted {
                ($0.element.record.sequence, $0.offset) < ($1.element.record.sequence, $1.offset)
            }.map(\.element))
    }

    private mutating func withoutDoubles(_ lines: [LineScan.Line]) -> [LineScan.Line] {
        var result: [LineScan.Line] = []
        for line in lines {
            if let previous = result.last, previous.record.sequence == line.record.sequence {
                // Two writers without a lock between them: the second line is kept aside.
                if previous.record != line.record { damaged.append(line.range) }
            } else {
                result.append(line)
            }
        }
        return result
    }

    /// Drops the lines of the last append when not all of them are there: all count, or none.
    private mutating func withoutUnfinished(_ lines: [LineScan.Line]) -> ArraySlice<LineScan.Line> {
        guard let last = lines.last, last.more > 0 else { return lines[...] }
        // A line that follows was damaged later than it was written.
        guard !damaged.contains(where: { $0.lowerBound >= last.range.upperBound }) else { return lines[...] }
        var start = lines.count - 1
        while start > 0, lines[start - 1].more == lines[start].more + 1 { start -= 1 }
        unfinished.insert(contentsOf: lines[start...].map(\.range), at: 0)
        end = min(end, lines[start].range.lowerBound)
        return lines[..<start]
    }

    private mutating func apply(_ lines: ArraySlice<LineScan.Line>) {
        applied = Array(lines)
        for line in lines { queue.apply(line.record) }
    }

    // MARK: What is missing

    private mutating func assess(_ bytes: [UInt8], first: JournalRecord.Sequence) {
        var missing = 0
        var expected = first
        for line in applied {
            missing += Int(clamping: line.record.sequence - expected)
            expected = line.record.sequence + 1
        }
        let lastApplied = applied.map(\.range.upperBound).max() ?? 0
        missing += damaged.count { $0.lowerBound >= lastApplied }
        if missing > 0 || !damaged.isEmpty { isDamaged = true }
        guard isDamaged else { return }
        // A line has more than 64 bytes, so there were fewer than these.
        nextSequence += JournalRecord.Sequence(damaged.reduce(0) { $0 + $1.count } / 64 + damaged.count)
        hold(missing: missing, bytes)
    }

    /// Keeps from being sent what the missing lines may have spoken of.
    ///
    /// Nothing in a damaged line can be trusted, but an id that another line has too was hardly made by chance. When one
    /// cannot be had, or more lines are missing than are there in pieces, everybody's entries wait for the person: a
    /// missing line may have taken any of them back.
    private mutating func hold(missing: Int, _ bytes: [UInt8]) {
        guard missing > 0 else { return }
        let names = damaged.map { customer(in: Array(bytes[$0])) }
        let known = names.compactMap { $0 }
        if missing <= damaged.count, known.count == names.count {
            for customer in known { queue.hold(customer) }
        } else {
            queue.hold(nil)
        }
    }

    /// The customer a line is about, when it is one line and names one customer.
    private func customer(in bytes: [UInt8]) -> CustomerID? {
        let ids = bytes.positions(after: Self.idStart)
        guard ids.count == 1, bytes.positions(after: Self.lineStart).count == 1,
            let id = CustomerID(String(decoding: bytes[ids[0]...].prefix(36), as: UTF8.self)), queue.isKnown(id)
        else { return nil }
        return id
    }

    private static let idStart = Array(#""id":""#.utf8)
    private static let lineStart = Array(#"{"s":"#.utf8)
}

extension [UInt8] {
    /// Where each place ends at which these bytes stand.
    fileprivate func positions(after bytes: [UInt8]) -> [Int] {
        guard let first = bytes.first, count >= bytes.count else { return [] }
        return (0...count - bytes.count).filter { self[$0] == first && self[$0...].starts(with: bytes) }
            .map { $0 + bytes.count }
    }
}
