import Domain
import JournalProof
import Testing
import Wire

@testable import Journal

/// What one step did to several customers: one in the queue, one undo for all.
@Suite("Edits that belong together")
struct GroupTests {
    private var fixture = QueueFixture()
    private let group = EditGroup(name: "Tag vip")
    private let third = CustomerID.random()

    private func entry(_ customer: CustomerID, _ to: String = "2") -> Entry {
        Entry(.phone("1", to), of: customer, op: .random())
    }

    private mutating func record(_ request: QueueRequest) throws {
        for body in try fixture.queue.lines(for: request) { fixture.line(body) }
    }

    /// The third of three is sent and answered.
    private mutating func enterAndSendOne() throws {
        try record(.group(group, [entry(fixture.customer), entry(fixture.other), entry(third)]))
        let sent = try #require(fixture.queue.entries(for: third).first)
        fixture.line(.sending(.init(leader: sent.sequence, covers: [sent.sequence], op: sent.op)))
        fixture.line(.ack(for: sent.sequence, version: 6))
    }

    private func step() throws -> GroupStep {
        guard case .group(let step)? = fixture.queue.nextUndo else { throw Unexpected() }
        return step
    }

    private func compensations() -> [Entry] {
        fixture.queue.compensations(
            for: group.id, registered: { _ in nil }, restores: false, anew: { .random() }, key: { .random() })
    }

    @Test(
        "One undo takes back what waits, and has another edit take back what the server has; one redo brings all back")
    mutating func undo() throws {
        try enterAndSendOne()
        #expect(try step().unsentCount == 2 && step().syncedCount == 1 && step().count == 3)
        let counter = EditGroup(name: "Undo")
        try record(.takeBack(group.id, with: counter, compensations()))
        #expect(fixture.queue.entries.map(\.customer) == [third])
        #expect(fixture.queue.entries.map(\.change) == [.phone("2", "1", version: 6)])
        #expect(fixture.queue.entries(of: counter.id).count == 1)
        #expect(fixture.queue.nextUndo == nil && fixture.queue.group(group.id) == nil)
        let undone = fixture.queue.redoable
        #expect(undone.count == 3 && undone.allSatisfy { $0.group?.id == group.id })
        #expect(undone.filter(\.wasSynced).map(\.customer) == [third])
        let again = undone.reversed().map {
            Entry(customer: $0.customer, form: .init(op: .random(), change: $0.change), link: .redoes($0.sequence))
        }
        try record(.group(EditGroup(name: "Tag vip"), again))
        #expect(fixture.queue.redoable.isEmpty)
        #expect(try step().count == 3)
    }

    @Test("What is on its way is left to a later undo")
    mutating func underWay() throws {
        try record(.group(group, [entry(fixture.customer)]))
        fixture.send()
        #expect(try step().count == 0 && step().underWayCount == 1)
        #expect(throws: QueueError.underWay) {
            try fixture.queue.lines(for: .takeBack(group.id, with: EditGroup(name: "Undo"), []))
        }
        fixture.line(.ack(for: 2, version: 6))
        #expect(try step().syncedCount == 1)
    }

    @Test("More of a group belongs to it, and what is entered twice is there once")
    mutating func continued() throws {
        let entries = [entry(fixture.customer), entry(fixture.other), entry(third)]
        try record(.group(group, Array(entries.prefix(2))))
        fixture.phone("5", "6", of: .random())
        try record(.group(group, entries))
        #expect(fixture.queue.entries(of: group.id).map(\.op) == entries.map(\.form.op))
        #expect(fixture.queue.undoable == [1, 4])
    }

    @Test("Compaction keeps what undo needs of a group, and nothing else of what is finished")
    mutating func compaction() throws {
        try enterAndSendOne()
        fixture.phone("secret-1", "secret-2", of: .random())
        fixture.line(.cancel(for: fixture.queue.lastSequence, .discard))
        let queue = try fixture.queue.writtenCompactedAndRead()
        #expect(queue.groups == fixture.queue.groups)
        #expect(queue.entries == fixture.queue.entries)
        #expect(queue.nextUndo == fixture.queue.nextUndo)
        let lines = fixture.queue.compacted(first: 50, time: .now())
        #expect(!String(decoding: lines.flatMap { $0.line() }, as: UTF8.self).contains("secret"))
    }

    @Test("A group is forgotten with its last edit, or when fifty steps came after it")
    mutating func forgotten() throws {
        try record(.group(group, [entry(fixture.customer)]))
        fixture.line(.cancel(for: 2, .discard))
        #expect(fixture.queue.groups.isEmpty && fixture.queue.undoable.isEmpty)
        let next = EditGroup(name: "Later")
        try record(.group(next, [entry(third)]))
        let sent = try #require(fixture.queue.entries.first)
        fixture.line(.sending(.init(leader: sent.sequence, covers: [sent.sequence], op: sent.op)))
        fixture.line(.ack(for: sent.sequence, version: 6))
        for _ in 0..<EditQueue.maximumUndo { fixture.phone("1", "2", of: .random()) }
        #expect(fixture.queue.groups.isEmpty)
    }

    @Test("An edit whose group has no line stands for itself")
    mutating func groupless() {
        let form = Entry.Form(op: .random(), change: .phone("1", "2"))
        fixture.line(.entry(Entry(customer: third, form: form, group: group.id)))
        #expect(fixture.queue.entries.map(\.group) == [nil])
        #expect(fixture.queue.undoable == [1])
    }

    private struct Unexpected: Error {}
}
