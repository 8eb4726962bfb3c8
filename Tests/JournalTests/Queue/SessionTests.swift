import Domain
import Testing
import Wire

@testable import Journal

/// Who entered an edit stands in the journal, and from when on a deletion may be sent.
@Suite("Who entered what")
struct SessionTests {
    var fixture = QueueFixture()
    private let window = JournalSession(id: .random(), clock: Clock(now: BootMoment(boot: "a", milliseconds: 5_000)))
    private let command = JournalSession(
        program: "customers delete", id: .random(), deletionDelay: .zero,
        clock: Clock(now: BootMoment(boot: "a", milliseconds: 6_000)))

    private struct Clock: BootClock {
        let now: BootMoment
    }

    private mutating func make(_ request: QueueRequest, by session: JournalSession) throws {
        for line in try fixture.queue.lines(for: request, by: session) { fixture.line(line) }
    }

    private mutating func enter(_ change: Entry.Change, of customer: CustomerID, by session: JournalSession) throws {
        let entry = Entry(change, of: customer, op: .random())
        try make(.enter([entry]), by: session)
    }

    @Test("An entry is signed, and a deletion says when it may go: in ten seconds, or at once when it was asked about")
    mutating func signed() throws {
        try enter(.phone("1", "2"), of: fixture.customer, by: window)
        try enter(.delete(phone: "2"), of: fixture.customer, by: window)
        try enter(.delete(), of: fixture.other, by: command)
        #expect(fixture.queue.entries.map(\.source) == [window.source, window.source, command.source])
        #expect(fixture.queue.entries.map { $0.due?.milliseconds } == [nil, 15_000, 6_000])
        #expect(try fixture.queue.writtenCompactedAndRead().entries == fixture.queue.entries)
    }

    @Test("Leaving releases one's own deletions, and nobody else's")
    mutating func leaving() throws {
        let other = JournalSession(id: .random(), clock: window.clock)
        let third = CustomerID.random()
        try enter(.delete(), of: fixture.customer, by: window)
        try enter(.delete(), of: fixture.other, by: other)
        try enter(.phone("1", "2"), of: third, by: window)
        try make(.leave, by: window)
        #expect(fixture.queue.entries.map { $0.due?.milliseconds } == [5_000, 15_000, nil])
        #expect(try fixture.queue.lines(for: .leave, by: window).isEmpty)
        #expect(try fixture.queue.writtenCompactedAndRead().entries == fixture.queue.entries)
    }

    @Test("Taking back one's own edit takes nothing of others along")
    mutating func withdrawing() throws {
        try enter(.phone("1", "2"), of: fixture.customer, by: command)
        try enter(.name("Ann", "Bea"), of: fixture.customer, by: window)
        fixture.send()
        #expect(throws: QueueError.underWay) { try fixture.queue.lines(for: .withdraw(1), by: command) }
        fixture.line(.reject(for: 1, Problem(.validation, "no")))
        #expect(throws: QueueError.shared) { try fixture.queue.lines(for: .withdraw(1), by: command) }
        try enter(.create(), of: fixture.other, by: command)
        try enter(.phone(nil, "2", version: 0), of: fixture.other, by: window)
        let creation = try #require(fixture.queue.entries(for: fixture.other).first?.sequence)
        #expect(throws: QueueError.shared) { try fixture.queue.lines(for: .withdraw(creation), by: command) }
        #expect(try fixture.queue.lines(for: .withdraw(creation + 1), by: window).count == 1)
    }

    @Test("What undo would take back belongs to everybody who entered a part of it")
    mutating func sources() throws {
        try enter(.phone("1", "2"), of: fixture.customer, by: window)
        try enter(.name("Ann", "Bea"), of: fixture.customer, by: command)
        #expect(fixture.queue.sources(of: try #require(fixture.queue.nextUndo)) == [command.source])
        fixture.send()
        fixture.line(.reject(for: 1, Problem(.validation, "no")))
        #expect(fixture.queue.sources(of: try #require(fixture.queue.nextUndo)) == [window.source, command.source])
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
