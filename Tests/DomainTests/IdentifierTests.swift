import Domain
import FoundationEssentials
import Randomness
import TestSupport
import Testing

@Suite("Identities")
struct IdentifierTests {
    @Test(
        "Derived ids are those of RFC 9562 §5.5, as another implementation computes them",
        arguments: [
            ("a", "92f9d31f-9d1b-598d-a20a-3f2fe2d4f7c8"), ("", "a2fa566d-8f27-51f3-9799-04e940f52f8e"),
        ])
    func derivation(name: String, expected: String) {
        #expect(CustomerID(derivedFrom: name, in: .idempotencyKey).text == expected)
    }

    @Test("Derived ids differ between the purposes")
    func namespaces() {
        #expect(
            CustomerID(derivedFrom: "jörg@example.com", in: .importedEmail).text
                == "5343ef5f-c31e-5083-99b2-ee9249414850")
        #expect(CustomerID(derivedFrom: "a", in: .importedEmail) != CustomerID(derivedFrom: "a", in: .idempotencyKey))
    }

    @Test("Are read in any letter case, written in lower case, and ordered as their texts")
    func text() throws {
        let id = try #require(CustomerID("8C1E6B0A-525d-4F1B-9A37-3C945E20D101"))
        #expect(id.text == "8c1e6b0a-525d-4f1b-9a37-3c945e20d101")
        let ids = (0..<200).map { CustomerID(derivedFrom: String($0), in: .importedEmail) }
        #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted())
    }

    @Test(
        "Are not read from anything else",
        arguments: [
            "", "x", "8c1e6b0a525d4f1b9a373c945e20d101", "{8c1e6b0a-525d-4f1b-9a37-3c945e20d101}",
            "8c1e6b0a-525d-4f1b-9a37-3c945e20d10g", "8c1e6b0a-525d-4f1b-9a37-3c945e20d1010",
            " 8c1e6b0a-525d-4f1b-9a37-3c945e20d10", "8c1e6b0a-525d-4f1b-9a37_3c945e20d101",
            "8c1e6b0a0525d-4f1b-9a37-3c945e20d101", "+c1e6b0a-525d-4f1b-9a37-3c945e20d101",
            "8c1e6b0a-525d-4f1b-9a37-3c945e20d1é", "8c1e6b0a-525d-4f1b-9a37-3c945e20d10\0",
        ])
    func refusal(text: String) {
        #expect(CustomerID(text) == nil)
    }

    @Test("Every one is written in lower case, and read in any")
    func roundTrip() {
        var generator = SplitMix(seed: 7)
        for _ in 0..<1_000 {
            let id = CustomerID.random(using: &generator)
            #expect(id.text == id.uuid.uuidString.lowercased())
            #expect(CustomerID(id.text) == id)
            #expect(CustomerID(id.text.uppercased()[...]) == id)
        }
    }
}
