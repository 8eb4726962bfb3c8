import Domain
import Journal
import Testing
import Wire

/// What each kind of line does to the queue.
@Suite("Replaying lines")
struct ReplayTests {
    private var desk = QueueDesk()

    @Test(
        "An entry of any kind waits under its line's number, in its customer's order",
        arguments: [Entry.Change.create(), .phone("1", "2"), .delete()])
    mutating func entry(change: Entry.Change) throws {
        desk.phone("1", "2", of: desk.other)
        let sequence = desk.line(
            .entry(Entry(customer: desk.customer, form: Entry.Form(op: .random(), change: change))), at: 7_000)
        desk.phone("2", "3")
        let entry = try #require(desk.queue[sequence])
        #expect(entry.change == change)
        #expect(entry.state == .waiting)
        #expect(entry.enteredAt == Timestamp(microseconds: 7_000))
        #expect(entry.isUnsent && entry.attempts == 0 && entry.merges == 0)
        #expect(desk.queue.entries(for: desk.customer).map(\.sequence) == [2, 3])
        #expect(desk.queue.entries.map(\.sequence) == [1, 2, 3])
        #expect(desk.queue.isPending(desk.customer) && desk.queue.count == 3)
    }

    @Test("Sending marks the leader and those that go with it, and none of them can be taken back")
    mutating func sending() throws {
        desk.phone("1", "2")
        desk.enter(.name("Ann", "Anna"))
        let sent = desk.send()
        let batch = try #require(sent)
        #expect(batch.sending.covers == [1, 2])
        #expect(desk.state(1) == .sending(covers: [1, 2]))
        #expect(desk.state(2) == .covered(by: 1))
        #expect(desk.queue[1]?.attempts == 1)
        #expect(throws: QueueError.underWay) { try desk.queue.lines(for: .cancel(1, .undo)) }
        #expect(throws: QueueError.underWay) { try desk.queue.lines(for: .cancel(2, .discard)) }
        #expect(desk.queue.nextUndo == .wait(try #require(desk.queue[2])))
    }

    @Test("The same request again counts on, and one under another key counts from one")
    mutating func sendingAgain() throws {
        desk.phone("1", "2")
        let first = desk.send()
        let second = desk.send()
        #expect(first != nil && second?.sending == first?.sending)
        #expect(second?.earlierAttempts == 1)
        #expect(desk.queue[1]?.attempts == 2)
        desk.line(.sending(JournalRecord.Sending(leader: 1, covers: [1], op: .random())))
        #expect(desk.queue[1]?.attempts == 1)
    }

    @Test("An entry that was waiting when others left stays behind, and goes on its own")
    mutating func enteredLater() throws {
        desk.phone("1", "2")
        desk.send()
        let later = desk.phone("2", "3")
        #expect(desk.next?.sending.covers == [1])
        #expect(desk.state(later) == .waiting)
        desk.line(.ack(for: 1, version: 6))
        #expect(desk.next?.change == .phone("2", "3", version: 6))
    }

    @Test("A request that did not leave sets its entries free, unless an earlier one may have arrived")
    mutating func unsent() {
        desk.phone("1", "2")
        desk.phone("2", "3")
        desk.send()
        desk.line(.unsent(for: 1))
        #expect(desk.state(1) == .waiting && desk.state(2) == .waiting)
        #expect(desk.queue[1]?.attempts == 0)
        desk.send()
        desk.send()
        desk.line(.unsent(for: 1))
        #expect(desk.state(1) == .sending(covers: [1, 2]))
        #expect(desk.queue[1]?.attempts == 1)
    }

    @Test("A merge goes on under its own key and version, and carries what went along with it")
    mutating func rebase() throws {
        desk.phone("1", "2")
        desk.enter(.name("Ann", "Anna"))
        desk.send()
        let form = Entry.Form(op: .random(), change: .name("Anne", "Anna", version: 8))
        desk.line(.rebase(for: 1, form))
        let entry = try #require(desk.queue[1])
        #expect(entry.op == form.op && entry.change == form.change)
        #expect(entry.state == .waiting && entry.merges == 1 && entry.attempts == 0)
        #expect(desk.outcome(2) == .cancelled(.merged))
        #expect(desk.queue.count == 1)
        desk.line(.rebase(for: 1, form))
        #expect(desk.queue[1]?.merges == 2)
    }

    @Test("An answer of success finishes all that the request carried", arguments: [6, nil])
    mutating func ack(version: Int?) {
        desk.phone("1", "2")
        desk.enter(.name("Ann", "Anna"))
        desk.phone("9", "8", of: desk.other)
        desk.send()
        desk.line(.ack(for: 1, version: version))
        #expect(desk.outcome(1) == .synced(version: version))
        #expect(desk.outcome(2) == .synced(version: version))
        #expect(!desk.queue.isPending(desk.customer) && desk.queue.count == 1)
    }

    @Test("A refusal is kept with its reason, and all that the request carried is one entry from there on")
    mutating func reject() throws {
        let problem = Problem(.emailTaken, "Somebody has it.", owner: desk.other)
        desk.phone("1", "2")
        desk.enter(.name("Ann", "Anna"))
        desk.send()
        desk.line(.reject(for: 1, problem))
        #expect(desk.state(1) == .rejected(problem))
        #expect(desk.queue[1]?.fields == [.name, .phone])
        #expect(desk.queue.entries(for: desk.customer).map(\.sequence) == [1])
        desk.phone("2", "3")
        #expect(desk.queue.nextBatch(for: desk.customer, isReleased: { _ in true }) == .hold)
        #expect(desk.queue.status(of: try #require(desk.queue.entries.last)) == .held)
        #expect(desk.queue.counts()[.rejected] == 1 && desk.queue.counts()[.held] == 1)
    }

    @Test("A conflict is kept with the server's copy, or with the fact that there is none")
    mutating func conflict() {
        for theirs in [JournalRecord.Theirs.deleted, .changed(.known(desk.customer))] {
            let sequence = desk.phone("1", "2")
            desk.send()
            desk.line(.conflict(for: sequence, theirs))
            #expect(desk.state(sequence) == .conflict(theirs))
            #expect(desk.queue.mark(of: desk.customer) == .conflict)
            desk.line(.cancel(for: sequence, .discard))
        }
    }

    @Test("What a person decided on goes on in the form that they chose, and can be decided on once")
    mutating func resolve() throws {
        desk.phone("1", "2")
        desk.send()
        desk.line(.conflict(for: 1, .changed(.known(desk.customer))))
        let form = Entry.Form(op: .random(), change: .phone("7", "2", version: 9))
        for line in try desk.queue.lines(for: .resolve(1, form)) { desk.line(line) }
        #expect(desk.next?.change == form.change && desk.next?.sending.op == form.op)
        #expect(desk.queue[1]?.merges == 0)
        #expect(throws: QueueError.finished) { try desk.queue.lines(for: .resolve(1, form)) }
        desk.send()
        #expect(throws: QueueError.underWay) { try desk.queue.lines(for: .resolve(1, form)) }
    }

    @Test("Taking an edit back takes its effect out of those after it")
    mutating func cancel() {
        desk.phone("1", "2")
        desk.phone("2", "3")
        desk.line(.cancel(for: 1, .discard))
        #expect(desk.queue[2]?.change == .phone("1", "3"))
        #expect(desk.outcome(1) == .cancelled(.discard))
        desk.enter(.delete(phone: "3"))
        desk.line(.cancel(for: 2, .discard))
        #expect(desk.queue.entries.last?.change == .delete(phone: "1"))
    }

    @Test("Taking a creation back takes everything of that customer back")
    mutating func cancelCreation() {
        desk.enter(.create())
        desk.phone(nil, "2", version: 0)
        desk.phone("1", "2", of: desk.other)
        desk.line(.cancel(for: 1, .discard))
        #expect(desk.queue.entries.map(\.customer) == [desk.other])
        #expect(desk.outcome(2) == .cancelled(.discard))
    }

    @Test("A deleted customer is created again in one append, in place of all that was under way")
    mutating func recreate() throws {
        desk.phone("1", "2")
        desk.phone("2", "3")
        let entry = Entry(customer: desk.customer, form: Entry.Form(op: .random(), change: .create()))
        for line in try desk.queue.lines(for: .recreate(desk.customer, entry)) { desk.line(line) }
        #expect(desk.queue.entries.map(\.change) == [.create()])
        #expect(desk.queue.entries.first?.carries == [1, 2])
        desk.send()
        #expect(throws: QueueError.underWay) { try desk.queue.lines(for: .recreate(desk.customer, entry)) }
        #expect(throws: QueueError.finished) { try desk.queue.lines(for: .recreate(desk.other, entry)) }
    }

    @Test("A line about an entry that is not there changes nothing but the numbers", arguments: Self.aboutNothing)
    mutating func nothing(body: JournalRecord.Body) {
        desk.phone("1", "2")
        let before = desk.queue.entries
        desk.line(body)
        #expect(desk.queue.entries == before)
        #expect(desk.queue.history.isEmpty && desk.queue.lastSequence == 2)
    }

    private static let aboutNothing: [JournalRecord.Body] = [
        .sending(JournalRecord.Sending(leader: 77, covers: [77, 1], op: .random())), .unsent(for: 77), .unsent(for: 1),
        .rebase(for: 77, Entry.Form(op: .random(), change: .create())), .ack(for: 77, version: 1),
        .reject(for: 77, Problem(.validation, "No.")), .conflict(for: 77, .deleted),
        .resolve(for: 77, Entry.Form(op: .random(), change: .create())), .cancel(for: 77, .undo),
    ]

    @Test("An entry whose leader is lost with a damaged line waits, for nobody would set it free")
    mutating func leaderless() {
        desk.phone("1", "2")
        desk.phone("2", "3")
        desk.send()
        let kept = desk.queue.entries
        var found = QueueDesk()
        found.line(.kept(kept[1]))
        #expect(found.state(2) == .waiting)
        #expect(found.queue.nextBatch(for: desk.customer, isReleased: { _ in true }) != .hold)
    }

    @Test("An entry that compaction left is there twice when its line is, but counts once")
    mutating func keptTwice() throws {
        desk.phone("1", "2")
        let entry = try #require(desk.queue[1])
        desk.line(.kept(entry))
        #expect(desk.queue.count == 1 && desk.queue.entries == [entry])
        #expect(desk.queue.entries(for: desk.customer) == [entry])
        desk.line(.cancel(for: 1, .discard))
        #expect(desk.queue.isEmpty && !desk.queue.isPending(desk.customer))
    }
}
