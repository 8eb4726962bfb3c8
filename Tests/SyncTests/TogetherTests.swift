import Domain
import Journal
import Testing
import Wire

/// Which entries of one customer go as one request, and which must not.
@Suite("Entries that go together, and those that do not")
struct TogetherTests {
    private let customer = CustomerID.random()
    private let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "1", address: nil)

    @Test("What was entered after a deletion does not take its place")
    func afterDeletion() throws {
        var queue = EditQueue()
        queue.enter(customer, .delete(base: details, version: 1))
        queue.enter(customer, phone(from: "1", to: "2"))
        let batch = try #require(queue.next(customer))
        #expect(batch.sending.covers == [1])
        #expect(batch.change == .delete(base: details, version: 1))
    }

    @Test("Nor what was entered after a deletion that its creation comes to nothing with")
    func afterNothing() throws {
        var queue = EditQueue()
        queue.enter(customer, .create(NewCustomer(details)))
        queue.enter(customer, .delete(base: details, version: 0))
        queue.enter(customer, phone(from: "1", to: "2", version: 0))
        #expect(queue.nextBatch(for: customer) { _ in true } == .drop([1, 2]))
    }

    @Test("An edit that was made on another value than the one before makes goes by itself")
    func anotherBase() throws {
        var queue = EditQueue()
        queue.enter(customer, phone(from: "1", to: "2"))
        // Another program did not know of it yet.
        queue.enter(customer, phone(from: "1", to: "3"))
        #expect(queue.next(customer)?.sending.covers == [1])
        queue.append(.ack(for: 1, version: 2))
        let second = try #require(queue.next(customer))
        #expect(second.change == phone(from: "1", to: "3", version: 2))
    }

    @Test("An edit loses nothing to one before it that has been answered otherwise since")
    func answeredOtherwise() throws {
        var queue = EditQueue()
        queue.enter(customer, phone(from: "1", to: "2"))
        queue.enter(customer, phone(from: "2", to: "4"))
        queue.append(.reject(for: 1, Problem(.validation, "no")))
        queue.append(.resolve(for: 1, Entry.Form(op: .random(), change: phone(from: "4", to: "3"))))
        #expect(queue.next(customer)?.sending.covers == [1])
    }

    @Test("A deletion goes by itself when it was made on another value")
    func deletionOnAnotherBase() throws {
        var queue = EditQueue()
        queue.enter(customer, phone(from: "1", to: "2"))
        queue.enter(customer, .delete(base: details, version: 1))
        #expect(queue.next(customer)?.sending.covers == [1])
    }

    @Test("An edit has not seen what an edit hid that another program took back just before")
    func hidden() throws {
        var queue = EditQueue()
        queue.enter(customer, phone(from: "1", to: "2"))
        queue.append(.cancel(for: 1, .discard))
        // Its program still showed 2 over what the server has in version 5.
        let entry = Entry(customer: customer, form: .init(op: .random(), change: phone(from: "2", to: "3", version: 5)))
        let seen = try queue.lines(for: .enter([entry]), by: JournalSession()).map(\.version)
        #expect(seen == [1])
        let other = Entry(
            customer: customer, form: .init(op: .random(), change: phone(from: "9", to: "3", version: 5)))
        let unhidden = try queue.lines(for: .enter([other]), by: JournalSession()).map(\.version)
        #expect(unhidden == [5])
    }

    @Test("When an edit is taken back, the next one is made on what it was made on, and those after it are left alone")
    func takenBack() {
        var queue = EditQueue()
        queue.enter(customer, phone(from: "1", to: "2"))
        queue.enter(customer, phone(from: "2", to: "3"))
        queue.enter(customer, phone(from: "3", to: "1"))
        queue.append(.cancel(for: 1, .discard))
        #expect(queue.entries.map(\.change) == [phone(from: "1", to: "3"), phone(from: "3", to: "1")])
    }

    @Test("So is a deletion, which is of the customer as the edits before it leave them")
    func deletionAfterTakenBack() {
        var queue = EditQueue()
        let third = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "3", address: nil)
        queue.enter(customer, phone(from: "1", to: "2"))
        queue.enter(customer, phone(from: "2", to: "3"))
        queue.enter(customer, .delete(base: third, version: 1))
        queue.append(.cancel(for: 1, .discard))
        #expect(queue.entries.last?.change == .delete(base: third, version: 1))
        queue.append(.cancel(for: 2, .discard))
        #expect(queue.entries.last?.change == .delete(base: details, version: 1))
    }

    private func phone(from: String, to: String, version: Int = 1) -> Entry.Change {
        .edit(CustomerEdit([.phone: FieldChange(from: from, to: to)]), version: version)
    }
}

extension JournalRecord.Body {
    fileprivate var version: Int? {
        if case .entry(let entry) = self { entry.form.change.version } else { nil }
    }
}

extension EditQueue {
    fileprivate mutating func append(_ body: JournalRecord.Body) {
        apply(JournalRecord(sequence: lastSequence + 1, time: Timestamp(microseconds: 0), body: body))
    }

    fileprivate mutating func enter(_ customer: CustomerID, _ change: Entry.Change) {
        append(.entry(Entry(customer: customer, form: .init(op: .random(), change: change))))
    }

    fileprivate func next(_ customer: CustomerID) -> EditBatch? {
        guard case .send(let batch)? = nextBatch(for: customer, isReleased: { _ in true }) else { return nil }
        return batch
    }
}
