import Randomness
import SearchCases
import Testing

@testable import Domain

@Suite("Filters")
struct FilterTests {
    private func read(_ text: String) throws -> CustomerFilter {
        try #require(try CustomerFilter(text, dates: FilterTable.dates))
    }

    @Test(
        "Beside a number words do not count, nor does a dash, which matters to who changes all that are found",
        arguments: [
            ("Anna 206 555 0100", true), ("2065550100 home", true), ("-2065550100", true), ("206 555 0100", false),
            ("Tel.: 2065550100", false), ("phone:2065550100 anna", false), ("anna berg", false),
            ("anna.berg@example.org", false), ("anna -2065550100", false),
        ])
    func overlookedWords(text: String, isOverlooking: Bool) throws {
        #expect(try read(text).overlooksWords == isOverlooking)
    }

    @Test("A blank text is no filter")
    func blank() throws {
        #expect(try CustomerFilter(" \n\u{200B}", dates: FilterTable.dates) == nil)
    }

    @Test("Any text is read or refused with a place inside it, and is sent so that it means the same")
    func anyText() throws {
        let people = try FilterTable().people
        var random = SplitMix(seed: 20_261_130)
        var (read, refused) = (0, 0)
        for _ in 0..<30_000 {
            let text = (0...random.below(9)).map { _ in random.pick(Self.fragments) }.joined()
            do throws(FilterFault) {
                guard let filter = try CustomerFilter(text, dates: FilterTable.dates) else { continue }
                let sent = try CustomerFilter(filter.wireText, dates: Self.later)
                #expect(sent?.term == filter.term, "\(text.debugDescription)")
                #expect(sent?.wireText == filter.wireText, "\(text.debugDescription)")
                for customer in people {
                    let isFound = filter.matches(customer)
                    #expect(sent?.matches(customer) == isFound, "\(text.debugDescription)")
                    let mayBeFound = filter.term.map { $0.matches(SearchTokens(customer)) } ?? true
                    #expect(mayBeFound || !isFound, "\(text.debugDescription)")
                }
                read += 1
            } catch {
                #expect(0 <= error.place.lowerBound && error.place.upperBound <= text.unicodeScalars.count)
                #expect(!error.message.isEmpty)
                refused += 1
            }
        }
        #expect(read > 10_000 && refused > 1_000)
    }

    private static let later = FilterDates(now: FilterTable.now.advanced(bySeconds: 40 * 86_400))

    private static let fragments = [
        " ", " ", " ", "  ", "\n", "\"", "\"", "-", "|", " OR ", "OR", ":", "name:", "tag:", "has:", "by:", "email:",
        "phone:", "domain:", "changed:", "registered:", "company:", "colour:", "anna", "vip", "two words", "berlin",
        "today", "7d", "2026", "2026-11-30", "..", ">", "<=", "phone", "+49 89 7654321", "456", "@example.org", "&",
        "anna.berg@example.org", "<", "山田", "größe", "\u{301}", "\u{200B}", "'", "f11e0000",
        "(", ")", "-(", " AND ", "NOT ",
        "2026-11-30T09:15:00.123456Z",
    ]

    @Test("A search of more than 300 characters is refused, as ever; one with filters may have 2,000")
    func length() throws {
        let long = String(repeating: "a", count: 290)
        #expect(try read(long).isSearch)
        #expect(throws: FilterFault.self) { try read(long + String(repeating: "a", count: 11)) }
        #expect(try !read("has:email " + String(repeating: "a ", count: 900)).isSearch)
        #expect(throws: FilterFault.self) { try read("has:email " + String(repeating: "a ", count: 1_000)) }
    }

    @Test("Twenty parts are read, and one more is not; words side by side are one")
    func parts() throws {
        #expect(try !read(String(repeating: "tag:vip ", count: 20)).isSearch)
        #expect(throws: FilterFault.self) { try read(String(repeating: "tag:vip ", count: 21)) }
        #expect(throws: FilterFault.self) { try read((0...20).map { "a\($0)" }.joined(separator: " OR ")) }
        #expect(try !read("tag:vip " + String(repeating: "word ", count: 50)).isSearch)
    }

    @Test("What an index is asked for is what all alternatives share, a number alone")
    func terms() throws {
        #expect(try read("has:phone").term == nil)
        #expect(try read("name:anna OR has:phone").term == nil)
        #expect(try read("-name:anna").term == nil)
        #expect(try read("address:berlin").term == nil)
        #expect(try read("name:anna OR name:bert").term == SearchTerm(needs: [["anna", "bert"]]))
        #expect(try read("tag:vip has:phone").term == SearchTerm(needs: [["vip"]]))
        #expect(try read("domain:example.org -tag:vip").term == SearchTerm(needs: [["example.org"]]))
        #expect(try read("tag:vip phone:7654321").term == SearchTerm(needs: [[" 1234567", " 123456."]]))
        #expect(try read("& OR & has:phone").findsNobody)
    }

    @Test("Dates are of the days of a place")
    func zone() throws {
        let berlin = FilterDates(now: FilterTable.now, zone: .init(changes: [], initialOffset: 3_600, rule: nil))
        let filter = try #require(try CustomerFilter("changed:today", dates: berlin))
        #expect(filter.wireText == "changed:2026-11-29T23:00:00.000Z..2026-11-30T23:00:00.000Z")
        #expect(filter.range(of: .changed)?.lower == Timestamp("2026-11-29T23:00:00Z"))
        #expect(filter.range(of: .registered) == nil)
        #expect(try CustomerFilter("Changed:Today", dates: berlin)?.wireText == filter.wireText)
        #expect(try read("changed:7D").wireText == read("changed:7d").wireText)
    }

    @Test("Ranges of one kind of moment are cut to what they share")
    func ranges() throws {
        let range = try read("changed:2026 changed:>=2026-03 registered:2024 -changed:today").range(of: .changed)
        #expect(
            range == MomentRange(from: Timestamp("2026-03-01T00:00:00Z"), before: Timestamp("2027-01-01T00:00:00Z")))
    }

    @Test("A word that looks like a field gets a hint with the nearest one, and a pasted address none")
    func hints() throws {
        #expect(try read("anna compny:nordwind").hints.map(\.message).joined().contains("company:"))
        #expect(try read("  compny:nordwind").hints.map(\.place) == [2..<9])
        #expect(try read("tag:vip Phone: 12").hints.map(\.message).joined().contains("phone:…"))
        #expect(try read("regisered:2024").hints.map(\.message).joined().contains("Did you mean registered:?"))
        #expect(try read("created:2024").hints.count == 1)
        for text in [
            "mailto:anna@example.org", "tel:+49 89 7654321", "https://example.org", "Phone: 089 7654321",
            "Anna Berg, tel:0897654321", "sip:0897654321@example.org",
        ] {
            #expect(try read(text).hints.isEmpty, "\(text)")
        }
    }

    @Test("An OR with nothing on one side is a word, which is said with what to write")
    func loneOperator() throws {
        for text in ["anna OR", "OR anna", "anna OR OR bert", "tag:vip OR"] {
            let filter = try read(text)
            #expect(filter.hints.map(\.message).joined().contains("looked for as a word"), "\(text)")
        }
        let place = try #require(try read("anna OR").hints.first?.place)
        #expect(place == 5..<7)
        for text in ["anna OR bert", "OR", "anna or", "\"OR\" anna", "anna |", "tag:vip OR tag:old"] {
            #expect(try read(text).hints.isEmpty, "\(text)")
        }
    }

    @Test("AND and NOT beside words are words, which is said with what to write, and not of a name in capitals")
    func foreignOperators() throws {
        #expect(try read("bill AND gates").hints.map(\.message).joined().contains("leave it out"))
        #expect(try read("NOT bill").hints.map(\.message).joined().contains("as in -tag:vip"))
        #expect(try read("bill AND gates").hints.map(\.place) == [5..<8])
        for text in [
            "SMITH AND SONS", "DO NOT CALL LTD.", "smith and sons", "NOT", "\"AND\" bill", "bill AND", "AND bill",
        ] {
            #expect(try read(text).hints.isEmpty, "\(text)")
        }
    }

    @Test("Brackets that are to group get a sentence that says how OR and - bind")
    func brackets() {
        for text in [
            "(name:bill OR name:anna) has:phone", "-(tag:vip OR tag:old)", "anna OR (bert berg)", "[name:bill]",
            "[name:bill OR name:anna] has:phone", "!(tag:vip OR tag:old)",
        ] {
            let fault = #expect(throws: FilterFault.self, "\(text)") { try read(text) }
            #expect(fault?.message.contains("OR binds closer than the blank") ?? false, "\(text)")
        }
    }

    @Test("A ! that is to rule out gets a sentence that says what to write")
    func exclamationMarks() {
        for text in ["!tag:vip", "anna !tag:vip", "anna !berg"] {
            let fault = #expect(throws: FilterFault.self, "\(text)") { try read(text) }
            #expect(fault?.message.contains("write - before what is to be ruled out") ?? false, "\(text)")
        }
    }

    @Test("What is similar to words is looked for, also to those of names alone, and not beside other filters")
    func similar() throws {
        #expect(try read("andeson").similarTerm == SimilarTerm("andeson"))
        #expect(try read("name:andeson").similarTerm == SimilarTerm("andeson"))
        #expect(try read("name:\"anna andeson\"").similarTerm == SimilarTerm("anna andeson"))
        #expect(try read("anna name:andeson").similarTerm == SimilarTerm("anna andeson"))
        #expect(try read("Bill Andeson 206-555-0100 ☎").similarTerm?.phrase == SimilarTerm("bill andeson ☎")?.phrase)
        for text in [
            "name:andeson tag:vip", "-name:andeson", "name:andeson OR bert", "company:andeson", "name:0891234567",
        ] {
            #expect(try read(text).similarTerm == nil, "\(text)")
        }
    }

    @Test("Words that may be of an address are said as a filter of it, and an address as it is written finds by that")
    func addresses() throws {
        #expect(try read("10969 Berlin").addressText == "address:10969 address:Berlin")
        #expect(try read("Lindenstraße 5, Berlin").isLikeAddress && !read("hauptstraße").isLikeAddress)
        #expect(try read("hauptstraße").addressText == "address:hauptstraße")
        let text = try #require(try read("Lindenstraße 5, 10969 Berlin").addressText)
        let found = try FilterTable().people.filter { try read(text).matches($0) }
        #expect(found.map(\.name) == ["Anna Berg"])
        for text in [
            "tag:vip", "+49 89 7654321", "Anna 089 7654321", "anna@example.org", "\"two words\"", "& -", "a|b",
        ] {
            #expect(try read(text).addressText == nil, "\(text)")
        }
    }

    @Test("Words beside what may be the end of a number are said as a filter that finds by both")
    func numbers() throws {
        #expect(try read("Anna 4321").numberText == "Anna phone:4321")
        #expect(try read("321, Anna Berg").numberText == "Anna Berg phone:321")
        let text = try #require(try read("Anna 4321").numberText)
        #expect(try FilterTable().people.filter { try read(text).matches($0) }.map(\.name) == ["Anna Berg"])
        for text in [
            "4321", "Anna", "Anna 12", "Anna 4321 321", "Anna 0897654321", "tag:vip 4321", "4321 anna@example.org",
        ] {
            #expect(try read(text).numberText == nil, "\(text)")
        }
    }

    @Test("Field names, tags and dates are completed where one types")
    func completion() {
        func complete(_ text: String) -> [String]? {
            FilterCompletion(of: text, at: text.unicodeScalars.count) { _ in ["vip", "vip-former", "berlin"] }?
                .candidates
        }
        #expect(complete("anna co") == ["company:"])
        #expect(complete("-ha") == ["has:"])
        #expect(complete("a|re") == ["registered:"])
        #expect(complete("tag:VI") == ["vip", "vip-former"])
        #expect(complete("has:a") == ["address"])
        #expect(complete("changed:y") == ["yesterday"])
        #expect(complete("") == nil)
        #expect(complete("zzz") == nil)
        #expect(complete("company:n") == nil)
        #expect(FilterCompletion(of: "anna tag:b", at: 10) { _ in ["berlin"] }?.place == 9..<10)
    }
}
