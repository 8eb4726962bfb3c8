import CustomerAPI
import Domain
import Testing
import Wire

@Suite("A fingerprint distinguishes requests")
struct WriteFingerprintTests {
    private static let id = CustomerID.random()

    private func details(_ name: String, _ phone: String?, _ address: String?) throws -> CustomerDetails {
        try CustomerDetails(name: name, email: "a@x.org", phone: phone, address: address)
    }

    @Test("Different requests have different fingerprints, whatever runs into what")
    func differences() throws {
        let first = NewCustomer(try details("A", "12", nil))
        let calls: [WriteCall] = [
            .create(first, idempotencyKey: nil),
            .create(NewCustomer(try details("A", nil, "12")), idempotencyKey: nil),
            .create(NewCustomer(try details("A", "1", "2")), idempotencyKey: nil),
            .create(NewCustomer(first.details, registrationDate: API.now), idempotencyKey: nil),
            .put(Self.id, first, condition: .none, idempotencyKey: nil),
            .put(.random(), first, condition: .none, idempotencyKey: nil),
            .patch(Self.id, try CustomerPatch([:]), condition: .none, idempotencyKey: nil),
            .patch(Self.id, try CustomerPatch([.phone: nil]), condition: .none, idempotencyKey: nil),
            .patch(Self.id, try CustomerPatch([.address: nil]), condition: .none, idempotencyKey: nil),
            .patch(Self.id, try CustomerPatch([.phone: "12"]), condition: .none, idempotencyKey: nil),
            .delete(Self.id, condition: .none, idempotencyKey: nil),
            .note(Self.id, try NoteText("A"), idempotencyKey: nil),
            .note(Self.id, try NoteText("B"), idempotencyKey: nil),
            .note(.random(), try NoteText("A"), idempotencyKey: nil), .restore(Self.id, idempotencyKey: nil),
            .restore(.random(), idempotencyKey: nil), .retract(Self.id, 1), .erase(Self.id),
            .dismiss(Self.id, .random()),
        ]
        let fingerprints = calls.map(WriteFingerprint.of)
        #expect(Set(fingerprints).count == calls.count)
        #expect(fingerprints.allSatisfy { $0.utf8.count == 64 })
    }

    @Test("Neither key nor condition makes a difference, and it is the same for ever")
    func equalities() throws {
        let id = try #require(CustomerID("6f1e2d3c-0000-4000-8000-00000000000a"))
        let plain = WriteFingerprint.of(.delete(id, condition: .none, idempotencyKey: nil))
        let adorned = WriteFingerprint.of(
            .delete(id, condition: .matches(.versions([3])), idempotencyKey: IdempotencyKey.random()))
        #expect(plain == adorned)
        #expect(plain == "be56016781d6ba6fb9e8b6a913dc6fdd17a77da7f3c1bed9da88cae8155cde09")
    }

    @Test("Later fields count where they are spoken of, and the order of tags does not")
    func laterFields() throws {
        func new(_ company: String?, _ tags: String?, cleared: Set<CustomerField> = []) throws -> NewCustomer {
            let raw: [CustomerField: String?] = [.name: "A", .email: "a@x.org", .company: company, .tags: tags]
            return NewCustomer(try CustomerDetails { raw[$0] ?? nil }, cleared: cleared)
        }
        func put(_ customer: NewCustomer) -> String {
            WriteFingerprint.of(.put(Self.id, customer, condition: .none, idempotencyKey: nil))
        }
        let different = [
            try new(nil, nil), try new("a", nil), try new(nil, "a"), try new("a", "a"), try new("tags", nil),
            try new(nil, nil, cleared: [.company]), try new(nil, nil, cleared: [.tags]),
            try new("a", nil, cleared: [.tags]),
        ]
        #expect(Set(different.map(put)).count == different.count)
        #expect(put(try new(nil, "b A")) == put(try new(nil, "a,B")))
    }

    /// Those of version 2.2, which notes and restorations keep for good.
    private static func second(_ id: CustomerID) -> [(WriteCall, String)] {
        [
            (
                .note(id, NoteText(trusted: "Calls back\non Monday"), idempotencyKey: nil),
                "240be0b8d68ffa2ec90347a4762cd6b8b5ab58b8970df948300e4dbb08b8bade"
            ),
            (.restore(id, idempotencyKey: nil), "1240ee4b0eefcae6e7f57fb2eef8b936a608b270eb3ef77c9ab43d9d1a9e1c77"),
        ]
    }

    @Test("A request of version 1 has the fingerprint that it had then, whatever fields came since")
    func golden() throws {
        let id = try #require(CustomerID("6f1e2d3c-0000-4000-8000-00000000000a"))
        let least = NewCustomer(try CustomerDetails(name: "A", email: "a@x.org"))
        let whole = NewCustomer(
            try CustomerDetails(name: "Ann Ö", email: "Ann@x.org", phone: "+1 555", address: "1 Main St\nTown"),
            registrationDate: Timestamp(microseconds: 1_700_000_000_000_000))
        let patch = try CustomerPatch([.name: "B", .phone: nil, .address: "2"])
        let golden: [(WriteCall, String)] = [
            (
                .create(least, idempotencyKey: nil),
                "c12d1046ffb250f806d1215fb98d7d2490b3817d704556658ac9483605e3ecec"
            ),
            (
                .put(id, whole, condition: .none, idempotencyKey: nil),
                "c827206e602f51242ebfd0a15c308a4127c9b663f53522b13bd1a76c545f2be9"
            ),
            (
                .patch(id, patch, condition: .none, idempotencyKey: nil),
                "ff86a949ab5d3a91bd285e9ac9e02811e1aefd13c01e2a5a05bb0e6dfca21f24"
            ),
        ]
        for (call, hash) in golden + Self.second(id) { #expect(WriteFingerprint.of(call) == hash, "\(call)") }
    }
}
