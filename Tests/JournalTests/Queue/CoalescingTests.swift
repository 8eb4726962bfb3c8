import Domain
import Journal
import Testing
import Wire

/// What has not left goes as one request.
@Suite("Entries of one customer that go together")
struct CoalescingTests {
    private var desk = QueueDesk()

    @Test("A creation and edits of it make one creation")
    mutating func createAndEdit() {
        desk.enter(.create("Ann"))
        desk.enter(.name("Ann", "Anna", version: 0))
        desk.phone(nil, "2", version: 0)
        #expect(desk.next?.change == .create("Anna", phone: "2"))
        #expect(desk.next?.sending.covers == [1, 2, 3])
        #expect(desk.next?.sending.op == desk.queue[1]?.op)
    }

    @Test("What an edit of a creation empties, the creation empties on purpose; what it fills in, no more")
    func clearing() {
        let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "1", address: nil)
        var new = NewCustomer(details, cleared: [.address])
        new.make(CustomerEdit([.phone: .init(from: "1", to: nil)]))
        #expect(new.cleared == [.phone, .address] && new.details.phone == nil)
        new.make(CustomerEdit([.address: .init(from: nil, to: "Elm Street 1")]))
        #expect(new.cleared == [.phone] && new.details.address == "Elm Street 1")
    }

    @Test("Edits make one edit, from what the first was made from to what the last leads to")
    mutating func editAndEdit() {
        desk.phone("1", "2")
        desk.enter(.name("Ann", "Anna"))
        desk.phone("2", "3")
        let edit = CustomerEdit([.phone: .init(from: "1", to: "3"), .name: .init(from: "Ann", to: "Anna")])
        #expect(desk.next?.change == .edit(edit, version: 5))
    }

    @Test("Edits that lead back to the beginning come to nothing, and nothing is sent")
    mutating func editAndBack() {
        desk.phone("1", "2")
        desk.phone("2", "1")
        #expect(desk.queue.nextBatch(for: desk.customer, isReleased: { _ in true }) == .drop([1, 2]))
    }

    @Test("An edit and a deletion make a deletion of what was there before the edit")
    mutating func editAndDelete() {
        desk.phone("1", "2")
        desk.enter(.delete(phone: "2"))
        #expect(desk.next?.change == .delete(phone: "1"))
    }

    @Test("A creation and a deletion come to nothing")
    mutating func createAndDelete() {
        desk.enter(.create())
        desk.phone(nil, "2", version: 0)
        desk.enter(.delete(phone: "2", version: 0))
        #expect(desk.queue.nextBatch(for: desk.customer, isReleased: { _ in true }) == .drop([1, 2, 3]))
        for sequence in [1, 2, 3] as [JournalRecord.Sequence] { desk.line(.cancel(for: sequence, .merged)) }
        #expect(desk.queue.isEmpty && !desk.queue.isPending(desk.customer))
        #expect(desk.queue.undoable.isEmpty)
    }

    @Test("A deletion that still waits to be taken back holds nothing up but itself")
    mutating func waitingDeletion() throws {
        desk.phone("1", "2")
        desk.enter(.delete(phone: "2"))
        let next = desk.queue.nextBatch(for: desk.customer, isReleased: { _ in false })
        guard case .send(let batch)? = next else { throw Unexpected() }
        #expect(batch.sending.covers == [1])
        desk.line(.cancel(for: 1, .discard))
        #expect(desk.queue.nextBatch(for: desk.customer, isReleased: { _ in false }) == .hold)
    }

    @Test("A deletion and a new creation of the same customer are not mixed up with one another")
    mutating func deleteAndCreate() {
        desk.enter(.delete())
        desk.enter(.create())
        #expect(desk.next?.sending.covers == [1])
        #expect(desk.next?.change == .delete())
    }

    @Test("What may have left goes again exactly as it was, whatever was entered since")
    mutating func sentAgain() {
        desk.phone("1", "2")
        let first = desk.send()
        desk.phone("2", "3")
        #expect(first != nil && desk.next?.sending == first?.sending && desk.next?.change == first?.change)
    }

    @Test("A batch is a request that is conditional on its version and safe to repeat")
    mutating func call() throws {
        desk.phone("1", "2")
        let batch = try #require(desk.next)
        let condition = WriteCondition.matches(.versions([5]))
        let patch = CustomerPatch(CustomerEdit([.phone: .init(from: "1", to: "2")]))
        #expect(batch.call == .patch(desk.customer, patch, condition: condition, idempotencyKey: batch.sending.op))
        desk.enter(.delete(), of: desk.other)
        let next = desk.queue.nextBatch(for: desk.other, isReleased: { _ in true })
        guard case .send(let deletion)? = next else { throw Unexpected() }
        #expect(deletion.call == .delete(desk.other, condition: condition, idempotencyKey: deletion.sending.op))
    }

    private struct Unexpected: Error {}
}
