import Domain
import Journal
import Simulation
import Sync
import TestSupport
import Testing
import Wire

/// What the network can do to a request, and what must come of it: its effect, once.
@Suite("Every effect happens once")
struct ExactlyOnceTests {
    enum Kind: CaseIterable {
        case creation, edit, deletion
    }

    enum Mishap: CaseIterable {
        /// It never arrives.
        case lostBefore
        /// It arrives, and its answer does not.
        case lostAfter
        /// It arrives twice, and the second answer comes back.
        case doubled
        /// It arrives when it has been repeated already.
        case late
        /// It arrives when more has been done since.
        case veryLate
        /// Its answer is lost, and the program is killed.
        case killedAfter
    }

    @Test("Whatever becomes of a request", arguments: Mishap.allCases, Kind.allCases)
    func once(mishap: Mishap, kind: Kind) async throws {
        let machine = ClientMachine()
        var program = try machine.start()
        let id = CustomerID.random()
        try await enter(kind, id, machine, program)
        await machine.turn(program, after: .seconds(10))
        await machine.turn(program, after: .seconds(10))
        var late: EditBatch?
        switch mishap {
        case .lostBefore: machine.lose(program)
        case .lostAfter:
            await machine.arrive(program.underWay[0])
            machine.lose(program)
        case .doubled:
            await machine.arrive(program.underWay[0])
            await machine.answer(program)
        case .late, .veryLate: late = machine.lose(program)
        case .killedAfter:
            await machine.arrive(program.underWay[0])
            program.kill()
            program = try machine.start()
        }
        if let late, mishap == .late {
            await machine.repeatLost(program)
            #expect(program.underWay.count == 1)
            await machine.arrive(late)
        }
        await machine.drain(program)
        if kind != .deletion { try machine.edit(id, .address, from: nil, to: "A", version: 1, at: program) }
        await machine.drain(program)
        if let late { await machine.arrive(late) }
        #expect(program.queue.isEmpty)
        check(kind, id, machine)
    }

    private func enter(_ kind: Kind, _ id: CustomerID, _ machine: ClientMachine, _ program: ClientMachine.Program)
        async throws
    {
        switch kind {
        case .creation:
            let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "2", address: nil)
            try machine.enter(id, .create(NewCustomer(details)), at: program)
        case .edit:
            await machine.addCustomer(id)
            try machine.edit(id, at: program)
        case .deletion:
            let customer = await machine.addCustomer(id)
            try machine.enter(id, .delete(base: customer.details, version: 1), at: program)
        }
    }

    private func check(_ kind: Kind, _ id: CustomerID, _ machine: ClientMachine) {
        let keys = machine.server.store.log.compactMap(\.key)
        #expect(Set(keys).count == keys.count)
        let customer = machine.server.customer(id)
        switch kind {
        case .creation: #expect(customer?.version == 2 && customer?.phone == "2" && customer?.address == "A")
        case .edit: #expect(customer?.version == 3 && customer?.phone == "2" && customer?.address == "A")
        case .deletion: #expect(customer == nil && machine.made(id).count == 1)
        }
    }

    @Test("Requests that arrive in another order than they left change nothing of that")
    func reordered() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let first = await machine.addCustomer()
        let second = await machine.addCustomer()
        try machine.edit(first.id, at: program)
        await machine.turn(program)
        await machine.answer(program)
        try machine.edit(first.id, from: "2", to: "3", version: 2, at: program)
        try machine.edit(second.id, at: program)
        await machine.turn(program)
        let lost = [machine.lose(program), machine.lose(program)]
        await machine.repeatLost(program)
        for batch in lost.reversed() { await machine.arrive(batch) }
        await machine.drain(program)
        for batch in lost { await machine.arrive(batch) }
        #expect(machine.made(first.id).map(\.after?.phone) == ["2", "3"])
        #expect(machine.made(second.id).map(\.after?.phone) == ["2"])
    }

    @Test("What somebody else changed after a lost answer is not overwritten by the next edit")
    func replayThenEdit() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let customer = await machine.addCustomer()
        try machine.edit(customer.id, at: program)
        await machine.turn(program)
        await machine.arrive(program.underWay[0])
        machine.lose(program)
        try machine.edit(customer.id, from: "2", to: "3", at: program)
        let rival = CustomerEdit([.phone: FieldChange(from: "2", to: "9")])
        _ = await machine.server.answer(
            WriteCall.patch(customer.id, CustomerPatch(rival), condition: .none, idempotencyKey: nil).request)
        await machine.drain(program)
        #expect(machine.server.customer(customer.id)?.phone == "9")
        #expect(program.queue.entries.map(\.needsDecision) == [true])
    }

    @Test("A refusal for an email is not believed while an earlier request may still arrive")
    func lateAfterRefusal() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        let owner = await machine.addCustomer(email: "taken@example.com")
        let id = CustomerID.random()
        let details = CustomerDetails(trustedName: "Ann", email: "taken@example.com", phone: nil, address: nil)
        let sequence = try machine.enter(id, .create(NewCustomer(details)), at: program)
        await machine.turn(program)
        let late = machine.lose(program)
        await machine.repeatLost(program)
        await machine.answer(program)
        await machine.turn(program)
        #expect(program.queue[sequence]?.needsDecision == false)
        _ = await machine.server.answer(WriteCall.delete(owner.id, condition: .none, idempotencyKey: nil).request)
        await machine.arrive(late)
        await machine.drain(program)
        #expect(program.queue.isEmpty && machine.server.customer(id)?.version == 1)
    }

    @Test("When it cannot arrive any more, the refusal is shown")
    func refusalInTheEnd() async throws {
        let machine = ClientMachine()
        let program = try machine.start()
        await machine.addCustomer(email: "taken@example.com")
        let details = CustomerDetails(trustedName: "Ann", email: "taken@example.com", phone: nil, address: nil)
        let sequence = try machine.enter(.random(), .create(NewCustomer(details)), at: program)
        await machine.turn(program)
        machine.lose(program)
        await machine.drain(program)
        #expect(program.queue[sequence]?.needsDecision == true)
        #expect(machine.now < .seconds(90))
    }

    @Test("After a kill another program sends on, without anything happening twice")
    func takeover() async throws {
        let machine = ClientMachine()
        let first = try machine.start()
        let second = try machine.start(seed: 2)
        let customers = await withCustomers(20, machine)
        for customer in customers { try machine.edit(customer.id, at: first) }
        await machine.turn(first)
        await machine.answer(first)
        await machine.turn(first)
        #expect(first.underWay.count == 8)
        await machine.turn(second)
        #expect(second.core.status == .anotherProcessSends(OtherSender(process: nil, silentSeconds: 0)))
        let arrived = Array(first.underWay.prefix(4))
        for batch in arrived { await machine.arrive(batch) }
        first.kill()
        await machine.drain(second)
        for batch in first.underWay { await machine.arrive(batch) }
        #expect(second.queue.isEmpty)
        for customer in customers { #expect(machine.made(customer.id).count == 1) }
    }

    private func withCustomers(_ count: Int, _ machine: ClientMachine) async -> [Customer] {
        var customers: [Customer] = []
        for _ in 0..<count { customers.append(await machine.addCustomer()) }
        return customers
    }
}
