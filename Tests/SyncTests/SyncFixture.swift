import APIClient
import Domain
import HTTP
import Journal
import Randomness
import Sync
import TestSupport
import Testing
import Wire

/// A synchronisation on a journal in memory, whose time and answers the test decides.
final class SyncFixture {
    let file: LineFile
    let journal: LineJournal
    let core: SyncCore
    private(set) var now: Duration = .zero
    /// Requests that were started and have no answer yet, oldest first.
    private(set) var underWay: [EditBatch] = []
    private(set) var isProbing = false
    private(set) var events: [SyncEvent] = []
    private(set) var probes = 0

    /// - Parameter epoch: what the machine's own clock said when this one's time began.
    init(
        file: LineFile = LineFile(), limits: SyncLimits = SyncLimits(), seed: UInt64 = 1, epoch: BootMoment? = nil
    ) {
        self.file = file
        journal = file.open()
        core = SyncCore(journal: journal, generator: SplitMix(seed: seed), limits: limits, epoch: epoch)
    }

    var queue: EditQueue { core.queue }

    var lines: [JournalRecord.Body] { file.records.map(\.body) }

    // MARK: Doing

    @discardableResult
    func enter(_ customer: CustomerID, _ change: Entry.Change) throws -> JournalRecord.Sequence {
        try journal.record { _ in [.entry(Entry(customer: customer, form: .init(op: .random(), change: change)))] }
        return queue.lastSequence
    }

    @discardableResult
    func edit(
        _ customer: CustomerID = .random(), _ field: CustomerField = .phone, from: String? = "1", to: String? = "2",
        version: Int = 1
    ) throws -> JournalRecord.Sequence {
        let edit = CustomerEdit([field: FieldChange(from: from, to: to)])
        return try enter(customer, .edit(edit, version: version))
    }

    @discardableResult
    func delete(
        _ customer: CustomerID = .random(), email: String = "x@example.com", due: BootMoment? = nil
    ) throws -> JournalRecord.Sequence {
        let details = CustomerDetails(trustedName: "X", email: email, phone: nil, address: nil)
        let form = Entry.Form(op: .random(), change: .delete(base: details, version: 1))
        try journal.record { _ in [.entry(Entry(customer: customer, form: form, due: due))] }
        return queue.lastSequence
    }

    /// Lets time pass, and takes a turn.
    func turn(after duration: Duration = .zero) {
        now += duration
        let departures = core.turn(now)
        underWay += departures.batches
        if departures.probe {
            isProbing = true
            probes += 1
        }
        events += core.takeEvents()
    }

    /// Takes a turn, and answers its probe and first request, so that the connection stands.
    func connect() {
        turn()
        if isProbing { answerProbe() }
        turn()
    }

    func answerProbe(_ result: Result<ReadAnswer, APIFailure>? = nil) {
        isProbing = false
        core.probeEnded(result ?? Self.health, now)
    }

    /// A call that is none of the queue's ends, as one of the interface's.
    ///
    /// - Parameter moment: when it was made; just now, without one.
    func endCall(_ result: Result<ReadAnswer, APIFailure>, madeAt moment: Duration? = nil) {
        _ = core.callEnded(result, leftAt: moment ?? now, now)
    }

    /// Answers the oldest request.
    func answer(_ result: Result<WriteAnswer, APIFailure>) {
        core.requestEnded(result, for: underWay.removeFirst(), now)
    }

    /// Makes what the oldest request asks for.
    func accept() {
        answer(Self.acceptance(of: underWay[0]))
    }

    /// Makes what one customer's request asks for.
    func accept(_ customer: CustomerID) {
        end(customer) { Self.acceptance(of: $0) }
    }

    /// Refuses one customer's request.
    func refuse(_ customer: CustomerID, _ kind: Problem.Kind) {
        end(customer) { _ in Self.refused(kind) }
    }

    private func end(_ customer: CustomerID, _ result: (EditBatch) -> Result<WriteAnswer, APIFailure>) {
        guard let index = underWay.firstIndex(where: { $0.customer == customer }) else { return }
        let batch = underWay.remove(at: index)
        core.requestEnded(result(batch), for: batch, now)
    }

    /// Makes what all ask for but one customer, who stays without an answer.
    func acceptAll(but silent: CustomerID) {
        if isProbing { answerProbe() }
        for batch in underWay where batch.customer != silent {
            underWay.removeAll { $0 == batch }
            core.requestEnded(Self.acceptance(of: batch), for: batch, now)
        }
    }

    /// Lets the server accept everything until nothing happens any more.
    func drain() {
        repeat {
            turn()
            if isProbing { answerProbe() }
            while !underWay.isEmpty { accept() }
            turn()
        } while isProbing || !underWay.isEmpty
    }

    static let health = Result<ReadAnswer, APIFailure>.success(
        .health(HealthJSON(timestamp: Timestamp(microseconds: 0), version: "1", replicate: true)))

    static func acceptance(of batch: EditBatch) -> Result<WriteAnswer, APIFailure> {
        switch batch.change {
        case .create(let new): .success(.created(customer(batch.customer, new.details, at: 1), replayOf: nil))
        case .edit(let edit, let version):
            .success(.changed(customer(batch.customer, edit.applied(to: someone), at: version + 1), replayOf: nil))
        case .delete: .success(.deleted(replayOf: nil))
        case .restore(let base, let version):
            .success(.changed(customer(batch.customer, base, at: version + 1), replayOf: nil))
        case .note(let text):
            .success(
                .noted(
                    TimelineEntry(
                        number: 2, moment: Timestamp(microseconds: 0), author: nil, kind: .note, version: 1,
                        note: text.text), replayOf: nil))
        }
    }

    static let someone = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "1", address: nil)

    static func customer(_ id: CustomerID, _ details: CustomerDetails = someone, at version: Int) -> Customer {
        let noon = Timestamp(microseconds: 0)
        return Customer(
            id: id, details: details, registrationDate: noon, createdAt: noon, updatedAt: noon, version: version,
            updatedBy: nil)
    }

    static func refused(_ kind: Problem.Kind, current: Customer? = nil) -> Result<WriteAnswer, APIFailure> {
        .failure(.refused(Problem(kind, "no", current: current)))
    }

    static let page = Result<ReadAnswer, APIFailure>.success(.page(CustomerPage(customers: [], next: nil)))

    static let lost = Result<WriteAnswer, APIFailure>.failure(timeout)
    static let lostProbe = Result<ReadAnswer, APIFailure>.failure(timeout)
    static let timeout = APIFailure.unreachable(TransportFailure(.timedOut, mayHaveArrived: true))
}
