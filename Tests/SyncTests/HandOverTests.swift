import Domain
import Journal
import Simulation
import Sync
import Testing
import Wire

/// Emails that change hands, before the real handler, which gives none to two.
@Suite("Emails that are handed over")
struct HandOverTests {
    @Test("A chain of six is done in the order in which it can be done, without a refusal")
    func chain() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let customers = await addCustomers(6, machine)
        for (number, customer) in customers.enumerated() {
            try move(customer, from: number, to: number + 1, machine, program)
        }
        await machine.drain(program)
        #expect(program.queue.isEmpty)
        #expect(emails(customers, machine) == (1...6).map(Self.email))
        #expect(customers.allSatisfy { machine.made($0.id).count == 1 })
        #expect(machine.requests == 6)
    }

    @Test("So it is when an answer in the middle is lost")
    func chainWithLoss() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let customers = await addCustomers(3, machine)
        for (number, customer) in customers.enumerated() {
            try move(customer, from: number, to: number + 1, machine, program)
        }
        await machine.turn(program)
        #expect(program.underWay.map(\.customer) == [customers[2].id])
        await machine.arrive(program.underWay[0])
        machine.lose(program)
        await machine.turn(program)
        // Nobody knows whether the email is free.
        #expect(program.underWay.isEmpty)
        await machine.drain(program)
        #expect(program.queue.isEmpty && emails(customers, machine) == (1...3).map(Self.email))
    }

    @Test("Of a circle each is shown with the reason, and a free email for the youngest undoes it", arguments: 2...5)
    func circle(size: Int) async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let customers = await addCustomers(size, machine)
        for (number, customer) in customers.enumerated() {
            try move(customer, from: number, to: (number + 1) % size, machine, program)
        }
        await machine.drain(program)
        // The youngest gives way, so nobody gets the email of the one before: the server says so of each in turn.
        #expect(emails(customers, machine) == (0..<size).map(Self.email))
        #expect(program.queue.count == size && program.queue.entries.allSatisfy { $0.isForEmail })
        for entry in program.queue.entries.reversed() {
            let wanted = entry.customer == customers[size - 1].id ? "free@example.com" : nil
            try program.journal.append(.resolve(entry.sequence, entry.again(with: wanted)))
        }
        await machine.drain(program)
        #expect(program.queue.isEmpty)
        #expect(emails(customers, machine) == (1..<size).map(Self.email) + ["free@example.com"])
    }

    @Test("What somebody at another machine has taken is refused, and what waited for it goes on")
    func takenElsewhere() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let customers = await addCustomers(2, machine)
        await machine.addCustomer(email: Self.email(2))
        try move(customers[0], from: 0, to: 1, machine, program)
        let refused = try move(customers[1], from: 1, to: 2, machine, program)
        await machine.drain(program)
        #expect(program.queue[refused]?.needsDecision == true)
        #expect(program.queue.entries.allSatisfy { $0.needsDecision })
        #expect(emails(customers, machine) == [Self.email(0), Self.email(1)])
    }

    @Test("One poisoned entry of a thousand is shown, and 999 are done")
    func poison() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        await machine.addCustomer(email: "taken@example.com")
        let customers = await addCustomers(1_000, machine)
        for customer in customers where customer != customers[500] { try machine.edit(customer.id, at: program) }
        let poison = try machine.edit(
            customers[500].id, .email, from: customers[500].email, to: "taken@example.com", at: program)
        await machine.drain(program)
        #expect(program.queue.entries.map(\.sequence) == [poison])
        #expect(program.queue[poison]?.needsDecision == true)
        #expect(customers.count { machine.made($0.id).count == 1 } == 999)
    }

    private static func email(_ number: Int) -> String { "e\(number)@example.com" }

    private func addCustomers(_ count: Int, _ machine: ClientMachine) async -> [Customer] {
        var customers: [Customer] = []
        for number in 0..<count { customers.append(await machine.addCustomer(email: Self.email(number))) }
        return customers
    }

    @discardableResult
    private func move(
        _ customer: Customer, from old: Int, to new: Int, _ machine: ClientMachine, _ program: ClientMachine.Program
    ) throws -> JournalRecord.Sequence {
        try machine.edit(customer.id, .email, from: Self.email(old), to: Self.email(new), at: program)
    }

    private func emails(_ customers: [Customer], _ machine: ClientMachine) -> [String?] {
        customers.map { machine.server.customer($0.id)?.email }
    }
}

extension PendingEdit {
    fileprivate var isForEmail: Bool {
        if case .rejected(let problem) = state { problem.kind == .emailTaken } else { false }
    }

    /// The same once more, or with another email.
    fileprivate func again(with email: String?) -> Entry.Form {
        guard case .edit(let edit, let version) = change, let email else { return .init(op: .random(), change: change) }
        let other = CustomerEdit([.email: FieldChange(from: edit.changes[.email]?.from, to: email)])
        return .init(op: .random(), change: .edit(other, version: version))
    }
}
