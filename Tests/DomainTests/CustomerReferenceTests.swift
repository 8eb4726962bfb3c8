import Domain
import Testing

@Suite("Who is meant by an id or an email")
struct CustomerReferenceTests {
    private let id = CustomerID(derivedFrom: "jörg@example.com", in: .importedEmail)
    private let person = CustomerDetails(trustedName: "Jörg", email: "Jörg@example.com", phone: nil, address: nil)

    @Test("A whole id or an email is one, and any other text is none")
    func reading() {
        #expect(CustomerReference(id.text.uppercased()) == .id(id))
        #expect(CustomerReference("jörg@example.com") == .email("jörg@example.com"))
        #expect(CustomerReference("Jörg") == nil && CustomerReference(String(id.text.prefix(8))) == nil)
    }

    @Test(
        "An email means who has it, however its letters are typed",
        arguments: ["JÖRG@example.com", "jo\u{308}rg@EXAMPLE.COM"])
    func email(_ typed: String) throws {
        let reference = try #require(CustomerReference(typed))
        #expect(reference.names(id, person))
        #expect(
            !reference.names(
                id, CustomerDetails(trustedName: "Jörg", email: "other@example.com", phone: nil, address: nil)))
    }

    @Test("An id means one customer, whatever their email is")
    func identity() {
        let other = CustomerID(derivedFrom: "a", in: .importedEmail)
        #expect(CustomerReference.id(id).names(id, person) && !CustomerReference.id(other).names(id, person))
    }
}
