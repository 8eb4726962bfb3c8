import CustomerAPI
import Domain
import Testing
import Wire

extension CustomerStoreContract {
    static let writes = [
        CustomerStoreContract("What is created is read back with every field") { subject in
            let id = CustomerID.random()
            let details = try StoreUnderTest.details(
                "Zoë Ångström-O’Brien", email: "Zoë@Example.com", phone: "+49 (30) 123-456",
                address: "1 Main Street\nSpringfield")
            let registered = Timestamp(microseconds: -1_000_001)
            let new = NewCustomer(details, registrationDate: registered)
            let outcome = try await subject.write(id, .create(new), author: "ann", at: StoreUnderTest.noon)
            let expected = Customer(
                id: id, details: details, registrationDate: registered, createdAt: StoreUnderTest.noon,
                updatedAt: StoreUnderTest.noon, version: 1, updatedBy: "ann")
            #expect(outcome == .created(expected, replayOf: nil))
            #expect(try await subject.living(id) == expected)
            #expect(try await subject.store.customer(emailKey: "zoë@example.com") == expected)
        },
        CustomerStoreContract("A customer that never was is neither found nor changed nor deleted") { subject in
            let id = CustomerID.random()
            let details = try StoreUnderTest.details("Ann", email: "ann@example.com")
            #expect(try await subject.store.record(id) == nil)
            #expect(try await subject.store.customer(emailKey: "ann@example.com") == nil)
            for action: CustomerWrite.Action in [
                .replace(NewCustomer(details)), .patch(try CustomerPatch([:])), .delete,
            ] {
                #expect(try await subject.write(id, action, if: .matches(.any)) == .rejected(.notFound))
            }
            #expect(try await subject.store.record(id) == nil)
        },
        CustomerStoreContract("Replacing sets every field and keeps when the customer came") { subject in
            let ann = try await subject.add("Ann", phone: "12345", address: "Here")
            let details = try StoreUnderTest.details("Bea", email: "bea@example.com")
            let later = StoreUnderTest.noon.advanced(bySeconds: 60)
            var expected = ann
            expected.details = details
            expected.updatedAt = later
            expected.version = 2
            expected.updatedBy = "bob"
            let outcome = try await subject.write(ann.id, .replace(NewCustomer(details)), author: "bob", at: later)
            #expect(outcome == .changed(expected, replayOf: nil))
            #expect(try await subject.living(ann.id) == expected)
        },
        CustomerStoreContract("A patch changes its fields only, and takes away what it names without a value") {
            subject in
            let ann = try await subject.add("Ann", phone: "12345", address: "Here")
            let patch = try CustomerPatch([.phone: nil, .name: "Anna"])
            _ = try await subject.write(ann.id, .patch(patch))
            let changed = try await subject.living(ann.id)
            #expect(changed?.name == "Anna")
            #expect(changed?.phone == nil)
            #expect(changed?.address == "Here")
            #expect(changed?.email == ann.email)
        },
        CustomerStoreContract("A change is never dated before the one that it changes") { subject in
            let ann = try await subject.add("Ann")
            let early = StoreUnderTest.noon.advanced(bySeconds: -60)
            _ = try await subject.write(ann.id, .patch(try CustomerPatch([.name: "Anna"])), at: early)
            let changed = try #require(try await subject.living(ann.id))
            #expect(changed.updatedAt > ann.updatedAt)
        },
        CustomerStoreContract("A deleted customer leaves a tombstone and is in no listing") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            #expect(try await subject.write(ann.id, .delete) == .deleted(replayOf: nil))
            guard case .deleted(let tombstone, _)? = try await subject.store.record(ann.id) else {
                throw ContractBreach("There is no tombstone")
            }
            #expect(tombstone.id == ann.id)
            #expect(tombstone.version == 2)
            #expect(tombstone.deletedAt > ann.updatedAt)
            #expect(try await subject.store.customer(emailKey: "ann@example.com") == nil)
            #expect(try await subject.all(.directory(.name), limit: 10).isEmpty)
            #expect(try await subject.found("ann").isEmpty)
        },
        CustomerStoreContract("A deleted customer's id is never used again") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            _ = try await subject.write(ann.id, .delete)
            let actions: [CustomerWrite.Action] = [
                .create(NewCustomer(ann.details)), .replace(NewCustomer(ann.details)), .patch(try CustomerPatch([:])),
                .delete,
            ]
            for action in actions {
                #expect(try await subject.write(ann.id, action) == .rejected(.gone(replayOf: nil)))
            }
            #expect(try await subject.living(ann.id) == nil)
        },
    ]

    static let conditions = [
        CustomerStoreContract("A create meets a living customer as a mismatch that shows it") { subject in
            let ann = try await subject.add("Ann")
            let new = NewCustomer(try StoreUnderTest.details("Bea", email: "bea@example.com"))
            let outcome = try await subject.write(ann.id, .create(new), if: .mustNotExist)
            #expect(outcome == .rejected(.versionMismatch(current: ann)))
            #expect(try await subject.living(ann.id) == ann)
        },
        CustomerStoreContract("A write happens only to a version that its condition names") { subject in
            let ann = try await subject.add("Ann")
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
            for match in [VersionMatch.versions([]), .versions([2]), .versions([2, 3])] {
                for action in [patch, .delete, .replace(NewCustomer(ann.details))] {
                    let outcome = try await subject.write(ann.id, action, if: .matches(match))
                    #expect(outcome == .rejected(.versionMismatch(current: ann)))
                }
            }
            #expect(try await subject.living(ann.id) == ann)
            for (match, version) in [(VersionMatch.versions([1]), 2), (.versions([1, 2]), 3), (.any, 4)] {
                _ = try await subject.write(ann.id, patch, if: .matches(match))
                #expect(try await subject.living(ann.id)?.version == version)
            }
            #expect(try await subject.write(ann.id, .delete, if: .matches(.versions([4]))) == .deleted(replayOf: nil))
        },
        CustomerStoreContract("A version mismatch is reported before a taken email") { subject in
            let ann = try await subject.add("Ann", email: "ann@example.com")
            let bea = try await subject.add("Bea", email: "bea@example.com")
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.email: "ann@example.com"]))
            let stale = try await subject.write(bea.id, patch, if: .matches(.versions([9])))
            #expect(stale == .rejected(.versionMismatch(current: bea)))
            let taken = try await subject.write(bea.id, patch, if: .matches(.versions([1])))
            #expect(taken == .rejected(.emailTaken(owner: ann.id)))
        },
        CustomerStoreContract("Of 32 writers that saw the same version one wins") { subject in
            let ann = try await subject.add("Ann")
            let outcomes = try await subject.race(32) { number in
                let patch = try CustomerPatch([.name: "Ann \(number)"])
                return try await subject.write(ann.id, .patch(patch), if: .matches(.versions([1])))
            }
            let winners = outcomes.compactMap { outcome in
                if case .changed(let customer, replayOf: nil) = outcome { customer } else { nil }
            }
            #expect(winners.count == 1)
            let current = try #require(try await subject.living(ann.id))
            #expect(winners == [current])
            let losers = outcomes.filter { $0 == .rejected(.versionMismatch(current: current)) }
            #expect(losers.count == 31)
        },
    ]
}

extension StoreUnderTest {
    /// Performs writes side by side; one that the store asks to repeat is repeated.
    func race(
        _ count: Int, _ write: @escaping @Sendable (Int) async throws -> WriteOutcome
    ) async throws -> [WriteOutcome] {
        try await withThrowingTaskGroup { group in
            for number in 0..<count {
                group.addTask {
                    while true {
                        do {
                            return try await write(number)
                        } catch StoreFailure.writeInProgress {
                            await Task.yield()
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
