import Domain
import Journal
import Testing
import Wire

/// A follower of a queue looks at what has changed and not at all of it.
@Suite("Following a queue")
struct FollowingTests {
    @Test("It knows whose entries have changed since a line, whatever was done to them")
    func changes() {
        var queue = EditQueue()
        let (ann, bea, cid) = (CustomerID.random(), CustomerID.random(), CustomerID.random())
        for customer in [ann, bea, cid] { queue.append(.entry(.edit(of: customer))) }
        #expect(queue.customers(changedAfter: 0) == [ann, bea, cid])
        #expect(queue.customers(changedAfter: 3) == [])
        queue.append(.sending(.init(leader: 2, covers: [2], op: .random())))
        queue.append(.cancel(for: 3, .undo))
        #expect(queue.customers(changedAfter: 3) == [bea, cid])
        queue.append(.ack(for: 2, version: 2))
        #expect(queue.customers(changedAfter: 5) == [bea])
        queue.append(.hold(ann))
        #expect(queue.customers(changedAfter: 6) == [ann])
    }

    @Test("When that is too long ago it does not know, nor when everybody is concerned")
    func tooLongAgo() {
        var queue = EditQueue()
        for _ in 0..<5_000 { queue.append(.entry(.edit(of: .random()))) }
        #expect(queue.customers(changedAfter: 0) == nil)
        #expect(queue.customers(changedAfter: 4_900)?.count == 100)
        queue.append(.hold(nil))
        #expect(queue.customers(changedAfter: 5_000) == nil)
        #expect(queue.customers(changedAfter: 5_001) == [])
    }

    @Test("It counts what waits for the person")
    func undecided() {
        var queue = EditQueue()
        for _ in 0..<3 { queue.append(.entry(.edit(of: .random()))) }
        queue.append(.reject(for: 1, Problem(.validation, "no")))
        queue.append(.conflict(for: 2, .deleted))
        #expect(queue.undecidedCount == 2)
        queue.append(.resolve(for: 1, .init(op: .random(), change: Entry.edit(of: .random()).form.change)))
        #expect(queue.undecidedCount == 1)
        queue.append(.cancel(for: 2, .discard))
        #expect(queue.undecidedCount == 0)
    }
}

extension Entry {
    fileprivate static func edit(of customer: CustomerID) -> Entry {
        let edit = CustomerEdit([.phone: FieldChange(from: "1", to: "2")])
        return Entry(customer: customer, form: .init(op: .random(), change: .edit(edit, version: 1)))
    }
}

extension EditQueue {
    fileprivate mutating func append(_ body: JournalRecord.Body) {
        apply(JournalRecord(sequence: lastSequence + 1, time: Timestamp(microseconds: 0), body: body))
    }
}
