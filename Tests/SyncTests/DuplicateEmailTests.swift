import APIClient
import Domain
import Journal
import Sync
import TestSupport
import Testing
import Wire

/// Creations of an offline import whose email somebody has already, under another number.
@Suite("Imported people who exist already")
struct DuplicateEmailTests {
    private let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "1", address: nil)
    private let imported = CustomerID(derivedFrom: "ann@example.com", in: .importedEmail)
    private let owner = CustomerID.random()

    private func known(phone: String?) -> Customer {
        let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: phone, address: nil)
        return SyncFixture.customer(owner, details, at: 3)
    }

    private func refusal(_ current: Customer?) -> Result<WriteAnswer, APIFailure> {
        .failure(.refused(Problem(.emailTaken, "The email is taken.", owner: owner, current: current)))
    }

    @Test("A customer who is just as the file says is done, as in an import while the API answers")
    func same() throws {
        let sync = SyncFixture()
        try sync.enter(imported, .create(NewCustomer(details)))
        sync.connect()
        sync.answer(refusal(known(phone: "1")))
        sync.turn()
        #expect(sync.queue.isEmpty)
        #expect(sync.queue.history.last?.outcome == .synced(version: nil))
        #expect(sync.events.contains(.served([known(phone: "1")])))
    }

    @Test("Who differs is left as they are, and the refusal says in what and how to go on")
    func differs() throws {
        let sync = SyncFixture()
        try sync.enter(imported, .create(NewCustomer(details)))
        sync.connect()
        sync.answer(refusal(known(phone: "2")))
        sync.turn()
        guard case .rejected(let problem)? = sync.queue.entries.first?.state else {
            Issue.record("\(sync.queue.entries) has no refusal")
            return
        }
        #expect(problem.detail.contains("(\(owner.text)) and differs in phone."))
        #expect(problem.detail.contains("Import the file again"))
        #expect(problem.current == nil, "nothing of theirs stays in the journal")
    }

    @Test("What a file lacks is not a difference, whether the customer is found by email or by id")
    func lacking() throws {
        let short = NewCustomer(
            CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: nil, address: nil))
        let under = SyncFixture.customer(imported, known(phone: "1").details, at: 3)
        for answer in [refusal(known(phone: "1")), SyncFixture.refused(.versionMismatch, current: under)] {
            let sync = SyncFixture()
            try sync.enter(imported, .create(short))
            sync.connect()
            sync.answer(answer)
            sync.turn()
            #expect(sync.queue.isEmpty)
        }
        let sync = SyncFixture()
        try sync.enter(imported, .create(NewCustomer(details)))
        sync.connect()
        let other = SyncFixture.customer(imported, known(phone: nil).details, at: 3)
        sync.answer(SyncFixture.refused(.versionMismatch, current: other))
        sync.turn()
        #expect(sync.queue.entries.first?.needsDecision == true)
    }

    @Test("What a file empties on purpose is a difference, under the email as under the number")
    func cleared() throws {
        let emptied = NewCustomer(
            CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: nil, address: nil),
            cleared: [.phone])
        let under = SyncFixture.customer(imported, known(phone: "1").details, at: 3)
        for answer in [refusal(known(phone: "1")), SyncFixture.refused(.versionMismatch, current: under)] {
            let sync = SyncFixture()
            try sync.enter(imported, .create(emptied))
            sync.connect()
            #expect(!sync.underWay.isEmpty)
            sync.answer(answer)
            sync.turn()
            #expect(sync.queue.entries.first?.needsDecision == true)
        }
        let phone = CustomerEdit([.phone: FieldChange(from: "1", to: nil)])
        #expect(emptied.edit(of: under.details) == phone, "and nothing of what the file does not say")
        let sync = SyncFixture()
        try sync.enter(imported, .create(emptied))
        sync.connect()
        sync.answer(refusal(known(phone: nil)))
        sync.turn()
        #expect(sync.queue.isEmpty)
    }

    @Test("What is emptied on purpose is never sent, and changes no request")
    func clearedIsNotSent() throws {
        let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: nil, address: nil)
        let key = IdempotencyKey.random()
        func call(_ new: NewCustomer) -> WriteCall {
            let sending = JournalRecord.Sending(leader: 1, covers: [1], op: key)
            return EditBatch(customer: imported, sending: sending, change: .create(new), earlierAttempts: 0).call
        }
        #expect(call(NewCustomer(details, cleared: [.phone])) == call(NewCustomer(details)))
    }

    @Test("A creation by hand means nobody else, and what follows a creation keeps it from being dropped")
    func others() throws {
        let sync = SyncFixture()
        let byHand = try sync.enter(.random(), .create(NewCustomer(details)))
        sync.connect()
        sync.answer(refusal(known(phone: "1")))
        sync.turn()
        #expect(sync.queue[byHand]?.needsDecision == true)
        let followed = try sync.enter(imported, .create(NewCustomer(details)))
        sync.turn()
        try sync.edit(imported, .phone, from: "1", to: "2", version: 0)
        sync.answer(refusal(known(phone: "1")))
        sync.turn()
        #expect(sync.queue[followed]?.needsDecision == true)
    }

    @Test("Only for an import the customer who has the email is asked for, and only when it is that one")
    func asking() async throws {
        let sync = SyncFixture()
        try sync.enter(imported, .create(NewCustomer(details)))
        sync.connect()
        let batch = try #require(sync.underWay.first)
        let asked = await batch.withOwner(refusal(nil)) { call in
            #expect(call == .get(owner, unlessVersion: nil))
            return .success(.customer(known(phone: "1")))
        }
        #expect(asked == refusal(known(phone: "1")))
        let lost = await batch.withOwner(refusal(nil)) { _ in SyncFixture.lostProbe }
        #expect(lost == refusal(nil))
        let other = await batch.withOwner(SyncFixture.lost) { _ in
            Issue.record("nobody has to be asked for")
            return SyncFixture.lostProbe
        }
        #expect(other == SyncFixture.lost)
    }
}
