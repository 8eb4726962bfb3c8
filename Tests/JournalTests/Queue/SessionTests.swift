import Domain
import Testing
import Wire

@testable import Journal

/// Who entered an edit stands in the journal, and from when on a deletion may be sent.
@Suite("Who entered what")
struct SessionTests {
    var desk = QueueDesk()
    private let window = JournalSession(id: .random(), clock: Clock(now: BootMoment(boot: "a", milliseconds: 5_000)))
    private let command = JournalSession(
        program: "customers delete", id: .random(), deletionDelay: .zero,
        clock: Clock(now: BootMoment(boot: "a", milliseconds: 6_000)))

    private struct Clock: BootClock {
        let now: BootMoment
    }

    private mutating func make(_ request: QueueRequest, by session: JournalSession) throws {
        for line in try desk.queue.lines(for: request, by: session) { desk.line(line) }
    }

    private mutating func enter(_ change: Entry.Change, of customer: CustomerID, by session: JournalSession) throws {
        let entry = Entry(customer: customer, form: Entry.Form(op: .random(), change: change))
        try make(.enter([entry]), by: session)
    }

    @Test("An entry is signed, and a deletion says when it may go: in ten seconds, or at once when it was asked about")
    mutating func signed() throws {
        try enter(.phone("1", "2"), of: desk.customer, by: window)
        try enter(.delete(phone: "2"), of: desk.customer, by: window)
        try enter(.delete(), of: desk.other, by: command)
        #expect(desk.queue.entries.map(\.source) == [window.source, window.source, command.source])
        #expect(desk.queue.entries.map { $0.due?.milliseconds } == [nil, 15_000, 6_000])
        #expect(try desk.queue.writtenCompactedAndRead().entries == desk.queue.entries)
    }

    @Test("Leaving releases one's own deletions, and nobody else's")
    mutating func leaving() throws {
        let other = JournalSession(id: .random(), clock: window.clock)
        let third = CustomerID.random()
        try enter(.delete(), of: desk.customer, by: window)
        try enter(.delete(), of: desk.other, by: other)
        try enter(.phone("1", "2"), of: third, by: window)
        try make(.leave, by: window)
        #expect(desk.queue.entries.map { $0.due?.milliseconds } == [5_000, 15_000, nil])
        #expect(try desk.queue.lines(for: .leave, by: window).isEmpty)
        #expect(try desk.queue.writtenCompactedAndRead().entries == desk.queue.entries)
    }

    @Test("Taking back one's own edit takes nothing of others along")
    mutating func withdrawing() throws {
        try enter(.phone("1", "2"), of: desk.customer, by: command)
        try enter(.name("Ann", "Bea"), of: desk.customer, by: window)
        desk.send()
        #expect(throws: QueueError.underWay) { try desk.queue.lines(for: .withdraw(1), by: command) }
        desk.line(.reject(for: 1, Problem(.validation, "no")))
        #expect(throws: QueueError.shared) { try desk.queue.lines(for: .withdraw(1), by: command) }
        try enter(.create(), of: desk.other, by: command)
        try enter(.phone(nil, "2", version: 0), of: desk.other, by: window)
        let creation = try #require(desk.queue.entries(for: desk.other).first?.sequence)
        #expect(throws: QueueError.shared) { try desk.queue.lines(for: .withdraw(creation), by: command) }
        #expect(try desk.queue.lines(for: .withdraw(creation + 1), by: window).count == 1)
    }

    @Test("What undo would take back belongs to everybody who entered a part of it")
    mutating func sources() throws {
        try enter(.phone("1", "2"), of: desk.customer, by: window)
        try enter(.name("Ann", "Bea"), of: desk.customer, by: command)
        #expect(desk.queue.sources(of: try #require(desk.queue.nextUndo)) == [command.source])
        desk.send()
        desk.line(.reject(for: 1, Problem(.validation, "no")))
        #expect(desk.queue.sources(of: try #require(desk.queue.nextUndo)) == [window.source, command.source])
    }

    @Test("The machine's own clock goes on, and names its start")
    func system() throws {
        let (first, second) = (SystemBootClock().now, SystemBootClock().now)
        let passed = try #require(second.duration(since: first))
        #expect(passed >= .zero && passed < .seconds(60))
        #expect(first.boot.count == 36)
        #expect(second.duration(since: BootMoment(boot: "another", milliseconds: 0)) == nil)
    }
}
