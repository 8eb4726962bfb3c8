import Domain
import Journal
import Testing
import Wire

/// What goes as one request must have seen all that the request's condition claims to have seen.
@Suite("Entries that go as one request")
struct SeenVersionTests {
    private let customer = CustomerID.random()

    @Test("An edit made before a merge does not ride on the version that the merge has seen")
    func editBeforeMerge() throws {
        var queue = EditQueue()
        let phone = edit(.phone, from: "1", to: "2")
        let name = edit(.name, from: "Ann", to: "Anna")
        enter(phone, version: 5, in: &queue)
        enter(name, version: 5, in: &queue)
        apply(.rebase(for: 1, Entry.Form(op: .random(), change: .edit(phone, version: 6))), to: &queue)
        let batch = try #require(next(in: queue))
        #expect(batch.sending.covers == [1])
        apply(.sending(batch.sending), to: &queue)
        apply(.ack(for: 1, version: 7), to: &queue)
        #expect(next(in: queue)?.change == .edit(name, version: 5))
    }

    @Test("An edit made on a newer version goes with an older one on the older one's version")
    func newerEdit() throws {
        var queue = EditQueue()
        let phone = edit(.phone, from: "1", to: "2")
        let name = edit(.name, from: "Ann", to: "Anna")
        enter(phone, version: 5, in: &queue)
        enter(name, version: 6, in: &queue)
        #expect(next(in: queue)?.change == .edit(phone.followed(by: name), version: 5))
    }

    @Test("A deletion takes edits before it along on the version that whoever deletes has seen")
    func deletion() throws {
        let details = try CustomerDetails(name: "Ann", email: "ann@example.com", phone: "2")
        var queue = EditQueue()
        enter(edit(.phone, from: "1", to: "2"), version: 5, in: &queue)
        let delete = Entry.Change.delete(base: details, version: 6)
        apply(.entry(Entry(customer: customer, form: .init(op: .random(), change: delete))), to: &queue)
        let batch = try #require(next(in: queue))
        #expect(batch.sending.covers == [1, 2])
        let before = try CustomerDetails(name: "Ann", email: "ann@example.com", phone: "1")
        #expect(batch.change == .delete(base: before, version: 6))
    }

    private func edit(_ field: CustomerField, from: String, to: String) -> CustomerEdit {
        CustomerEdit([field: FieldChange(from: from, to: to)])
    }

    private func enter(_ edit: CustomerEdit, version: Int, in queue: inout EditQueue) {
        let form = Entry.Form(op: .random(), change: .edit(edit, version: version))
        apply(.entry(Entry(customer: customer, form: form)), to: &queue)
    }

    private func apply(_ body: JournalRecord.Body, to queue: inout EditQueue) {
        queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: Timestamp(microseconds: 0), body: body))
    }

    private func next(in queue: EditQueue) -> EditBatch? {
        guard case .send(let batch)? = queue.nextBatch(for: customer, isReleased: { _ in true }) else { return nil }
        return batch
    }
}
