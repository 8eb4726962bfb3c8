import Domain
import Journal
import Wire

/// A queue, and one customer whose edits a test writes down line by line.
struct QueueFixture {
    private(set) var queue = EditQueue()
    let customer = CustomerID.random()
    let other = CustomerID.random()

    /// Writes a line down.
    ///
    /// - Returns: its number.
    @discardableResult
    mutating func line(_ body: JournalRecord.Body, at microseconds: Int64 = 0) -> JournalRecord.Sequence {
        let time = Timestamp(microseconds: microseconds)
        queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: time, body: body))
        return queue.lastSequence
    }

    @discardableResult
    mutating func enter(
        _ change: Entry.Change, of customer: CustomerID? = nil, link: Entry.Link? = nil
    ) -> JournalRecord.Sequence {
        let form = Entry.Form(op: .random(), change: change)
        return line(.entry(Entry(customer: customer ?? self.customer, form: form, link: link)))
    }

    /// An edit of the phone number.
    @discardableResult
    mutating func phone(
        _ from: String?, _ to: String?, version: Int = 5, of customer: CustomerID? = nil
    ) -> JournalRecord.Sequence {
        enter(.phone(from, to, version: version), of: customer)
    }

    /// What is sent next.
    var next: EditBatch? {
        guard case .send(let batch)? = queue.nextBatch(for: customer, isReleased: { _ in true }) else { return nil }
        return batch
    }

    /// Sends what is next.
    @discardableResult
    mutating func send() -> EditBatch? {
        let batch = next
        if let batch { line(.sending(batch.sending)) }
        return batch
    }

    func state(_ sequence: JournalRecord.Sequence) -> PendingEdit.State? { queue[sequence]?.state }

    /// What became of an entry, as far as the history remembers.
    func outcome(_ sequence: JournalRecord.Sequence) -> FinishedEdit.Outcome? {
        queue.history.last { $0.sequence == sequence }?.outcome
    }
}

extension EditQueue {
    /// The lines of a request by somebody who does not matter.
    func lines(for request: QueueRequest) throws(QueueError) -> [JournalRecord.Body] {
        try lines(for: request, by: JournalSession())
    }
}

/// An edit of somebody's phone.
func phoneEdit() -> QueueRequest { .enter([Entry(.phone("1", "2"), of: .random(), op: .random())]) }

extension Entry.Change {
    static func phone(_ from: String?, _ to: String?, version: Int = 5) -> Entry.Change {
        .edit(CustomerEdit([.phone: FieldChange(from: from, to: to)]), version: version)
    }

    static func name(_ from: String, _ to: String, version: Int = 5) -> Entry.Change {
        .edit(CustomerEdit([.name: FieldChange(from: from, to: to)]), version: version)
    }

    static func create(_ name: String = "Ann", phone: String? = nil) -> Entry.Change {
        .create(NewCustomer(.ann(name, phone: phone)))
    }

    static func delete(phone: String? = nil, version: Int = 5) -> Entry.Change {
        .delete(base: .ann(phone: phone), version: version)
    }
}

extension CustomerDetails {
    static func ann(_ name: String = "Ann", phone: String? = nil) -> CustomerDetails {
        CustomerDetails(trustedName: name, email: "ann@example.org", phone: phone, address: nil)
    }
}

extension Customer {
    /// Somebody as the server has them.
    static func known(_ id: CustomerID, _ details: CustomerDetails = .ann(), version: Int = 9) -> Customer {
        let time = Timestamp(microseconds: 1_000_000)
        return Customer(
            id: id, details: details, registrationDate: time, createdAt: time, updatedAt: time, version: version,
            updatedBy: "kim")
    }
}
