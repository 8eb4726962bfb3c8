import Domain
import Journal
import Testing
import Wire

/// What is said of customers, and taking them out of the trash.
@Suite("Notes and restorations")
struct NoteTests {
    private var fixture = QueueFixture()
    private static let said = Entry.Change.note(NoteText(trusted: "Called back"))

    private func status(_ sequence: JournalRecord.Sequence) -> EditStatus? {
        fixture.queue[sequence].map { fixture.queue.status(of: $0) }
    }

    @Test("A note goes alone, in its customer's order")
    mutating func alone() throws {
        fixture.phone("1", "2")
        let note = fixture.enter(Self.said)
        fixture.phone("2", "3")
        #expect(fixture.next?.sending.covers == [1])
        fixture.send()
        fixture.line(.ack(for: 1, version: 6))
        #expect(fixture.next?.sending.covers == [note])
        let op = try #require(fixture.queue[note]?.op)
        #expect(fixture.next?.call == .note(fixture.customer, NoteText(trusted: "Called back"), idempotencyKey: op))
    }

    @Test("A note goes past a conflict and a refusal, and does not let the edits behind them go")
    mutating func pastConflicts() {
        fixture.phone("1", "2")
        fixture.send()
        fixture.line(.conflict(for: 1, .changed(.known(fixture.customer))))
        let note = fixture.enter(Self.said)
        let edit = fixture.enter(.name("Ann", "Anna"))
        #expect(fixture.next?.sending.covers == [note])
        #expect(status(note) == .waiting && status(edit) == .held)
        fixture.send()
        fixture.line(.ack(for: note, version: nil))
        #expect(fixture.next == nil)
    }

    @Test("A refused note keeps its text, and holds nothing up")
    mutating func refused() {
        let note = fixture.enter(Self.said)
        fixture.send()
        fixture.line(.reject(for: note, Problem(.deleted, "gone")))
        let edit = fixture.phone("1", "2")
        #expect(fixture.queue[note]?.change == Self.said && fixture.queue[note]?.needsDecision == true)
        #expect(fixture.next?.sending.covers == [edit])
        #expect(fixture.queue.shown(fixture.customer, on: .known(fixture.customer))?.details.phone == "2")
    }

    @Test("A note on somebody who is being made, or restored, waits for that", arguments: [true, false])
    mutating func waits(isNew: Bool) {
        let first = fixture.enter(isNew ? .create() : .restore(base: .ann(), version: 6))
        fixture.send()
        fixture.line(.reject(for: first, Problem(.emailTaken, "taken")))
        fixture.enter(Self.said)
        #expect(fixture.queue.nextBatch(for: fixture.customer, isReleased: { _ in true }) == .hold)
    }

    @Test("A note's answer changes no version, so that nothing is overwritten unread")
    mutating func version() {
        let note = fixture.enter(Self.said)
        let edit = fixture.phone("1", "2", version: 5)
        fixture.send()
        fixture.line(.ack(for: note, version: nil))
        #expect(fixture.queue[edit]?.change.version == 5)
    }

    @Test("Undo takes a note out that has not left, goes on behind one that was sent, and says that it stays")
    mutating func undo() throws {
        fixture.phone("1", "2")
        let note = fixture.enter(Self.said)
        #expect(fixture.queue.nextUndo == .cancel(try #require(fixture.queue[note])))
        fixture.send()
        fixture.line(.ack(for: 1, version: 6))
        fixture.send()
        fixture.line(.ack(for: note, version: nil))
        #expect(fixture.queue.lastSentNote?.sequence == note)
        guard case .compensate(let finished)? = fixture.queue.nextUndo else {
            Issue.record("nothing is taken back")
            return
        }
        #expect(finished.sequence == 1)
        fixture.phone("2", "3", version: 6)
        #expect(fixture.queue.lastSentNote == nil)
    }

    @Test("A note survives compaction with its text until it is sent, and is then a line without one")
    mutating func compaction() {
        let waiting = fixture.enter(Self.said, of: fixture.other)
        let sent = fixture.enter(Self.said)
        fixture.send()
        fixture.line(.ack(for: sent, version: nil))
        let lines = fixture.queue.compacted(first: 100, time: Timestamp(microseconds: 0))
        var queue = EditQueue()
        for line in lines { queue.apply(line) }
        #expect(queue[waiting]?.change == Self.said)
        #expect(queue.history.map(\.kind) == [.note] && queue.history.first?.change == nil)
    }

    @Test("Who was deleted is restored under the same id where the server can, and created anew where it cannot")
    mutating func compensation() throws {
        let group = EditGroup(name: "Delete")
        fixture.line(.group(group))
        let form = Entry.Form(op: .random(), change: .delete(version: 5))
        fixture.line(.entry(Entry(customer: fixture.customer, form: form, group: group.id)))
        fixture.send()
        fixture.line(.ack(for: 2, version: nil))
        func compensations(_ restores: Bool) -> [Entry] {
            fixture.queue.compensations(
                for: group.id, registered: { _ in nil }, restores: restores, anew: { fixture.other }, key: { .random() }
            )
        }
        let restored = try #require(compensations(true).first)
        #expect(restored.customer == fixture.customer && restored.form.change == .restore(base: .ann(), version: 0))
        let anew = try #require(compensations(false).first)
        #expect(anew.customer == fixture.other && anew.form.change.kind == .create)
    }

    @Test("Who is being restored is shown, and what is edited then is merged with what the server has restored")
    mutating func editAfterRestoring() throws {
        let restoration = fixture.enter(.restore(base: .ann(phone: "1"), version: 6))
        let shown = try #require(fixture.queue.shown(fixture.customer, on: nil))
        #expect(shown.version == 6 && shown.details.phone == "1")
        let edit = fixture.phone("1", "2", version: shown.version)
        #expect(fixture.next?.sending.covers == [restoration])
        fixture.send()
        fixture.line(.ack(for: restoration, version: 7))
        #expect(fixture.queue[edit]?.change.version == 6)
    }

    @Test("What was said of somebody who is created again stays, for a person to see")
    mutating func recreation() throws {
        fixture.phone("1", "2")
        let note = fixture.enter(Self.said)
        let entry = Entry(customer: fixture.other, form: .init(op: .random(), change: .create()))
        for line in try fixture.queue.lines(for: .recreate(fixture.customer, entry)) { fixture.line(line) }
        #expect(fixture.queue[note]?.state == .waiting && fixture.queue[1] == nil)
    }
}
