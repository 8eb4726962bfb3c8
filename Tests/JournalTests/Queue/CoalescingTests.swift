import Domain
import Journal
import Testing
import Wire

/// What has not left goes as one request.
@Suite("Entries of one customer that go together")
struct CoalescingTests {
    private var fixture = QueueFixture()

    @Test("A creation and edits of it make one creation")
    mutating func createAndEdit() {
        fixture.enter(.create("Ann"))
        fixture.enter(.name("Ann", "Anna", version: 0))
        fixture.phone(nil, "2", version: 0)
        #expect(fixture.next?.change == .create("Anna", phone: "2"))
        #expect(fixture.next?.sending.covers == [1, 2, 3])
        #expect(fixture.next?.sending.op == fixture.queue[1]?.op)
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
        fixture.phone("1", "2")
        fixture.enter(.name("Ann", "Anna"))
        fixture.phone("2", "3")
        let edit = CustomerEdit([.phone: .init(from: "1", to: "3"), .name: .init(from: "Ann", to: "Anna")])
        #expect(fixture.next?.change == .edit(edit, version: 5))
    }

    @Test("Edits that lead back to the beginning come to nothing, and nothing is sent")
    mutating func editAndBack() {
        fixture.phone("1", "2")
        fixture.phone("2", "1")
        #expect(fixture.queue.nextBatch(for: fixture.customer, isReleased: { _ in true }) == .drop([1, 2]))
    }

    @Test("An edit and a deletion make a deletion of what was there before the edit")
    mutating func editAndDelete() {
        fixture.phone("1", "2")
        fixture.enter(.delete(phone: "2"))
        #expect(fixture.next?.change == .delete(phone: "1"))
    }

    @Test("A creation and a deletion come to nothing")
    mutating func createAndDelete() {
        fixture.enter(.create())
        fixture.phone(nil, "2", version: 0)
        fixture.enter(.delete(phone: "2", version: 0))
        #expect(fixture.queue.nextBatch(for: fixture.customer, isReleased: { _ in true }) == .drop([1, 2, 3]))
        for sequence in [1, 2, 3] as [JournalRecord.Sequence] { fixture.line(.cancel(for: sequence, .merged)) }
        #expect(fixture.queue.isEmpty && !fixture.queue.isPending(fixture.customer))
        #expect(fixture.queue.undoable.isEmpty)
    }

    @Test("A deletion that still waits to be taken back holds nothing up but itself")
    mutating func waitingDeletion() throws {
        fixture.phone("1", "2")
        fixture.enter(.delete(phone: "2"))
        let next = fixture.queue.nextBatch(for: fixture.customer, isReleased: { _ in false })
        guard case .send(let batch)? = next else { throw Unexpected() }
        #expect(batch.sending.covers == [1])
        fixture.line(.cancel(for: 1, .discard))
        #expect(fixture.queue.nextBatch(for: fixture.customer, isReleased: { _ in false }) == .hold)
    }

    @Test("A deletion and a new creation of the same customer are not mixed up with one another")
    mutating func deleteAndCreate() {
        fixture.enter(.delete())
        fixture.enter(.create())
        #expect(fixture.next?.sending.covers == [1])
        #expect(fixture.next?.change == .delete())
    }

    @Test("What may have left goes again exactly as it was, whatever was entered since")
    mutating func sentAgain() {
        fixture.phone("1", "2")
        let first = fixture.send()
        fixture.phone("2", "3")
        #expect(first != nil && fixture.next?.sending == first?.sending && fixture.next?.change == first?.change)
    }

    @Test("A batch is a request that is conditional on its version and safe to repeat")
    mutating func call() throws {
        fixture.phone("1", "2")
        let batch = try #require(fixture.next)
        let condition = WriteCondition.matches(.versions([5]))
        let patch = CustomerPatch(CustomerEdit([.phone: .init(from: "1", to: "2")]))
        #expect(batch.call == .patch(fixture.customer, patch, condition: condition, idempotencyKey: batch.sending.op))
        fixture.enter(.delete(), of: fixture.other)
        let next = fixture.queue.nextBatch(for: fixture.other, isReleased: { _ in true })
        guard case .send(let deletion)? = next else { throw Unexpected() }
        #expect(deletion.call == .delete(fixture.other, condition: condition, idempotencyKey: deletion.sending.op))
    }

    private struct Unexpected: Error {}
}
