import CustomerAPI
import Domain
import Testing
import Wire

/// What version 2 has brought: company, tags, and customers without an email.
extension CustomerStoreContract {
    static let fields = [
        CustomerStoreContract("Company and tags are kept, listed, told and taken away") { subject in
            let id = CustomerID.random()
            let details = try whole()
            guard case .created(let ann, nil) = try await subject.write(id, .create(NewCustomer(details))) else {
                throw ContractBreach("She was not created")
            }
            #expect(ann.details == details && details[.tags] == "berlin vip")
            #expect(try await subject.living(id) == ann)
            #expect(try await subject.all(.directory(.name), limit: 10) == [ann])
            #expect(try await subject.store.changes(after: nil, limit: 10).elements == [.changed(ann)])
            let patch = try CustomerPatch([.company: nil, .tags: "vip new"])
            _ = try await subject.write(id, .patch(patch))
            let changed = try await subject.living(id)?.details
            #expect(changed?[.company] == nil && changed?[.tags] == "new vip" && changed?.address == details.address)
            _ = try await subject.write(id, .patch(try CustomerPatch([.tags: ""])))
            #expect(try await subject.living(id)?.details[.tags] == nil)
        },
        CustomerStoreContract("Replacing leaves what a client of version 1 does not know, unless it is taken away") {
            subject in
            let id = CustomerID.random()
            _ = try await subject.write(id, .create(NewCustomer(try whole())))
            let old = try StoreUnderTest.details("Bea", email: "bea@example.com")
            _ = try await subject.write(id, .replace(NewCustomer(old)))
            let kept = try #require(try await subject.living(id)?.details)
            #expect(kept.name == "Bea" && kept.phone == nil && kept[.company] == "ACME" && kept[.tags] == "berlin vip")
            _ = try await subject.write(id, .replace(NewCustomer(old, cleared: [.company])))
            let cleared = try #require(try await subject.living(id)?.details)
            #expect(cleared[.company] == nil && cleared[.tags] == "berlin vip")
        },
        CustomerStoreContract("Any number of customers have a phone and no email, and are in nobody's way") { subject in
            let (ann, bea) = (try await subject.addByPhone("Ann"), try await subject.addByPhone("Bea"))
            #expect(try await subject.store.customer(emailKey: "") == nil)
            #expect(try await subject.all(.directory(.name), limit: 1).map(\.id) == [ann, bea])
            #expect(try await subject.found("555") == ["Ann", "Bea"])
            let given = try CustomerPatch([.email: "one@example.com"])
            _ = try await subject.write(ann, .patch(given))
            #expect(try await subject.store.customer(emailKey: "one@example.com")?.id == ann)
            #expect(try await subject.write(bea, .patch(given)) == .rejected(.emailTaken(owner: ann)))
            _ = try await subject.write(ann, .patch(try CustomerPatch([.email: nil])))
            #expect(try await subject.store.customer(emailKey: "one@example.com") == nil)
            #expect(try await subject.found("one@") == [])
            _ = try await subject.write(bea, .patch(given))
            #expect(try await subject.store.customer(emailKey: "one@example.com")?.id == bea)
            #expect(try await subject.write(ann, .delete) == .deleted(replayOf: nil))
            #expect(try await subject.all(.directory(.name), limit: 10).map(\.id) == [bea])
        },
        CustomerStoreContract("The last of email and phone is not taken away, and nothing of that change is made") {
            subject in
            let ann = try await subject.addByPhone("Ann")
            let outcome = try await subject.write(ann, .patch(try CustomerPatch([.name: "Bea", .phone: nil])))
            guard case .rejected(.invalid(let violations)) = outcome else {
                throw ContractBreach("It was made: \(outcome)")
            }
            #expect(violations.all.map(\.field) == ["email", "phone"])
            #expect(try await subject.living(ann)?.name == "Ann")
            let stale = try await subject.write(
                ann, .patch(try CustomerPatch([.phone: nil])), if: .matches(.versions([7])))
            guard case .rejected(.versionMismatch) = stale else { throw ContractBreach("It was judged: \(stale)") }
        },
    ]

    private static func whole() throws -> CustomerDetails {
        let raw: [CustomerField: String] = [
            .name: "Ann", .email: "ann@example.com", .phone: "555 0100", .address: "Here", .company: "ACME",
            .tags: "VIP, berlin",
        ]
        return try CustomerDetails { raw[$0] }
    }
}

extension StoreUnderTest {
    fileprivate func addByPhone(_ name: String) async throws -> CustomerID {
        let id = CustomerID.random()
        let details = try CustomerDetails(name: name, email: nil, phone: "123 555")
        guard case .created = try await write(id, .create(NewCustomer(details)), if: .mustNotExist) else {
            throw ContractBreach("\(name) was not created")
        }
        return id
    }
}
