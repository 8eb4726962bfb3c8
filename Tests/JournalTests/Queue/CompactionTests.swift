import Domain
import JournalProof
import Testing

@testable import Journal

/// A compacted journal says what the long one said, but for what is dead.
@Suite("Compaction of the queue")
struct CompactionTests {
    @Test("A queue is the same before and after, whatever happened before", arguments: 0..<20)
    func same(seed: UInt64) throws {
        var history = RandomHistory(seed: seed)
        var queue = EditQueue()
        for step in 0..<200 {
            for body in history.append(to: queue) { queue.apply(queue.next(body)) }
            guard step % 10 == 0 else { continue }
            let after = try queue.writtenCompactedAndRead()
            #expect(after == queue.withoutTheDead(last: after.lastSequence))
        }
    }

    @Test("It goes on the same afterwards, whatever happens then", arguments: 0..<20)
    func goesOn(seed: UInt64) throws {
        var history = RandomHistory(seed: 1_000 + seed)
        var queue = EditQueue()
        for _ in 0..<80 { for body in history.append(to: queue) { queue.apply(queue.next(body)) } }
        var after = try queue.writtenCompactedAndRead()
        queue.passed(after.lastSequence)
        for _ in 0..<80 {
            for body in history.append(to: after) {
                let record = after.next(body)
                after.apply(record)
                queue.apply(record)
            }
        }
        #expect(after.entries == queue.entries)
        #expect(after.undoable == queue.undoable)
        #expect(after.held == queue.held && after.holdsEverybody == queue.holdsEverybody)
        #expect(after.history.map(\.withoutValues) == queue.history.map(\.withoutValues))
        #expect(after.unknownLines == queue.unknownLines)
    }

    @Test("The last 200 finished entries stay, with who, when and which fields, and without a value")
    func history() throws {
        var fixture = QueueFixture()
        for number in 1...230 {
            fixture.phone("secret-1", "secret-\(number)")
            fixture.line(.cancel(for: fixture.queue.lastSequence, .discard))
        }
        let lines = fixture.queue.compacted(first: 500, time: .now())
        #expect(lines.count == EditQueue.maximumHistory)
        let text = String(decoding: lines.flatMap { $0.line() }, as: UTF8.self)
        #expect(!text.contains("secret") && text.contains(fixture.customer.text) && text.contains("phone"))
        let kept = try fixture.queue.writtenCompactedAndRead().history
        #expect(kept.first?.sequence == 61 && kept.last?.sequence == 459)
        #expect(kept.allSatisfy { $0.change == nil && $0.fields == [.phone] && $0.outcome == .cancelled(.discard) })
    }

    @Test("What a customer was called stays with what waits for them, and with nothing once they are erased")
    func named() throws {
        var fixture = QueueFixture()
        let entry = Entry(.phone("1", "2"), of: fixture.customer, op: .random())
        let request = QueueRequest.enter([entry]).naming { _ in "Wanda" }
        for line in try fixture.queue.lines(for: request) { fixture.line(line) }
        fixture.line(.conflict(for: 1, .deleted))
        var queue = try fixture.queue.writtenCompactedAndRead()
        #expect(queue.entries.map(\.name) == ["Wanda"])
        _ = queue.purge([fixture.customer])
        #expect(queue.entries.map(\.name) == [nil])
    }

    @Test("Lines of a later version are kept to the letter through any number of compactions")
    func unknownLines() throws {
        var queue = EditQueue()
        let lines = [#"{"s":1,"t":"2031-01-01T00:00:00.000Z","k":"tag","x":"\u00e9\"\\","n":1e3}"#, "漢 {\"k\":"]
        for line in lines { queue.apply(queue.next(.unknown(kind: "tag", line: line))) }
        for _ in 0..<3 { queue = try queue.writtenCompactedAndRead() }
        #expect(queue.unknownLines == lines)
    }

    @Test("What is held stays held until it is released, one by one or all at once")
    func held() throws {
        var fixture = QueueFixture()
        fixture.phone("1", "2")
        fixture.line(.hold(fixture.customer))
        fixture.line(.hold(nil))
        var queue = try fixture.queue.writtenCompactedAndRead()
        #expect(queue.isHeld(fixture.customer) && queue.isHeld(fixture.other) && queue.holdsEverybody)
        #expect(queue.nextBatch(for: fixture.customer, isReleased: { _ in true }) == .hold)
        queue.apply(queue.next(.release(fixture.customer)))
        #expect(queue.held.isEmpty && queue.holdsEverybody)
        queue.apply(queue.next(.hold(fixture.other)))
        queue.apply(queue.next(.release(nil)))
        #expect(!queue.isHeld(fixture.customer) && !queue.isHeld(fixture.other))
    }
}

extension EditQueue {
    func next(_ body: JournalRecord.Body) -> JournalRecord {
        JournalRecord(sequence: lastSequence + 1, time: Timestamp(microseconds: 1_000), body: body)
    }

    /// Through the bytes of a file.
    func writtenCompactedAndRead() throws -> EditQueue {
        let first = lastSequence + 1
        let records = compacted(first: first, time: Timestamp(microseconds: 2_000))
        let bytes = records.flatMap { $0.line() }
        let reading = JournalReading(
            LineScan(bytes, continuesLines: true), of: bytes, onto: EditQueue(before: first), size: bytes.count)
        #expect(!reading.isDamaged && reading.unfinished.isEmpty && reading.applied.map(\.record) == records)
        return reading.queue
    }

    /// The values of the history are dead, and what undo would have brought back with them.
    func withoutTheDead(last: JournalRecord.Sequence) -> EditQueue {
        var queue = EditQueue()
        for group in groups {
            queue.apply(queue.next(.keptGroup(group.withoutEntries)))
            for finished in group.synced.values { queue.apply(queue.next(.history(finished))) }
        }
        for finished in history { queue.apply(queue.next(.history(finished.withoutValues))) }
        for line in unknownLines { queue.apply(queue.next(.unknown(kind: "", line: line))) }
        for entry in entries { queue.apply(queue.next(.kept(entry))) }
        queue.apply(queue.next(.undo(undoable)))
        for customer in held { queue.apply(queue.next(.hold(customer))) }
        if holdsEverybody { queue.apply(queue.next(.hold(nil))) }
        queue.passed(last)
        return queue
    }
}
