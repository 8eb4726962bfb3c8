import Domain
import Testing

@Suite("Of email and phone one is required")
struct ContactTests {
    private static let email = "ann@example.com"
    private static let both: [FieldViolation] = [
        FieldViolation(field: "email", code: .required, message: "is required where there is no phone"),
        FieldViolation(field: "phone", code: .required, message: "is required where there is no email"),
    ]

    private func violations(_ body: () throws -> Void) -> [FieldViolation]? {
        #expect(throws: FieldViolations.self, performing: body)?.all
    }

    @Test("Either is enough, and who has only a phone has no email key", arguments: [nil, "", " ", "\u{200B}"])
    func either(blank: String?) throws {
        let byPhone = try CustomerDetails(name: "Ann", email: blank, phone: "555")
        #expect(byPhone.email == nil && byPhone.emailKey == nil)
        #expect(try #require(byPhone.contact) == (.phone, "555"))
        let byEmail = try CustomerDetails(name: "Ann", email: Self.email, phone: blank)
        #expect(try #require(byEmail.contact) == (.email, Self.email))
        #expect(violations { _ = try CustomerDetails(name: "Ann", email: blank, phone: blank) } == Self.both)
    }

    @Test(
        "A phone without a digit reaches nobody, and is enough only beside an email",
        arguments: ["-", "( )", "#", "...", "x"])
    func withoutDigit(phone: String) throws {
        let lacking = [
            Self.both[0],
            FieldViolation(field: "phone", code: .required, message: "must have a digit where there is no email"),
        ]
        #expect(violations { _ = try CustomerDetails(name: "Ann", email: nil, phone: phone) } == lacking)
        #expect(violations { _ = try CustomerPatch([.phone: phone, .email: nil]) } == lacking)
        let byBoth = try CustomerDetails(name: "Ann", email: Self.email, phone: phone)
        #expect(try #require(byBoth.contact) == (.email, Self.email) && byBoth.phone == phone)
        #expect(violations { _ = try CustomerPatch([.email: nil]).applied(to: byBoth) } == lacking)
        #expect(throws: lacking[1]) { try CustomerField.phone.validated { $0 == .phone ? phone : "" } }
        #expect(throws: lacking[0]) { try CustomerField.email.validated { $0 == .phone ? phone : "" } }
    }

    @Test("Both are named in the order of the fields, and neither where one is there with a fault of its own")
    func order() {
        let all = violations { _ = try CustomerDetails(name: "", email: nil, address: "\u{7}") }
        #expect(all?.map(\.field) == ["name", "email", "phone", "address"])
        #expect(violations { _ = try CustomerDetails(name: "Ann", email: "x") }?.map(\.code) == [.format])
        #expect(violations { _ = try CustomerDetails(name: "Ann", email: nil, phone: "y") }?.map(\.field) == ["phone"])
    }

    @Test("A change takes the last one from nobody, and leaves alone who has none of old")
    func changes() throws {
        let byPhone = try CustomerDetails(name: "Ann", email: nil, phone: "555")
        let byBoth = try CustomerDetails(name: "Ann", email: Self.email, phone: "555")
        let withoutPhone = try CustomerPatch([.phone: nil])
        #expect(try withoutPhone.applied(to: byBoth).phone == nil)
        #expect(violations { _ = try withoutPhone.applied(to: byPhone) } == Self.both)
        #expect(try CustomerPatch([.phone: nil, .email: Self.email]).applied(to: byPhone).email == Self.email)
        #expect(violations { _ = try CustomerPatch([.phone: "", .email: nil]) } == Self.both)
        let unreachable = CustomerDetails(trustedName: "Ann", email: "", phone: nil, address: nil)
        #expect(try CustomerPatch([.name: "Bea"]).applied(to: unreachable).name == "Bea")
        #expect(violations { _ = try withoutPhone.applied(to: unreachable) } == Self.both)
    }

    @Test("A form says it at both fields, and at no other")
    func form() throws {
        func fault(_ field: CustomerField, _ texts: [CustomerField: String]) -> String? {
            do throws(FieldViolation) {
                _ = try field.validated { texts[$0] ?? "" }
                return nil
            } catch {
                return error.message
            }
        }
        #expect(fault(.email, [:]) == Self.both[0].message && fault(.phone, [.email: " "]) == Self.both[1].message)
        #expect(fault(.email, [.phone: "x y"]) == nil && fault(.phone, [.email: "x"]) == nil)
        #expect(fault(.company, [:]) == nil && fault(.name, [:]) == "is required")
    }

    @Test("An import of somebody without an email meets the same one again by phone and name")
    func imported() throws {
        let first = try CustomerDetails(name: "Ann Smith", email: nil, phone: "+1 555 0100")
        let again = try CustomerDetails(name: "ANN SMITH", email: nil, phone: "(1) 5550100")
        let other = try CustomerDetails(name: "Ann Smith", email: nil, phone: "+1 555 0101")
        #expect(CustomerID(imported: first) == CustomerID(imported: again))
        #expect(CustomerID(imported: first) != CustomerID(imported: other))
        let byEmail = try CustomerDetails(name: "Ann Smith", email: Self.email)
        #expect(CustomerID(imported: byEmail) == CustomerID(derivedFrom: Self.email, in: .importedEmail))
    }
}
