import Domain
import Testing

@testable import Journal

/// What undo and redo find, in this session and in later ones.
@Suite("Undo and redo")
struct UndoTests {
    private var fixture = QueueFixture()

    @Test("The last edit that has not left is taken back first, and redo brings it back")
    mutating func cancel() throws {
        fixture.phone("1", "2")
        fixture.phone("1", "2", of: fixture.other)
        #expect(fixture.queue.nextUndo == .cancel(try #require(fixture.queue[2])))
        fixture.line(.cancel(for: 2, .undo))
        #expect(fixture.queue.nextUndo == .cancel(try #require(fixture.queue[1])))
        let undone = try #require(fixture.queue.redoable.last)
        #expect(undone == UndoneEdit(sequence: 2, customer: fixture.other, change: .phone("1", "2"), undoneBy: nil))
        fixture.enter(undone.change, of: undone.customer, link: .redoes(2))
        #expect(fixture.queue.redoable.isEmpty)
        #expect(fixture.queue.undoable == [1, 4])
    }

    @Test("An edit that the server has is taken back by another, which itself can be taken back")
    mutating func compensate() throws {
        fixture.phone("1", "2")
        fixture.send()
        fixture.line(.ack(for: 1, version: 6))
        guard case .compensate(let finished)? = fixture.queue.nextUndo else { throw Unexpected() }
        #expect(finished.change == .phone("1", "2") && finished.outcome == .synced(version: 6))
        fixture.enter(.phone("2", "1", version: 6), link: .undoes(1))
        #expect(fixture.queue.undoable.isEmpty)
        #expect(fixture.queue.redoable.map(\.change) == [.phone("1", "2")])
    }

    @Test("An edit of one's own leaves nothing to be brought back")
    mutating func newEdit() {
        fixture.phone("1", "2")
        fixture.line(.cancel(for: 1, .undo))
        #expect(!fixture.queue.redoable.isEmpty)
        fixture.phone("1", "3")
        #expect(fixture.queue.redoable.isEmpty)
    }

    @Test("What was discarded is not brought back")
    mutating func discarded() {
        fixture.phone("1", "2")
        fixture.line(.cancel(for: 1, .discard))
        #expect(fixture.queue.undoable.isEmpty && fixture.queue.redoable.isEmpty && fixture.queue.nextUndo == nil)
    }

    @Test("Fifty steps are remembered")
    mutating func bounded() {
        for _ in 0..<60 { fixture.phone("1", "2", of: .random()) }
        #expect(fixture.queue.undoable == Array(11...60))
        for sequence in (11...60).reversed() { fixture.line(.cancel(for: JournalRecord.Sequence(sequence), .undo)) }
        #expect(fixture.queue.redoable.count == EditQueue.maximumUndo && fixture.queue.undoable.isEmpty)
    }

    @Test("After compaction what waits can be taken back still, and what it had values of no more")
    mutating func compacted() throws {
        fixture.phone("1", "2")
        fixture.send()
        fixture.line(.ack(for: 1, version: 6))
        let waiting = fixture.phone("1", "2", of: fixture.other)
        fixture.line(.cancel(for: fixture.phone("5", "6", of: .random()), .undo))
        #expect(!fixture.queue.redoable.isEmpty)
        var queue = fixture.queue.afterCompaction()
        #expect(queue.redoable.isEmpty)
        #expect(queue.nextUndo == .cancel(try #require(fixture.queue[waiting])))
        let body = JournalRecord.Body.cancel(for: waiting, .undo)
        queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: .now(), body: body))
        #expect(queue.redoable.map(\.customer) == [fixture.other])
        // The values of what the server has are gone, so nothing would be right to take back.
        #expect(queue.nextUndo == nil)
    }

    @Test("A step that undo has passed over is gone, and what was before it is next; redo stays")
    mutating func passedOver() throws {
        fixture.phone("1", "2", of: fixture.other)
        let edit = fixture.phone("1", "2")
        fixture.line(.cancel(for: fixture.phone("5", "6", of: .random()), .undo))
        let lines = try fixture.queue.lines(for: .passOver([edit]))
        #expect(lines == [.undo([1])])
        for line in lines { fixture.line(line) }
        #expect(fixture.queue.nextUndo == .cancel(try #require(fixture.queue[1])))
        #expect(fixture.queue.count == 2 && fixture.queue.redoable.count == 1)
        #expect(try fixture.queue.lines(for: .passOver([edit])).isEmpty)
        #expect(fixture.queue.afterCompaction().undoable == [1])
    }

    @Test("A step that redo has passed over is gone, what can be taken back stays, and the line can be read")
    mutating func redoPassedOver() throws {
        fixture.phone("1", "2", of: fixture.other)
        let edits = ["5", "6"].map { fixture.phone($0, $0 + "0", of: .random()) }
        for edit in edits.reversed() { fixture.line(.cancel(for: edit, .undo)) }
        #expect(fixture.queue.redoable.map(\.sequence) == edits.reversed())
        let lines = try fixture.queue.lines(for: .passOver([edits[0]]))
        #expect(lines == [.undo([1], redo: [edits[1]])])
        let line = JournalRecord(sequence: 9, time: Timestamp(microseconds: 0), body: lines[0]).line()
        let reading = JournalReading(
            LineScan(line, continuesLines: true), of: line, onto: EditQueue(before: 9), size: line.count)
        #expect(reading.applied.map(\.record.body) == lines)
        for line in lines { fixture.line(line) }
        #expect(fixture.queue.redoable.map(\.sequence) == [edits[1]] && fixture.queue.undoable == [1])
        #expect(try fixture.queue.lines(for: .passOver([edits[0]])).isEmpty)
    }

    @Test("The last step can be passed over, and the line can be read")
    mutating func lastPassedOver() throws {
        let edit = fixture.phone("1", "2")
        let body = try #require(try fixture.queue.lines(for: .passOver([edit])).first)
        #expect(body == .undo([]))
        let line = JournalRecord(sequence: 9, time: Timestamp(microseconds: 0), body: body).line()
        let scan = LineScan(line, continuesLines: true)
        let reading = JournalReading(scan, of: line, onto: EditQueue(before: 9), size: line.count)
        #expect(reading.applied.map(\.record.body) == [body])
    }

    @Test("Steps that are too long ago are passed over together, down to one that can be taken back")
    mutating func forgotten() {
        let waiting = fixture.phone("1", "2", of: fixture.other)
        for _ in 0..<2 {
            let edit = fixture.phone("1", "2")
            fixture.send()
            fixture.line(.ack(for: edit, version: 6))
        }
        #expect(fixture.queue.forgottenSteps.isEmpty)
        var queue = fixture.queue.afterCompaction()
        #expect(queue.nextUndo == nil && queue.forgottenSteps.count == 2)
        queue.apply(
            JournalRecord(sequence: queue.lastSequence + 1, time: .now(), body: .cancel(for: waiting, .discard)))
        #expect(queue.nextUndo == nil && queue.forgottenSteps.isEmpty, "there is nothing to go on with")
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
