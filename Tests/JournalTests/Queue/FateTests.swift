import Domain
import Testing
import Wire

@testable import Journal

/// What is told of an edit is what became of what it wanted, whichever entry carries it.
@Suite("What became of an edit")
struct FateTests {
    var fixture = QueueFixture()

    /// Two edits that go as one, of which the server says that somebody else was faster.
    private mutating func merge() {
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Bea"))
        fixture.send()
        let both = CustomerEdit([
            .phone: FieldChange(from: "1", to: "2"), .name: FieldChange(from: "Ann", to: "Bea"),
        ])
        fixture.line(.rebase(for: 1, Entry.Form(op: .random(), change: .edit(both, version: 9))))
    }

    @Test("One that was sent as one with another, and merged, waits, and is finished together with that one")
    mutating func merged() throws {
        merge()
        #expect(fixture.outcome(2) == .cancelled(.merged))
        #expect(fixture.queue.fate(of: 2) == .pending(try #require(fixture.queue[1])))
        fixture.send()
        fixture.line(.ack(for: 1, version: 10))
        guard case .synced(let finished) = fixture.queue.fate(of: 2) else {
            Issue.record("\(fixture.queue.fate(of: 2))")
            return
        }
        #expect(finished.sequence == 1 && finished.outcome == .synced(version: 10))
    }

    @Test("So it is when that one is refused, or in conflict, and when it is taken back nothing of both happens")
    mutating func undecided() throws {
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Bea"))
        fixture.send()
        fixture.line(.reject(for: 1, Problem(.validation, "no")))
        #expect(fixture.queue.fate(of: 2) == .pending(try #require(fixture.queue[1])))
        #expect(fixture.queue[1]?.carries == [2])
        let source = EntrySource(program: "customers queue discard", session: "9")
        fixture.line(.cancel(for: 1, .discard, by: source))
        guard case .takenBack(let finished) = fixture.queue.fate(of: 2) else {
            Issue.record("\(fixture.queue.fate(of: 2))")
            return
        }
        #expect(finished.endedBy == source)
    }

    @Test("Of those that come to nothing together the last one has what it wanted, and the others have not")
    mutating func nothing() throws {
        fixture.phone("1", "2")
        fixture.phone("2", "1")
        let last = try #require(fixture.queue[2]?.op)
        for sequence in [1, 2] as [JournalRecord.Sequence] { fixture.line(.cancel(for: sequence, .merged, into: last)) }
        guard case .superseded(let other) = fixture.queue.fate(of: 1),
            case .unneeded(let own) = fixture.queue.fate(of: 2)
        else {
            Issue.record("\(fixture.queue.fate(of: 1)), \(fixture.queue.fate(of: 2))")
            return
        }
        #expect(other.sequence == 2 && own.sequence == 2)
    }

    @Test("A customer created anew in place of a deleted one carries all that waited for them")
    mutating func anew() throws {
        fixture.phone("1", "2")
        let entry = Entry(.create(), of: fixture.other, op: .random())
        for line in try fixture.queue.lines(for: .recreate(fixture.customer, entry)) { fixture.line(line) }
        guard case .pending(let carrier) = fixture.queue.fate(of: 1) else {
            Issue.record("\(fixture.queue.fate(of: 1))")
            return
        }
        #expect(carrier.customer == fixture.other)
    }

    @Test("It is the same after compaction")
    mutating func compacted() throws {
        merge()
        let queue = try fixture.queue.writtenCompactedAndRead()
        #expect(queue.fate(of: 2) == .pending(try #require(queue[1])))
        #expect(queue[1]?.carries == [2])
    }

    @Test("What the history has forgotten is said to be forgotten, and lines that lead around come to an end")
    mutating func forgotten() {
        #expect(fixture.queue.fate(of: 7) == .forgotten)
        for (sequence, carrier) in [(1, 2), (2, 1)] as [(JournalRecord.Sequence, JournalRecord.Sequence)] {
            let finished = FinishedEdit(
                sequence: sequence, customer: fixture.customer, kind: .edit, fields: [.phone],
                enteredAt: Timestamp(microseconds: 0), outcome: .cancelled(.merged), change: nil, carrier: carrier)
            fixture.line(.history(finished))
        }
        #expect(fixture.queue.fate(of: 1) == .forgotten)
    }
}
