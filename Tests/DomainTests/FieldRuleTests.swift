import Domain
import Testing

@Suite("The rules of fields")
struct FieldRuleTests {
    private func code(_ field: CustomerField, _ raw: String?) -> FieldViolation.Code? {
        do {
            _ = try field.validated(raw)
            return nil
        } catch {
            #expect(error.field == field.rawValue)
            return error.code
        }
    }

    @Test("People meet every field once, a later one where they look for it")
    func readingOrder() {
        #expect(CustomerField.readingOrder == [.name, .email, .phone, .company, .address, .tags])
    }

    @Test("Only the name is required of a field by itself")
    func requirement() throws {
        for blank in [nil, "", " ", "\u{A0}\t\n\u{3000}"] {
            #expect(code(.name, blank) == .required)
            for field in CustomerField.allCases where field != .name { #expect(try field.validated(blank) == nil) }
        }
    }

    @Test("Values are trimmed and composed")
    func normalisation() throws {
        let name = try CustomerField.name.validated(" \u{3000}Zoe\u{308} \u{A0}")
        #expect(name.map { Array($0.utf8) } == Array("Zo\u{EB}".utf8))
        #expect(try CustomerField.address.validated("a\r\nb\rc\nd\r\n") == "a\nb\nc\nd")
    }

    @Test("A name has 1 to 100 characters, counted as composed scalars, and 400 bytes at most")
    func nameLength() {
        #expect(code(.name, "A") == nil)
        #expect(code(.name, String(repeating: "a", count: 100)) == nil)
        #expect(code(.name, String(repeating: "a", count: 101)) == .tooLong)
        #expect(code(.name, String(repeating: "e\u{301}", count: 100)) == nil)
        #expect(code(.name, String(repeating: "𠮷", count: 100)) == nil)
        #expect(code(.name, String(repeating: "𠮷", count: 101)) == .tooLong)
        #expect(code(.name, "  " + String(repeating: "a", count: 100) + "  ") == nil)
    }

    @Test("An email has 254 bytes at most")
    func emailLength() {
        #expect(code(.email, String(repeating: "a", count: 242) + "@example.com") == nil)
        #expect(code(.email, String(repeating: "a", count: 243) + "@example.com") == .tooLong)
        #expect(code(.email, String(repeating: "é", count: 121) + "@example.com") == nil)
        #expect(code(.email, String(repeating: "é", count: 122) + "@example.com") == .tooLong)
    }

    @Test(
        "An email has one @, a dot inside its domain and no white space",
        arguments: [
            ("a@b.c", true), ("jörg@müller.example", true), ("a+b@c.d.e", true), ("a@..c", false), ("a@b..", false),
            ("a@xn--mller-kva.example", true), ("a@l·l.cat", true), ("a@例え.テスト", true), ("a@หน่อย.ไทย", true),
            ("a@example..com", false), ("a@.example.com", false), ("a@exa_mple.com", false),
            ("a@b", false), ("a@.b", false), ("a@b.", false), ("@b.c", false), ("a@", false), ("a@b@c.d", false),
            ("a b@c.d", false), ("a@b.c d", false), ("a\u{A0}b@c.d", false), ("ab.c", false),
        ])
    func emailFormat(email: String, isValid: Bool) {
        #expect(code(.email, email) == (isValid ? nil : .format))
    }

    @Test("A phone has 32 characters at most: digits, spaces and + - ( ) . # x")
    func phone() {
        #expect(code(.phone, "+1 (234) 567-8.9#0x1") == nil)
        #expect(code(.phone, String(repeating: "1", count: 32)) == nil)
        #expect(code(.phone, String(repeating: "1", count: 33)) == .tooLong)
        for wrong in ["12a", "1*2", "1_2", "1,2", "&1"] { #expect(code(.phone, wrong) == .format) }
    }

    @Test("An address has 500 characters and 2,000 bytes at most, and may have line breaks")
    func address() {
        #expect(code(.address, "1 Main Street\nSpringfield") == nil)
        #expect(code(.address, String(repeating: "𠮷", count: 500)) == nil)
        #expect(code(.address, String(repeating: "a", count: 501)) == .tooLong)
    }

    @Test("A company has 100 characters at most")
    func company() {
        #expect(code(.company, String(repeating: "𠮷", count: 100)) == nil)
        #expect(code(.company, String(repeating: "a", count: 101)) == .tooLong)
        #expect(code(.company, "a\nb") == .character)
    }

    @Test("Controls and text-direction controls are refused in every field")
    func controls() {
        let controls: [UInt32] = [0x00, 0x07, 0x09, 0x1B, 0x7F, 0x80, 0x9B, 0x9F]
        let bidi: [UInt32] = [0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069]
        for scalar in (controls + bidi).compactMap(Unicode.Scalar.init) {
            for (field, value) in [(CustomerField.name, "a\(scalar)b"), (.address, "a\(scalar)b")] {
                #expect(code(field, value) == .character)
            }
            #expect(code(.email, "a\(scalar)b@c.d") == .character)
            // A tab is a blank in a pasted phone, and a direction is no part of it.
            let isCleaned = scalar == "\t" || scalar.isBidiControl
            #expect(code(.phone, "1\(scalar)2") == (isCleaned ? nil : .character))
        }
        for field in [CustomerField.name, .email, .phone] { #expect(code(field, "1\n2") == .character) }
        // What joins emoji and scripts is no direction control.
        #expect(code(.name, "a\u{200D}b\u{200C}c") == nil)
    }

    @Test("All violations of an input are reported, in the order of the fields")
    func allViolations() {
        let violations = #expect(throws: FieldViolations.self) {
            try CustomerDetails(name: " ", email: "x", phone: "y", address: "\u{7}")
        }
        #expect(violations?.all.map(\.field) == ["name", "email", "phone", "address"])
        #expect(violations?.all.map(\.code) == [.required, .format, .format, .character])
    }
}

@Suite("Patches")
struct PatchTests {
    private func details(phone: String?) throws -> CustomerDetails {
        try CustomerDetails(name: "Ann", email: "ann@example.com", phone: phone, address: "Here")
    }

    @Test("Change what they name, take away what they name without a value, and keep the rest")
    func apply() throws {
        let patch = try CustomerPatch([.phone: nil, .name: " Anna "])
        let expected = try CustomerDetails(name: "Anna", email: "ann@example.com", phone: nil, address: "Here")
        #expect(try patch.applied(to: try details(phone: "123")) == expected)
        let empty = try CustomerPatch([:])
        #expect(empty.isEmpty)
        #expect(try empty.applied(to: expected) == expected)
    }

    @Test("Cannot take away what is required, and check each value")
    func check() {
        let violations = #expect(throws: FieldViolations.self) {
            try CustomerPatch([.name: nil, .email: "x", .phone: ""])
        }
        #expect(violations?.all.map(\.code) == [.required, .format])
    }

    @Test("Lead from one state to another")
    func difference() throws {
        let (old, new) = (try details(phone: "123"), try details(phone: nil))
        #expect(try CustomerPatch(from: old, to: new).applied(to: old) == new)
        #expect(try CustomerPatch(from: new, to: old).applied(to: new) == old)
        #expect(CustomerPatch(from: old, to: old).isEmpty)
    }
}
