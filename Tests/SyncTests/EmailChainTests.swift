import Domain
import Testing
import Wire

@testable import Journal
@testable import Sync

/// What emails that change hands cost: each customer and each email is looked at once, however many wait in a row.
@Suite("Long rows of emails")
struct EmailChainTests {
    private static let links = 20_000

    /// Somebody for each number, the same in every run.
    private let people = (0..<links).map { CustomerID(derivedFrom: "\($0)", in: .importedEmail) }

    /// A queue in which each gets the email of the one that `next` names.
    private func made(_ next: (Int) -> Int) -> EditQueue {
        var queue = EditQueue()
        for (number, person) in people.enumerated() {
            let change = FieldChange(from: "e\(number)@example.com", to: "e\(next(number))@example.com")
            let form = Entry.Form(op: .random(), change: .edit(CustomerEdit([.email: change]), version: 1))
            queue.append(.entry(Entry(customer: person, form: form)))
        }
        return queue
    }

    /// A machine that has read a queue, with the connection standing.
    private func ready(_ queue: EditQueue) -> SyncMachine {
        var machine = SyncMachine()
        var generator = SystemRandomNumberGenerator()
        machine.read(queue, .zero)
        _ = machine.leaveProbe(maySend: true)
        machine.probeEnded(.heard, .zero, using: &generator)
        return machine
    }

    @Test("Of twenty thousand in a row only the last goes, and each is looked at once", arguments: [true, false])
    func chain(ascending: Bool) {
        let last = ascending ? Self.links - 1 : 0
        var queue = made { ascending ? $0 + 1 : $0 - 1 }
        var machine = ready(queue)
        let plan = machine.plan(queue, .zero)
        #expect(plan.batches.map(\.customer) == [people[last]])
        #expect(plan.lines.count == 1)
        // Everybody, and the email that everybody but the last waits for; nobody is looked at who need not wait.
        #expect(machine.schedule.emails.searched == (ascending ? 2 * Self.links - 1 : 0))
        #expect(drain(&machine, &queue, plan) == (ascending ? people.reversed() : people))
        #expect(machine.schedule.emails.searched == (ascending ? 2 * Self.links - 1 : 2 * Self.links - 3))
    }

    /// Lets the server accept what leaves until nothing is left.
    ///
    /// - Returns: whose requests left, in order.
    private func drain(
        _ machine: inout SyncMachine, _ queue: inout EditQueue, _ first: SyncMachine.Plan
    ) -> [CustomerID] {
        var generator = SystemRandomNumberGenerator()
        var (order, plan) = ([] as [CustomerID], first)
        while !plan.batches.isEmpty {
            for line in plan.lines { queue.append(line) }
            for batch in plan.batches {
                order.append(batch.customer)
                _ = machine.answered(batch, .heard, .zero, using: &generator)
                queue.append(.ack(for: batch.leader, version: 2))
                machine.finish(batch, ResponseOutcome(), .zero, using: &generator)
                machine.read([batch.customer], in: queue, .zero)
            }
            plan = machine.plan(queue, .zero)
        }
        return order
    }

    @Test(
        "A circle of twenty thousand is reported once, for the youngest, and ten thousand pairs are reported once each")
    func circles() {
        let ring = made { ($0 + 1) % Self.links }
        var machine = ready(ring)
        var plan = machine.plan(ring, .zero)
        #expect(plan.lines.map(\.rejected) == [JournalRecord.Sequence(Self.links)])
        #expect(machine.schedule.emails.searched <= 4 * Self.links)
        let pairs = made { $0.isMultiple(of: 2) ? $0 + 1 : $0 - 1 }
        machine = ready(pairs)
        plan = machine.plan(pairs, .zero)
        #expect(Set(plan.lines.map(\.rejected)) == Set((1...Self.links / 2).map { JournalRecord.Sequence(2 * $0) }))
        #expect(machine.schedule.emails.searched <= 8 * Self.links)
    }

    @Test("Twenty thousand entries that ask for one email are looked at once each, and go in their order")
    func oneEmail() {
        var queue = EditQueue()
        for person in people {
            let details = CustomerDetails(trustedName: "A", email: "x@example.com", phone: nil, address: nil)
            let form = Entry.Form(op: .random(), change: .create(NewCustomer(details)))
            queue.append(.entry(Entry(customer: person, form: form)))
        }
        var machine = ready(queue)
        let plan = machine.plan(queue, .zero)
        #expect(plan.batches.map(\.customer) == [people[0]])
        #expect(machine.schedule.emails.searched <= 2 * Self.links)
        #expect(drain(&machine, &queue, plan) == people)
        #expect(machine.schedule.emails.searched <= 4 * Self.links)
    }
}

extension JournalRecord.Body {
    /// The entry that is refused.
    fileprivate var rejected: JournalRecord.Sequence? {
        if case .reject(let sequence, _) = self { sequence } else { nil }
    }
}

extension EditQueue {
    fileprivate mutating func append(_ body: JournalRecord.Body) {
        apply(JournalRecord(sequence: lastSequence + 1, time: Timestamp(microseconds: 0), body: body))
    }
}
