import Domain
import Randomness
import Testing

/// What people paste, and what exports hold, on its way to a valid value.
@Suite("Values are cleaned before they are judged")
struct CleaningTests {
    @Test(
        "Phones lose what is not the number",
        arguments: [
            ("+49 (0) 89 / 123 45-0", "+49 (0) 89 123 45-0"), ("0041 (0)44 555 01 00", "0041 (0)44 555 01 00"),
            ("555-0100 ext. 5", "555-0100 x5"), ("555-0100 X5", "555-0100 x5"), ("555-0100 x5", "555-0100 x5"),
            ("555-0100 Extension: 7", "555-0100 x7"), ("555 0100;ext=5", "555 0100 x5"), ("5550100X5", "5550100x5"),
            ("+1 (555) 010‑0100 x 12", "+1 (555) 010-0100 x12"),
            ("+1 (555) 010‑0100 0100 0100 x 1234", "+1 (555) 010-0100 0100 0100x1234"),
            ("０９０-１２３４-５６７８", "090-1234-5678"),
            ("＋４９（８９）１２３", "+49(89)123"), ("٠٣٠ ٥٥٥", "030 555"), ("03ー1234ー5678", "03-1234-5678"),
            ("+1\u{202F}555\u{202F}0100", "+1 555 0100"), ("+1\u{A0}555\u{3000}0100", "+1 555 0100"),
            ("+1\t555\u{2009}0100", "+1 555 0100"), ("030–5550100", "030-5550100"), ("030—555−0100", "030-555-0100"),
            ("tel:+15550100", "+15550100"), ("Tel. 555 0100", "555 0100"), ("callto:5550100", "5550100"),
            ("'+15550100", "+15550100"), ("\u{202D}+15550100\u{202C}", "+15550100"), ("555\u{AD}0100", "5550100"),
            ("\u{FEFF}555 0100,", "555 0100"), ("089/1234567", "089 1234567"), ("06221/55-0100", "06221 55-0100"),
            ("555·01·00", "555.01.00"), ("555•01‧00", "555.01.00"), ("555・01･00", "555.01.00"),
            ("0049 7243 / 1234567", "0049 7243 1234567"),
            ("+49 (0)7243 / 1234567", "+49 (0)7243 1234567"), ("0041 (0)44 / 555 01 00", "0041 (0)44 555 01 00"),
            ("089\t1234567", "089 1234567"), ("Tel.:\t089\t1234567\tx5", "089 1234567 x5"),
        ])
    func phones(_ pasted: String, _ stored: String) throws {
        #expect(try CustomerField.phone.validated(pasted) == stored)
    }

    @Test("A phone of invisible characters is no phone", arguments: ["", " \t", "\u{200B}", "\u{FEFF} \u{2800}"])
    func noPhone(_ pasted: String) throws {
        #expect(try CustomerField.phone.validated(pasted) == nil)
    }

    @Test(
        "A phone that is empty after cleaning is refused, and does not empty the field",
        arguments: ["tel:", "''", "/", ",", " ; ", "Tel.", "\u{200B}/"])
    func vanishingPhone(_ pasted: String) {
        let violation = #expect(throws: FieldViolation.self) { try CustomerField.phone.validated(pasted) }
        #expect(violation?.message == "must be a number, or be left empty")
        #expect(violation?.code == .format)
    }

    @Test(
        "What cannot be cleaned into one number is refused with what is wrong",
        arguments: [
            ("4.93012E+11", "a spreadsheet has shortened"), ("4,93012e+11", "a spreadsheet has shortened"),
            ("+49 89 1234567 / 0171 1234567", "one number, not two"), ("5550100/5550101", "one number, not two"),
            ("+49 89 1234567 / 1234568", "one number, not two"), ("0049 (0)89 1234567/1234568", "one number, not two"),
            ("5550100 / (030) 555", "one number, not two"), ("555010/ +49 3055", "one number, not two"),
            ("5550100\t5550101", "one number, not two"), ("089 1234567\t+49 171 1234567", "one number, not two"),
            ("089 1234567/68", "must be one number"), ("089 1234567 / 8", "must be one number"),
            ("+49 89 1234567/685", "must be one number"),
            ("n/a", "only digits"), ("*21#", "only digits"), ("12a", "only digits"),
            ("555 0100, 555 0101", "only digits"),
            ("555 ext 1 ext 2", "only digits"), ("ext. 5", "only digits"), ("5\u{E000}5", "only digits"),
        ])
    func refusedPhones(_ pasted: String, _ reason: String) {
        let violation = #expect(throws: FieldViolation.self) { try CustomerField.phone.validated(pasted) }
        #expect(violation?.message.contains(reason) == true, "\(violation?.message ?? "")")
    }

    @Test(
        "An email in what mail programs put around it is the address for the programs that people use, and refused by the API",
        arguments: [
            ("<angle@example.com>", "angle@example.com", "remove < and >"),
            ("'quoted@example.com'", "quoted@example.com", "remove ' and '"),
            ("\"q@example.com\"", "q@example.com", "remove \" and \""),
            ("“q@example.com”", "q@example.com", "remove “ and ”"),
            ("mailto:mail@example.com", "mail@example.com", "remove mailto:"),
            ("MAILTO:m@example.com?subject=x", "m@example.com", "remove MAILTO: and ?subject=x"),
            ("comma@example.com;", "comma@example.com", "remove ;"), ("c@example.com,", "c@example.com", "remove ,"),
            ("dot@example.com.", "dot@example.com", "remove ."), ("(p@example.com)", "p@example.com", "remove ( and )"),
            ("<mailto:both@example.com>", "both@example.com", "remove <mailto: and >"),
            ("Anna<anna@example.com>", "anna@example.com", "remove Anna< and >"),
            ("Anna Smith <anna@example.com>", "anna@example.com", "remove Anna Smith < and >"),
            ("\"Smith, Anna\" <anna@example.com>,", "anna@example.com", "remove \"Smith, Anna\" < and >,"),
            ("Anna ＜anna@example.com＞", "anna@example.com", "remove Anna ＜ and ＞"),
            ("‹anna@example.com›", "anna@example.com", "remove ‹ and ›"),
        ])
    func emails(_ pasted: String, _ address: String, _ nextStep: String) throws {
        #expect(try CustomerField.email.validated(CustomerField.email.unwrapped(pasted)) == address)
        let violation = #expect(throws: FieldViolation.self) { try CustomerField.email.validated(pasted) }
        #expect(violation?.message.contains(nextStep) == true, "\(violation?.message ?? "")")
    }

    @Test(
        "What is not a single address is refused in every form",
        arguments: ["a@b.co;c@d.co", "a,b@c.co", "a:b@c.co", "<>", "<a@b>", "a@b.co (Anna)", "\"a\"@b.co", "a\\b@c.co"])
    func noAddress(_ text: String) {
        #expect(throws: FieldViolation.self) { try CustomerField.email.validated(text) }
        #expect(throws: FieldViolation.self) {
            try CustomerField.email.validated(CustomerField.email.unwrapped(text))
        }
    }

    @Test(
        "Of two addresses neither is taken, and the message says so",
        arguments: [
            "Anna <a@example.com>, Bob <b@example.com>", "<a@example.com>;<b@example.com>",
            "a@example.com <b@example.com>", "a@example.com,b@example.com", "a@b@example.com",
            "'a@example.com'; 'b@example.com'", "a@example.com b@example.com", "a@example.com ＜b@example.com＞",
            "mailto:a@example.com,b@example.com",
        ])
    func twoAddresses(_ text: String) {
        for given in [text, CustomerField.email.unwrapped(text)] {
            let violation = #expect(throws: FieldViolation.self) { try CustomerField.email.validated(given) }
            #expect(violation?.message == "must be one address, not two", "\(given)")
        }
    }

    @Test(
        "What no domain has is refused by its name",
        arguments: [
            ("a@example.com；", "；"), ("a@example.com，", "，"), ("a@example.com…", "…"), ("a@example.com!", "!"),
            ("a@example.com/", "/"), ("a@example.com?subject=x", "?"), ("a@exa_mple.com", "_"),
        ])
    func domains(_ text: String, _ sign: String) {
        for given in [text, CustomerField.email.unwrapped(text)] {
            let violation = #expect(throws: FieldViolation.self) { try CustomerField.email.validated(given) }
            #expect(violation?.message.contains("without \(sign) ") == true, "\(violation?.message ?? "")")
        }
    }

    private static let invisible: [UInt32] = [
        0xAD, 0x034F, 0x061C, 0x115F, 0x17B4, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x202D, 0x2060, 0x2064, 0x2800,
        0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xE000, 0xF8FF, 0x10FFFD, 0x0378, 0xE0041, 0xE0100, 0x1D159, 0xFDD0,
        0xFFFE, 0xFFFC, 0x13441, 0x13442, 0x16FE4,
        0x10FFFF,
    ]

    @Test("Invisible characters are refused inside an email, and dropped at its ends", arguments: invisible)
    func invisibleInEmails(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        for email in ["zw\(scalar)sp@example.com", "zwsp@exa\(scalar)mple.com", "zwsp\(scalar)@example.com"] {
            let violation = #expect(throws: FieldViolation.self) { try CustomerField.email.validated(email) }
            #expect(violation?.code == .character)
        }
        #expect(try CustomerField.email.validated("\(scalar)zwsp@example.com \(scalar)") == "zwsp@example.com")
    }

    @Test(
        "Invisible characters are not part of a name or an address at its ends, and alone are none",
        arguments: invisible)
    func invisibleAtEnds(_ value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        #expect(try CustomerField.name.validated("\(scalar) \(scalar)Anna\(scalar) \(scalar)") == "Anna")
        #expect(try CustomerField.address.validated("\(scalar)1 Elm Row\r\n\(scalar)\n") == "1 Elm Row")
        #expect(try CustomerField.address.validated("\(scalar)") == nil)
        let violation = #expect(throws: FieldViolation.self) { try CustomerField.name.validated("\(scalar)\(scalar)") }
        #expect(violation?.message == "must have a visible character")
        #expect(violation?.code == .required)
    }

    @Test("A name of marks alone is not a name")
    func marksAlone() {
        #expect(throws: FieldViolation.self) { try CustomerField.name.validated("\u{301}\u{20DD}") }
    }

    @Test(
        "What shapes a letter stays, also at the end of a name",
        arguments: [
            "می\u{200C}خواهم", "ക\u{D4D}\u{200D}ക", "അജയന\u{D4D}\u{200D}", "ক\u{9CD}\u{200C}", "渡邉\u{E0102}",
            "辻\u{FE00}",
            "I ❤\u{FE0F}", "👨\u{200D}👩\u{200D}👧", "ᠠ\u{180B}", "សុខ\u{200B}ហេង", "O’Brien", "A",
        ])
    func shaping(_ name: String) throws {
        let stored = try #require(try CustomerField.name.validated(" \u{200B}" + name + "\u{FEFF} "))
        #expect(Array(stored.unicodeScalars) == Array(name.nfc.unicodeScalars))
    }
}

/// Version 1 stored what these rules took; what it answered for a write must be found again by the same write.
@Suite("Cleaning leaves what version 1 took as it was")
struct CleaningStabilityTests {
    /// The rules of version 1, for any text: trimmed and composed.
    private static func version1(_ raw: String, _ field: CustomerField) -> String? {
        let value = raw.trimmed.nfc
        let scalars = value.unicodeScalars
        guard !value.isEmpty, !scalars.contains(where: { $0.isControl || $0.isBidiControl }) else { return nil }
        switch field {
        case .phone: return scalars.count <= 20 && value.utf8.allSatisfy(CustomerField.isPhoneCharacter) ? value : nil
        case .email:
            guard !scalars.contains(where: \.properties.isWhitespace), value.utf8.count <= 254 else { return nil }
            let parts = scalars.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { return nil }
            return parts[1].dropFirst().dropLast().contains(".") ? value : nil
        case .name: return scalars.count <= 100 && value.utf8.count <= 400 ? value : nil
        case .address: return scalars.count <= 500 && value.utf8.count <= 2_000 ? value : nil
        case .company, .tags: return nil
        }
    }

    private static let pieces: [CustomerField: [String]] = [
        .name: ["a", "É", "e\u{301}", " ", "-", "’", "漢", "\u{200D}", "\u{A0}", "1", ".", "ß", "\u{200C}", "😀", "٣"],
        .email: ["a", "ö", ".", "-", "+", "_", "'", "o", "x", "1", "*", "!", "/", "@"],
        .phone: ["0", "7", "+", "-", "(", ")", ".", "#", "x", " ", "  ", "x5"],
        .address: ["1", " ", "a", "ü", ",", "/", "\u{200B}", ";", "-", "漢"],
    ]

    private static func random(_ field: CustomerField, _ generator: inout SplitMix) -> String {
        func some(_ count: ClosedRange<Int>) -> String {
            (0..<Int.random(in: count, using: &generator))
                .compactMap { _ in pieces[field]?.randomElement(using: &generator) }.joined()
        }
        guard field == .email else { return some(1...12) }
        func label() -> String {
            (0..<Int.random(in: 1...4, using: &generator))
                .compactMap { _ in domainPieces.randomElement(using: &generator) }.joined()
        }
        return some(1...4) + "@" + label() + "." + label()
    }

    private static let domainPieces = ["a", "ö", "-", "o", "x", "1", "7", "q", "z", "e", ".", "!"]

    /// Whether these rules refuse the domain of an email that version 1 took.
    private static func hasOddDomain(_ email: String) -> Bool {
        let domain = email.split(separator: "@").last ?? ""
        return domain.contains("!") || domain.contains("..") || domain.hasPrefix(".") || domain.hasSuffix(".")
    }

    @Test(
        "Cleaned and judged, a value that version 1 took is the same, or refused: never another",
        arguments: CustomerField.original)
    func identity(_ field: CustomerField) throws {
        var generator = SplitMix(seed: 19)
        var kept = 0
        for _ in 0..<5_000 {
            let raw = Self.random(field, &generator)
            guard let before = Self.version1(raw, field), before.trimmedToVisible == before else { continue }
            guard let now = try? field.validated(raw) else { continue }
            #expect(Array(now.utf8) == Array(before.utf8), "\(raw.debugDescription)")
            #expect(try field.validated(now) == now)
            kept += 1
        }
        #expect(kept > 1_000)
    }

    @Test(
        "Of what version 1 accepted, only emails that are not a bare address and invisible names are refused",
        arguments: CustomerField.original)
    func refusals(_ field: CustomerField) throws {
        var generator = SplitMix(seed: 20)
        for _ in 0..<5_000 {
            let raw = Self.random(field, &generator)
            guard let before = Self.version1(raw, field) else { continue }
            do throws(FieldViolation) {
                _ = try field.validated(raw)
            } catch {
                let isOdd = before != field.unwrapped(before) || Self.hasOddDomain(before)
                let isBlank = !before.unicodeScalars.contains { !$0.isInvisible && !$0.properties.isWhitespace }
                #expect(field == .email && isOdd || field == .name && isBlank, "\(raw.debugDescription)")
            }
        }
    }
}
