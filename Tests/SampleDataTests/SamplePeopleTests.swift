import Domain
import SampleData
import Testing
import Wire

@Suite("Sample people")
struct SamplePeopleTests {
    private static let people = Array(SamplePeople(count: 20_000, seed: 7))

    @Test("Are the same for a seed, and others for another")
    func dependOnTheSeed() {
        #expect(Array(SamplePeople(count: 500, seed: 7)) == Array(Self.people.prefix(500)))
        #expect(Array(SamplePeople(count: 500, seed: 8)) != Array(Self.people.prefix(500)))
        #expect(Array(SamplePeople(count: 0)).isEmpty)
    }

    @Test("Keep every rule of every field, already in the form in which they are stored")
    func areValid() throws {
        for person in Self.people {
            let details = person.details
            let checked = try CustomerDetails { details[$0] }
            // Scalar by scalar: strings that are only canonically equivalent are equal in Swift.
            for field in CustomerField.allCases {
                #expect(checked[field].map { Array($0.utf8) } == details[field].map { Array($0.utf8) })
            }
        }
    }

    @Test("Have emails of their own, in reserved domains")
    func haveTheirOwnEmails() {
        let emails = Self.people.compactMap(\.details.emailKey)
        #expect(Set(emails).count == emails.count)
        let reserved = ["example.com", "example.org", "example.net", ".example", ".test"]
        for email in emails { #expect(reserved.contains { email.hasSuffix($0) }, "\(email)") }
    }

    @Test("Some have no email, and are told apart by name and phone")
    func lackEmails() {
        let without = Self.people.filter { $0.details.email == nil }
        #expect((400...1_600).contains(without.count))
        #expect(Set(without.map { CustomerID(imported: $0.details) }).count == without.count)
    }

    @Test("Are of many kinds")
    func vary() {
        func has(_ fact: (CustomerDetails) -> Bool) -> Bool { Self.people.contains { fact($0.details) } }
        func has(_ script: ClosedRange<UInt32>) -> Bool {
            has { $0.name.unicodeScalars.contains { script.contains($0.value) } }
        }
        #expect(has(0x0370...0x03FF), "Greek")
        #expect(has(0x0400...0x04FF), "Cyrillic")
        #expect(has(0x0590...0x05FF), "Hebrew")
        #expect(has(0x0600...0x06FF), "Arabic")
        #expect(has(0x3040...0x30FF), "Japanese")
        #expect(has(0x4E00...0x9FFF), "Chinese")
        #expect(has(0x20000...0x2FFFF), "beyond the basic plane")
        #expect(has(0xAC00...0xD7AF), "Korean")
        #expect(has { $0.name.unicodeScalars.count == 1 }, "one letter")
        #expect(has { $0.name.unicodeScalars.count == 100 }, "one hundred characters")
        #expect(has { !$0.name.contains(" ") && $0.name.utf8.count > 3 }, "one word")
        #expect(has { $0.name.contains("-") } && has { $0.name.contains("'") }, "hyphens and apostrophes")
        #expect(has { $0.phone == nil } && has { $0.phone?.contains("x") == true }, "phones")
        #expect(has { $0[.company] == nil } && has { $0[.company]?.contains("GmbH") == true }, "companies")
        #expect(has { $0[.tags] == nil } && has { $0[.tags]?.contains(" ") == true }, "tags")
        #expect(has { $0.address == nil } && has { $0.address?.contains("\n") == true }, "addresses")
    }

    @Test("Share some words often and others hardly ever")
    func haveFrequencies() {
        var counts: [String: Int] = [:]
        for person in Self.people {
            for word in SearchTokens(person.details, .random()).words { counts[word, default: 0] += 1 }
        }
        #expect((counts["example.com"] ?? 0) > 6_000)
        #expect((100...2_000).contains(counts["james"] ?? 0))
        let familyNames = counts.filter { !$0.key.contains("@") && !$0.key.contains(".") }
        #expect(familyNames.values.count { $0 == 1 } > 500)
    }
}
