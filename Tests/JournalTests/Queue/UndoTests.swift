import Domain
import Testing

@testable import Journal

/// What undo and redo find, in this session and in later ones.
@Suite("Undo and redo")
struct UndoTests {
    private var desk = QueueDesk()

    @Test("The last edit that has not left is taken back first, and redo brings it back")
    mutating func cancel() throws {
        desk.phone("1", "2")
        desk.phone("1", "2", of: desk.other)
        #expect(desk.queue.nextUndo == .cancel(try #require(desk.queue[2])))
        desk.line(.cancel(for: 2, .undo))
        #expect(desk.queue.nextUndo == .cancel(try #require(desk.queue[1])))
        let undone = try #require(desk.queue.redoable.last)
        #expect(undone == UndoneEdit(sequence: 2, customer: desk.other, change: .phone("1", "2"), undoneBy: nil))
        desk.enter(undone.change, of: undone.customer, link: .redoes(2))
        #expect(desk.queue.redoable.isEmpty)
        #expect(desk.queue.undoable == [1, 4])
    }

    @Test("An edit that the server has is taken back by another, which itself can be taken back")
    mutating func compensate() throws {
        desk.phone("1", "2")
        desk.send()
        desk.line(.ack(for: 1, version: 6))
        guard case .compensate(let finished)? = desk.queue.nextUndo else { throw Unexpected() }
        #expect(finished.change == .phone("1", "2") && finished.outcome == .synced(version: 6))
        desk.enter(.phone("2", "1", version: 6), link: .undoes(1))
        #expect(desk.queue.undoable.isEmpty)
        #expect(desk.queue.redoable.map(\.change) == [.phone("1", "2")])
    }

    @Test("An edit of one's own leaves nothing to be brought back")
    mutating func newEdit() {
        desk.phone("1", "2")
        desk.line(.cancel(for: 1, .undo))
        #expect(!desk.queue.redoable.isEmpty)
        desk.phone("1", "3")
        #expect(desk.queue.redoable.isEmpty)
    }

    @Test("What was discarded is not brought back")
    mutating func discarded() {
        desk.phone("1", "2")
        desk.line(.cancel(for: 1, .discard))
        #expect(desk.queue.undoable.isEmpty && desk.queue.redoable.isEmpty && desk.queue.nextUndo == nil)
    }

    @Test("Fifty steps are remembered")
    mutating func bounded() {
        for _ in 0..<60 { desk.phone("1", "2", of: .random()) }
        #expect(desk.queue.undoable == Array(11...60))
        for sequence in (11...60).reversed() { desk.line(.cancel(for: JournalRecord.Sequence(sequence), .undo)) }
        #expect(desk.queue.redoable.count == EditQueue.maximumUndo && desk.queue.undoable.isEmpty)
    }

    @Test("After compaction what waits can be taken back still, and what it had values of no more")
    mutating func compacted() throws {
        desk.phone("1", "2")
        desk.send()
        desk.line(.ack(for: 1, version: 6))
        let waiting = desk.phone("1", "2", of: desk.other)
        desk.line(.cancel(for: desk.phone("5", "6", of: .random()), .undo))
        #expect(!desk.queue.redoable.isEmpty)
        var queue = desk.queue.afterCompaction()
        #expect(queue.redoable.isEmpty)
        #expect(queue.nextUndo == .cancel(try #require(desk.queue[waiting])))
        let body = JournalRecord.Body.cancel(for: waiting, .undo)
        queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: .now(), body: body))
        #expect(queue.redoable.map(\.customer) == [desk.other])
        // The values of what the server has are gone, so nothing would be right to take back.
        #expect(queue.nextUndo == nil)
    }

    private struct Unexpected: Error {}
}

extension EditQueue {
    /// The queue that the lines of a compacted file lead to.
    func afterCompaction() -> EditQueue {
        let first = lastSequence + 1
        var queue = EditQueue(before: first)
        for record in compacted(first: first, time: Timestamp(microseconds: 0)) { queue.apply(record) }
        return queue
    }
}
