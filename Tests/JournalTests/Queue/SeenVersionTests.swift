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

    @Test("A deletion takes edits before it along on the version that they were made from")
    func deletion() throws {
        let details = try CustomerDetails(name: "Ann", email: "ann@example.com", phone: "2")
        var queue = EditQueue()
        enter(edit(.phone, from: "1", to: "2"), version: 5, in: &queue)
        enter(.delete(base: details, version: 6), in: &queue)
        let batch = try #require(next(in: queue))
        #expect(batch.sending.covers == [1, 2])
        let before = try CustomerDetails(name: "Ann", email: "ann@example.com", phone: "1")
        #expect(batch.change == .delete(base: before, version: 5))
    }

    @Test(
        "What was entered over one's own change has seen the version that this made, and no newer one",
        arguments: [
            CustomerField.phone, .name,
        ])
    func masked(field: CustomerField) throws {
        var queue = EditQueue()
        enter(edit(.phone, from: "1", to: "2"), version: 5, in: &queue)
        try send(in: &queue)
        // Somebody else made version 7 of it meanwhile, which the screen shows beneath the change under way.
        enter(edit(field, from: "2", to: "3"), version: 7, in: &queue)
        apply(.ack(for: 1, version: 6), to: &queue)
        #expect(next(in: queue)?.change.version == (field == .phone ? 6 : 7))
    }

    @Test("Tags that were entered without having seen those before stay on the version that their author saw")
    func unseen() throws {
        var queue = EditQueue()
        enter(edit(.tags, from: "a", to: "a b"), version: 5, in: &queue)
        // Another window has prepared its change before the first one was entered.
        enter(edit(.tags, from: "a", to: "a c"), version: 5, in: &queue)
        try send(in: &queue)
        apply(.ack(for: 1, version: 6), to: &queue)
        let batch = try #require(next(in: queue))
        #expect(batch.sending.covers == [2] && batch.change.version == 5, "refused by the server, and merged then")
    }

    @Test("So it is when nothing had to be done, and when the change before is taken back")
    func maskedByNothing() throws {
        for body in [JournalRecord.Body.ack(for: 1, version: nil), .cancel(for: 1, .discard)] {
            var queue = EditQueue()
            enter(edit(.phone, from: "1", to: "2"), version: 5, in: &queue)
            try send(in: &queue)
            enter(edit(.phone, from: "2", to: "3"), version: 7, in: &queue)
            apply(body, to: &queue)
            #expect(next(in: queue)?.change.version == 5)
        }
    }

    @Test("A deletion over one's own change is masked as a whole")
    func maskedDeletion() throws {
        let details = try CustomerDetails(name: "Ann", email: "ann@example.com", phone: "2")
        var queue = EditQueue()
        enter(edit(.phone, from: "1", to: "2"), version: 5, in: &queue)
        try send(in: &queue)
        enter(.delete(base: details, version: 7), in: &queue)
        apply(.ack(for: 1, version: 6), to: &queue)
        #expect(next(in: queue)?.change.version == 6)
    }

    @Test(
        "Over a change that was taken back a newer version counts as seen where the server has made a later one of the same fields",
        arguments: [CustomerField.phone, .name])
    func takenBack(later: CustomerField) throws {
        var queue = EditQueue()
        enter(edit(.phone, from: "1", to: "2"), version: 5, in: &queue)
        apply(.cancel(for: 1, .discard), to: &queue)
        enter(edit(later, from: "1", to: "2"), version: 5, in: &queue)
        try send(in: &queue)
        apply(.ack(for: 3, version: 6), to: &queue)
        let change = Entry.Change.edit(edit(.phone, from: "2", to: "3"), version: 6)
        let entry = Entry(customer: customer, form: .init(op: .random(), change: change))
        let line = try queue.lines(for: .enter([entry])).first
        guard case .entry(let entered)? = line else {
            Issue.record("it is no entry")
            return
        }
        #expect(entered.form.change.version == (later == .phone ? 6 : 5))
    }

    private func edit(_ field: CustomerField, from: String, to: String) -> CustomerEdit {
        CustomerEdit([field: FieldChange(from: from, to: to)])
    }

    private func enter(_ edit: CustomerEdit, version: Int, in queue: inout EditQueue) {
        enter(.edit(edit, version: version), in: &queue)
    }

    private func enter(_ change: Entry.Change, in queue: inout EditQueue) {
        apply(.entry(Entry(customer: customer, form: .init(op: .random(), change: change))), to: &queue)
    }

    private func send(in queue: inout EditQueue) throws {
        apply(.sending(try #require(next(in: queue)).sending), to: &queue)
    }

    private func apply(_ body: JournalRecord.Body, to queue: inout EditQueue) {
        queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: Timestamp(microseconds: 0), body: body))
    }

    private func next(in queue: EditQueue) -> EditBatch? {
        guard case .send(let batch)? = queue.nextBatch(for: customer, isReleased: { _ in true }) else { return nil }
        return batch
    }
}
