import CustomerAPI
import Domain
import DynamoDBStore
import TestSupport
import Testing
import Wire

@Suite("Races on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct RaceTests {
    @Test("Of 64 who want one email at once exactly one gets it, 50 times over")
    func emails() async throws {
        let table = try await MiniStack.current.table()
        for round in 0..<50 {
            let email = "round\(round)@example.com"
            let outcomes = try await inParallel(0..<64, width: 64) { number in
                // Half of them come to it by creating somebody, half of those again spell it in capitals.
                let details = try CustomerDetails(
                    name: "Writer \(number)", email: number.isMultiple(of: 2) ? email : email.uppercased())
                return try await table.store.write(.random(), .create(NewCustomer(details)))
            }
            let winners = outcomes.compactMap { outcome in
                if case .created(let customer, replayOf: nil) = outcome { customer.id } else { nil }
            }
            #expect(winners.count == 1)
            let losers = outcomes.filter { $0 == .rejected(.emailTaken(owner: winners.first ?? .random())) }
            #expect(losers.count == 63)
        }
        #expect(try await table.store.everybody().count == 50)
    }

    @Test("Existing customers race for one email, too")
    func changedEmails() async throws {
        let table = try await MiniStack.current.table()
        let customers = try await inParallel(0..<16) { number in
            try await table.store.add("Writer \(number)", email: "w\(number)@example.com")
        }
        let patch = CustomerWrite.Action.patch(try CustomerPatch([.email: "wanted@example.com"]))
        let outcomes = try await inParallel(0..<16) { try await table.store.write(customers[$0].id, patch) }
        let owner = try #require(try await table.store.customer(emailKey: "wanted@example.com"))
        #expect(outcomes.filter { $0 == .changed(owner, replayOf: nil) }.count == 1)
        #expect(outcomes.filter { $0 == .rejected(.emailTaken(owner: owner.id)) }.count == 15)
        // The winner's old email is free, the others still have theirs.
        for customer in customers where customer.id != owner.id {
            #expect(try await table.store.customer(emailKey: customer.email ?? "")?.id == customer.id)
        }
        #expect(try await table.store.customer(emailKey: customers.first { $0.id == owner.id }?.email ?? "") == nil)
    }

    @Test("Of 32 who saw the same version one changes it, whatever they change")
    func versions() async throws {
        let table = try await MiniStack.current.table()
        for field in [CustomerField.name, .address] {
            let ann = try await table.store.add("Ann", email: "\(field.rawValue)@example.com")
            let outcomes = try await inParallel(0..<32, width: 32) { number in
                let patch = CustomerWrite.Action.patch(try CustomerPatch([field: "Place \(number)"]))
                return try await table.store.write(ann.id, patch, if: .matches(.versions([1])))
            }
            let current = try #require(try await table.store.living(ann.id))
            #expect(current.version == 2)
            #expect(outcomes.filter { $0 == .changed(current, replayOf: nil) }.count == 1)
            #expect(outcomes.filter { $0 == .rejected(.versionMismatch(current: current)) }.count == 31)
        }
    }

    @Test("Of 20 equal requests in parallel one creates, and the others are answered with its customer")
    func equalKeys() async throws {
        let table = try await MiniStack.current.table()
        let key = key()
        let id = CustomerID(derivedFrom: key.key.text, in: .idempotencyKey)
        let details = try CustomerDetails(name: "Ann", email: "ann@example.com")
        let outcomes = try await inParallel(0..<20, width: 20) { _ in
            try await table.store.write(id, .create(NewCustomer(details)), if: .mustNotExist, key: key)
        }
        let everybody = try await table.store.everybody()
        let ann = try #require(everybody.first)
        #expect(everybody.count == 1)
        #expect(outcomes.filter { $0 == .created(ann, replayOf: nil) }.count == 1)
        #expect(outcomes.filter { $0 == .created(ann, replayOf: 1) }.count == 19)
    }

    @Test("Changes without a condition all happen, one after the other")
    func unconditional() async throws {
        let table = try await MiniStack.current.table()
        let ann = try await table.store.add("Ann", email: "ann@example.com")
        _ = try await inParallel(0..<32, width: 8) { number in
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.address: "Place \(number)"]))
            while true {
                do {
                    return try await table.store.write(ann.id, patch)
                } catch StoreFailure.writeInProgress {
                    await Task.yield()
                }
            }
        }
        #expect(try await table.store.living(ann.id)?.version == 33)
    }
}
