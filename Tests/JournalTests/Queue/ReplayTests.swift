import Domain
import Journal
import Testing
import Wire

/// What each kind of line does to the queue.
@Suite("Replaying lines")
struct ReplayTests {
    private var fixture = QueueFixture()

    @Test(
        "An entry of any kind waits under its line's number, in its customer's order",
        arguments: [Entry.Change.create(), .phone("1", "2"), .delete()])
    mutating func entry(change: Entry.Change) throws {
        fixture.phone("1", "2", of: fixture.other)
        let sequence = fixture.line(
            .entry(Entry(change, of: fixture.customer, op: .random())), at: 7_000)
        fixture.phone("2", "3")
        let entry = try #require(fixture.queue[sequence])
        #expect(entry.change == change)
        #expect(entry.state == .waiting)
        #expect(entry.enteredAt == Timestamp(microseconds: 7_000))
        #expect(entry.isUnsent && entry.attempts == 0 && entry.merges == 0)
        #expect(fixture.queue.entries(for: fixture.customer).map(\.sequence) == [2, 3])
        #expect(fixture.queue.entries.map(\.sequence) == [1, 2, 3])
        #expect(fixture.queue.isPending(fixture.customer) && fixture.queue.count == 3)
    }

    @Test("Sending marks the leader and those that go with it, and none of them can be taken back")
    mutating func sending() throws {
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Anna"))
        let sent = fixture.send()
        let batch = try #require(sent)
        #expect(batch.sending.covers == [1, 2])
        #expect(fixture.state(1) == .sending(covers: [1, 2]))
        #expect(fixture.state(2) == .covered(by: 1))
        #expect(fixture.queue[1]?.attempts == 1)
        #expect(throws: QueueError.underWay) { try fixture.queue.lines(for: .cancel(1, .undo)) }
        #expect(throws: QueueError.underWay) { try fixture.queue.lines(for: .cancel(2, .discard)) }
        #expect(fixture.queue.nextUndo == .wait(try #require(fixture.queue[2])))
    }

    @Test("The same request again counts on, and one under another key counts from one")
    mutating func sendingAgain() throws {
        fixture.phone("1", "2")
        let first = fixture.send()
        let second = fixture.send()
        #expect(first != nil && second?.sending == first?.sending)
        #expect(second?.earlierAttempts == 1)
        #expect(fixture.queue[1]?.attempts == 2)
        fixture.line(.sending(JournalRecord.Sending(leader: 1, covers: [1], op: .random())))
        #expect(fixture.queue[1]?.attempts == 1)
    }

    @Test("An entry that was waiting when others left stays behind, and goes on its own")
    mutating func enteredLater() throws {
        fixture.phone("1", "2")
        fixture.send()
        let later = fixture.phone("2", "3")
        #expect(fixture.next?.sending.covers == [1])
        #expect(fixture.state(later) == .waiting)
        fixture.line(.ack(for: 1, version: 6))
        #expect(fixture.next?.change == .phone("2", "3", version: 6))
    }

    @Test("A request that did not leave sets its entries free, unless an earlier one may have arrived")
    mutating func unsent() {
        fixture.phone("1", "2")
        fixture.phone("2", "3")
        fixture.send()
        fixture.line(.unsent(for: 1))
        #expect(fixture.state(1) == .waiting && fixture.state(2) == .waiting)
        #expect(fixture.queue[1]?.attempts == 0)
        fixture.send()
        fixture.send()
        fixture.line(.unsent(for: 1))
        #expect(fixture.state(1) == .sending(covers: [1, 2]))
        #expect(fixture.queue[1]?.attempts == 1)
    }

    @Test("A merge goes on under its own key and version, and carries what went along with it")
    mutating func rebase() throws {
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Anna"))
        fixture.send()
        let form = Entry.Form(op: .random(), change: .name("Anne", "Anna", version: 8))
        fixture.line(.rebase(for: 1, form))
        let entry = try #require(fixture.queue[1])
        #expect(entry.op == form.op && entry.change == form.change)
        #expect(entry.state == .waiting && entry.merges == 1 && entry.attempts == 0)
        #expect(fixture.outcome(2) == .cancelled(.merged))
        #expect(fixture.queue.count == 1)
        fixture.line(.rebase(for: 1, form))
        #expect(fixture.queue[1]?.merges == 2)
    }

    @Test("An answer of success finishes all that the request carried", arguments: [6, nil])
    mutating func ack(version: Int?) {
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Anna"))
        fixture.phone("9", "8", of: fixture.other)
        fixture.send()
        fixture.line(.ack(for: 1, version: version))
        #expect(fixture.outcome(1) == .synced(version: version))
        #expect(fixture.outcome(2) == .synced(version: version))
        #expect(!fixture.queue.isPending(fixture.customer) && fixture.queue.count == 1)
    }

    @Test("A refusal is kept with its reason, and all that the request carried is one entry from there on")
    mutating func reject() throws {
        let problem = Problem(.emailTaken, "Somebody has it.", owner: fixture.other)
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Anna"))
        fixture.send()
        fixture.line(.reject(for: 1, problem))
        #expect(fixture.state(1) == .rejected(problem))
        #expect(fixture.queue[1]?.fields == [.name, .phone])
        #expect(fixture.queue.entries(for: fixture.customer).map(\.sequence) == [1])
        fixture.phone("2", "3")
        #expect(fixture.queue.nextBatch(for: fixture.customer, isReleased: { _ in true }) == .hold)
        #expect(fixture.queue.status(of: try #require(fixture.queue.entries.last)) == .held)
        #expect(fixture.queue.counts()[.rejected] == 1 && fixture.queue.counts()[.held] == 1)
    }

    @Test("A conflict is kept with the server's copy, or with the fact that there is none")
    mutating func conflict() {
        for theirs in [JournalRecord.Theirs.deleted, .changed(.known(fixture.customer))] {
            let sequence = fixture.phone("1", "2")
            fixture.send()
            fixture.line(.conflict(for: sequence, theirs))
            #expect(fixture.state(sequence) == .conflict(theirs))
            #expect(fixture.queue.mark(of: fixture.customer) == .conflict)
            fixture.line(.cancel(for: sequence, .discard))
        }
    }

    @Test("What a person decided on goes on in the form that they chose, and can be decided on once")
    mutating func resolve() throws {
        fixture.phone("1", "2")
        fixture.send()
        fixture.line(.conflict(for: 1, .changed(.known(fixture.customer))))
        let form = Entry.Form(op: .random(), change: .phone("7", "2", version: 9))
        for line in try fixture.queue.lines(for: .resolve(1, form)) { fixture.line(line) }
        #expect(fixture.next?.change == form.change && fixture.next?.sending.op == form.op)
        #expect(fixture.queue[1]?.merges == 0)
        #expect(throws: QueueError.finished) { try fixture.queue.lines(for: .resolve(1, form)) }
        fixture.send()
        #expect(throws: QueueError.underWay) { try fixture.queue.lines(for: .resolve(1, form)) }
    }

    @Test("Taking an edit back takes its effect out of those after it")
    mutating func cancel() {
        fixture.phone("1", "2")
        fixture.phone("2", "3")
        fixture.line(.cancel(for: 1, .discard))
        #expect(fixture.queue[2]?.change == .phone("1", "3"))
        #expect(fixture.outcome(1) == .cancelled(.discard))
        fixture.enter(.delete(phone: "3"))
        fixture.line(.cancel(for: 2, .discard))
        #expect(fixture.queue.entries.last?.change == .delete(phone: "1"))
    }

    @Test("Taking a creation back takes everything of that customer back")
    mutating func cancelCreation() {
        fixture.enter(.create())
        fixture.phone(nil, "2", version: 0)
        fixture.phone("1", "2", of: fixture.other)
        fixture.line(.cancel(for: 1, .discard))
        #expect(fixture.queue.entries.map(\.customer) == [fixture.other])
        #expect(fixture.outcome(2) == .cancelled(.discard))
    }

    @Test("A deleted customer is created again in one append, in place of all that was under way")
    mutating func recreate() throws {
        fixture.phone("1", "2")
        fixture.phone("2", "3")
        let entry = Entry(.create(), of: fixture.customer, op: .random())
        for line in try fixture.queue.lines(for: .recreate(fixture.customer, entry)) { fixture.line(line) }
        #expect(fixture.queue.entries.map(\.change) == [.create()])
        #expect(fixture.queue.entries.first?.carries == [1, 2])
        fixture.send()
        #expect(throws: QueueError.underWay) { try fixture.queue.lines(for: .recreate(fixture.customer, entry)) }
        #expect(throws: QueueError.finished) { try fixture.queue.lines(for: .recreate(fixture.other, entry)) }
    }

    @Test(
        "Edits that found nobody go behind the restoration that brings their customer back, as one, and hold it up no more"
    )
    mutating func restore() throws {
        fixture.phone("1", "2")
        fixture.send()
        fixture.line(.conflict(for: 1, .deleted))
        fixture.phone("2", "3")
        let restoration = Entry.Change.restore(base: .ann(phone: "1"), version: 6)
        let entry = Entry(restoration, of: fixture.customer, op: .random())
        let request = QueueRequest.restore(entry, editsUnder: .random())
        for line in try fixture.queue.lines(for: request) { fixture.line(line) }
        #expect(fixture.queue.entries.map(\.change) == [restoration, .phone("1", "3")])
        #expect(fixture.queue.entries.last?.carries == [1, 4])
        #expect(fixture.next?.change == restoration)
        fixture.send()
        fixture.line(.ack(for: fixture.queue.entries[0].sequence, version: 7))
        #expect(fixture.next?.change == .phone("1", "3"))
    }

    @Test("A restoration hides no copy of the server's: it is never newer than who lives")
    mutating func restoresWhoLives() {
        let living = Customer.known(fixture.customer, .ann("Wanda By Ann"), version: 4)
        fixture.enter(.restore(base: .ann("Wanda Base"), version: 2))
        #expect(fixture.queue.shown(fixture.customer, on: living) == living)
        let restored = fixture.queue.shown(fixture.customer, on: nil)
        #expect(restored?.name == "Wanda Base" && restored?.version == 2)
    }

    @Test("A line about an entry that is not there changes nothing but the numbers", arguments: Self.aboutNothing)
    mutating func nothing(body: JournalRecord.Body) {
        fixture.phone("1", "2")
        let before = fixture.queue.entries
        fixture.line(body)
        #expect(fixture.queue.entries == before)
        #expect(fixture.queue.history.isEmpty && fixture.queue.lastSequence == 2)
    }

    private static let aboutNothing: [JournalRecord.Body] = [
        .sending(JournalRecord.Sending(leader: 77, covers: [77, 1], op: .random())), .unsent(for: 77), .unsent(for: 1),
        .rebase(for: 77, Entry.Form(op: .random(), change: .create())), .ack(for: 77, version: 1),
        .reject(for: 77, Problem(.validation, "No.")), .conflict(for: 77, .deleted),
        .resolve(for: 77, Entry.Form(op: .random(), change: .create())), .cancel(for: 77, .undo),
    ]

    @Test("An entry whose leader is lost with a damaged line waits, for nobody would set it free")
    mutating func leaderless() {
        fixture.phone("1", "2")
        fixture.phone("2", "3")
        fixture.send()
        let kept = fixture.queue.entries
        var found = QueueFixture()
        found.line(.kept(kept[1]))
        #expect(found.state(2) == .waiting)
        #expect(found.queue.nextBatch(for: fixture.customer, isReleased: { _ in true }) != .hold)
    }

    @Test("An entry that compaction left is there twice when its line is, but counts once")
    mutating func keptTwice() throws {
        fixture.phone("1", "2")
        let entry = try #require(fixture.queue[1])
        fixture.line(.kept(entry))
        #expect(fixture.queue.count == 1 && fixture.queue.entries == [entry])
        #expect(fixture.queue.entries(for: fixture.customer) == [entry])
        fixture.line(.cancel(for: 1, .discard))
        #expect(fixture.queue.isEmpty && !fixture.queue.isPending(fixture.customer))
    }
}
