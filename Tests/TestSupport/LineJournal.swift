import Domain
package import Journal
package import Sync
import Synchronization

/// A journal's lines in memory, for any number of processes: what is appended is kept whatever happens to them.
package final class LineFile: Sendable {
    private let state = Mutex(State())

    private struct State {
        var records: [JournalRecord] = []
        var sender: Int?
        var lastProcess = 0
    }

    package init() {}

    package var records: [JournalRecord] { state.withLock(\.records) }

    /// The journal as one more process has it open.
    package func open() -> LineJournal {
        let process = state.withLock { state in
            state.lastProcess += 1
            return state.lastProcess
        }
        return LineJournal(file: self, process: process)
    }

    /// The lines after `count`, and what `decide` adds.
    fileprivate func read(after count: Int) -> [JournalRecord] {
        state.withLock { Array($0.records.dropFirst(count)) }
    }

    fileprivate func append(_ bodies: [JournalRecord.Body]) -> [JournalRecord] {
        state.withLock { state in
            let start = JournalRecord.Sequence(state.records.count)
            let records = bodies.enumerated().map { index, body in
                JournalRecord(
                    sequence: start + Int64(index) + 1, time: Timestamp(microseconds: 0), body: body)
            }
            state.records += records
            return records
        }
    }

    fileprivate func trySenderLock(_ process: Int) -> Bool {
        state.withLock { state in
            if state.sender == nil { state.sender = process }
            return state.sender == process
        }
    }

    fileprivate func releaseSenderLock(_ process: Int) {
        state.withLock { state in
            if state.sender == process { state.sender = nil }
        }
    }
}

/// One process's view of a ``LineFile``.
package final class LineJournal: SyncJournal {
    private let file: LineFile
    private let process: Int
    private let state = Mutex(State())

    fileprivate struct State {
        var queue = EditQueue()
        var count = 0
        var appends = 0
        var failure: SyncJournalFailure?
        var hold: String?
    }

    fileprivate init(file: LineFile, process: Int) {
        self.file = file
        self.process = process
        _ = refresh()
    }

    package var queue: EditQueue { state.withLock(\.queue) }

    package func refresh() -> Bool {
        state.withLock { state in
            let news = file.read(after: state.count)
            state.apply(news)
            return !news.isEmpty
        }
    }

    package func record(_ decide: (EditQueue) -> [JournalRecord.Body]) throws(SyncJournalFailure) {
        _ = refresh()
        let bodies = decide(queue)
        if let failure = state.withLock(\.failure) { throw failure }
        guard !bodies.isEmpty else { return }
        let records = file.append(bodies)
        state.withLock { state in
            state.apply(records)
            state.appends += 1
        }
    }

    /// How often lines were appended; on a disk each is one write and one wait.
    package var appends: Int { state.withLock(\.appends) }

    /// Makes every append fail, or none.
    package func fail(_ failure: SyncJournalFailure?) { state.withLock { $0.failure = failure } }

    /// Keeps everything from being sent, or nothing.
    package func hold(_ reason: String?) { state.withLock { $0.hold = reason } }

    package func trySenderLock() -> Bool { file.trySenderLock(process) }

    package func releaseSenderLock() { file.releaseSenderLock(process) }

    package var hold: String? { state.withLock(\.hold) }

    package var isShared: Bool { false }

    package func compactIfNeeded() {}
}

extension LineJournal.State {
    fileprivate mutating func apply(_ records: [JournalRecord]) {
        for record in records { queue.apply(record) }
        count += records.count
    }
}
