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
        let desk = LiveDesk()
        var program = try desk.start()
        let id = CustomerID.random()
        try await enter(kind, id, desk, program)
        await desk.turn(program, after: .seconds(10))
        await desk.turn(program, after: .seconds(10))
        var late: EditBatch?
        switch mishap {
        case .lostBefore: desk.lose(program)
        case .lostAfter:
            await desk.arrive(program.underWay[0])
            desk.lose(program)
        case .doubled:
            await desk.arrive(program.underWay[0])
            await desk.answer(program)
        case .late, .veryLate: late = desk.lose(program)
        case .killedAfter:
            await desk.arrive(program.underWay[0])
            program.kill()
            program = try desk.start()
        }
        if let late, mishap == .late {
            await desk.repeatLost(program)
            #expect(program.underWay.count == 1)
            await desk.arrive(late)
        }
        await desk.drain(program)
        if kind != .deletion { try desk.edit(id, .address, from: nil, to: "A", version: 1, at: program) }
        await desk.drain(program)
        if let late { await desk.arrive(late) }
        #expect(program.queue.isEmpty)
        check(kind, id, desk)
    }

    private func enter(_ kind: Kind, _ id: CustomerID, _ desk: LiveDesk, _ program: LiveDesk.Program) async throws {
        switch kind {
        case .creation:
            let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "2", address: nil)
            try desk.enter(id, .create(NewCustomer(details)), at: program)
        case .edit:
            await desk.addCustomer(id)
            try desk.edit(id, at: program)
        case .deletion:
            let customer = await desk.addCustomer(id)
            try desk.enter(id, .delete(base: customer.details, version: 1), at: program)
        }
    }

    private func check(_ kind: Kind, _ id: CustomerID, _ desk: LiveDesk) {
        let keys = desk.server.store.log.compactMap(\.key)
        #expect(Set(keys).count == keys.count)
        let customer = desk.server.customer(id)
        switch kind {
        case .creation: #expect(customer?.version == 2 && customer?.phone == "2" && customer?.address == "A")
        case .edit: #expect(customer?.version == 3 && customer?.phone == "2" && customer?.address == "A")
        case .deletion: #expect(customer == nil && desk.made(id).count == 1)
        }
    }

    @Test("Requests that arrive in another order than they left change nothing of that")
    func reordered() async throws {
        let desk = LiveDesk()
        let program = try desk.start()
        let first = await desk.addCustomer()
        let second = await desk.addCustomer()
        try desk.edit(first.id, at: program)
        await desk.turn(program)
        await desk.answer(program)
        try desk.edit(first.id, from: "2", to: "3", version: 2, at: program)
        try desk.edit(second.id, at: program)
        await desk.turn(program)
        let lost = [desk.lose(program), desk.lose(program)]
        await desk.repeatLost(program)
        for batch in lost.reversed() { await desk.arrive(batch) }
        await desk.drain(program)
        for batch in lost { await desk.arrive(batch) }
        #expect(desk.made(first.id).map(\.after?.phone) == ["2", "3"])
        #expect(desk.made(second.id).map(\.after?.phone) == ["2"])
    }

    @Test("What somebody else changed after a lost answer is not overwritten by the next edit")
    func replayThenEdit() async throws {
        let desk = LiveDesk()
        let program = try desk.start()
        let customer = await desk.addCustomer()
        try desk.edit(customer.id, at: program)
        await desk.turn(program)
        await desk.arrive(program.underWay[0])
        desk.lose(program)
        try desk.edit(customer.id, from: "2", to: "3", at: program)
        let rival = CustomerEdit([.phone: FieldChange(from: "2", to: "9")])
        _ = await desk.server.answer(
            WriteCall.patch(customer.id, CustomerPatch(rival), condition: .none, idempotencyKey: nil).request)
        await desk.drain(program)
        #expect(desk.server.customer(customer.id)?.phone == "9")
        #expect(program.queue.entries.map(\.needsDecision) == [true])
    }

    @Test("A refusal for an email is not believed while an earlier request may still arrive")
    func lateAfterRefusal() async throws {
        let desk = LiveDesk()
        let program = try desk.start()
        let owner = await desk.addCustomer(email: "taken@example.com")
        let id = CustomerID.random()
        let details = CustomerDetails(trustedName: "Ann", email: "taken@example.com", phone: nil, address: nil)
        let sequence = try desk.enter(id, .create(NewCustomer(details)), at: program)
        await desk.turn(program)
        let late = desk.lose(program)
        await desk.repeatLost(program)
        await desk.answer(program)
        await desk.turn(program)
        #expect(program.queue[sequence]?.needsDecision == false)
        _ = await desk.server.answer(WriteCall.delete(owner.id, condition: .none, idempotencyKey: nil).request)
        await desk.arrive(late)
        await desk.drain(program)
        #expect(program.queue.isEmpty && desk.server.customer(id)?.version == 1)
    }

    @Test("When it cannot arrive any more, the refusal is shown")
    func refusalInTheEnd() async throws {
        let desk = LiveDesk()
        let program = try desk.start()
        await desk.addCustomer(email: "taken@example.com")
        let details = CustomerDetails(trustedName: "Ann", email: "taken@example.com", phone: nil, address: nil)
        let sequence = try desk.enter(.random(), .create(NewCustomer(details)), at: program)
        await desk.turn(program)
        desk.lose(program)
        await desk.drain(program)
        #expect(program.queue[sequence]?.needsDecision == true)
        #expect(desk.now < .seconds(90))
    }

    @Test("After a kill another program sends on, without anything happening twice")
    func takeover() async throws {
        let desk = LiveDesk()
        let first = try desk.start()
        let second = try desk.start(seed: 2)
        let customers = await withCustomers(20, desk)
        for customer in customers { try desk.edit(customer.id, at: first) }
        await desk.turn(first)
        await desk.answer(first)
        await desk.turn(first)
        #expect(first.underWay.count == 8)
        await desk.turn(second)
        #expect(second.core.status == .anotherProcessSends(OtherSender(process: nil, silentSeconds: 0)))
        let arrived = Array(first.underWay.prefix(4))
        for batch in arrived { await desk.arrive(batch) }
        first.kill()
        await desk.drain(second)
        for batch in first.underWay { await desk.arrive(batch) }
        #expect(second.queue.isEmpty)
        for customer in customers { #expect(desk.made(customer.id).count == 1) }
    }

    private func withCustomers(_ count: Int, _ desk: LiveDesk) async -> [Customer] {
        var customers: [Customer] = []
        for _ in 0..<count { customers.append(await desk.addCustomer()) }
        return customers
    }
}
