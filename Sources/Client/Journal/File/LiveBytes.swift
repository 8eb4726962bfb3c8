/// How much of a file still means something.
struct LiveBytes {
    private var fixed = 0
    private var byEntry: [JournalRecord.Sequence: Int] = [:]

    /// Counts a header, or what compaction would leave as it is.
    mutating func addFixed(_ bytes: Int) {
        fixed += bytes
    }

    mutating func add(_ record: JournalRecord, bytes: Int) {
        switch record.body {
        case .entry: byEntry[record.sequence] = bytes
        case .kept(let entry): byEntry[entry.sequence] = bytes
        case .history(let finished):
            if finished.group == nil { addFixed(bytes) } else { byEntry[finished.sequence] = bytes }
        case .group, .keptGroup, .undo, .hold, .release, .unknown: addFixed(bytes)
        case .sending(let sending): add(bytes, to: sending.leader)
        case .unsent(let entry), .rebase(let entry, _), .reject(let entry, _), .conflict(let entry, _),
            .resolve(let entry, _), .due(let entry, _):
            add(bytes, to: entry)
        case .ack, .cancel: break
        }
    }

    private mutating func add(_ bytes: Int, to entry: JournalRecord.Sequence) {
        byEntry[entry]? += bytes
    }

    /// The bytes that are not dead.
    mutating func count(in queue: EditQueue) -> Int {
        byEntry = byEntry.filter { queue[$0.key] != nil || queue.isTakeable($0.key) }
        return byEntry.values.reduce(fixed, +)
    }
}
