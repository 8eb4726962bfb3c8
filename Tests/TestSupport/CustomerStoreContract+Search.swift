import CustomerAPI
import Domain
import SearchCases
import Testing
import Wire

extension CustomerStoreContract {
    static let searches = [
        CustomerStoreContract("Every typed word begins a word of the name, the email or its domain") { subject in
            try await subject.add("Maria da Silva", email: "ms@corp.example.net")
            try await subject.add("Mario Rossi", email: "rossi@example.org")
            try await subject.expectFound([
                "mar": ["Maria da Silva", "Mario Rossi"], "MARIO": ["Mario Rossi"], "silva maria": ["Maria da Silva"],
                "d s m": ["Maria da Silva"], "ms@": ["Maria da Silva"], "corp.ex": ["Maria da Silva"],
                "example.org": ["Mario Rossi"], "mar ros": ["Mario Rossi"], "maria rossi": [], "aria": [], "net": [],
                "@example.org": ["Mario Rossi"], "example": ["Maria da Silva", "Mario Rossi"],
                "mari maria": ["Maria da Silva"], "mar mar mar": ["Maria da Silva", "Mario Rossi"],
            ])
        },
        CustomerStoreContract("Accents, case and strokes do not matter") { subject in
            try await subject.add("Søren Weiß-Łukasz", email: "a@example.com")
            try await subject.add("Ærin Đặng", email: "b@example.com")
            try await subject.add("Ἀλέξανδρος Σοφός", email: "c@example.com")
            let (soren, aerin, alexandros) = ("Søren Weiß-Łukasz", "Ærin Đặng", "Ἀλέξανδρος Σοφός")
            try await subject.expectFound([
                "soren": [soren], "SØR": [soren], "weiss": [soren], "WEISS": [soren], "weiß": [soren], "luk": [soren],
                "aer": [aerin], "dang": [aerin], "Æ": [aerin], "αλεξ": [alexandros], "ΣΟΦΟΣ": [alexandros],
                "So\u{308}r": [soren],
            ])
        },
        CustomerStoreContract("Hyphens, apostrophes, dots and commas part words, and whole words are found too") {
            subject in
            try await subject.add("Conan O'Brien-Smith", email: "x@example.com")
            try await subject.add("Sean O’Casey, Jr.", email: "y@example.com")
            try await subject.expectFound([
                "brien": ["Conan O'Brien-Smith"], "o'brien": ["Conan O'Brien-Smith"], "smith": ["Conan O'Brien-Smith"],
                "o'brien-s": ["Conan O'Brien-Smith"], "casey": ["Sean O’Casey, Jr."],
                "o": ["Conan O'Brien-Smith", "Sean O’Casey, Jr."],
                "jr": ["Sean O’Casey, Jr."], "o’casey,": ["Sean O’Casey, Jr."], "obrien": ["Conan O'Brien-Smith"],
            ])
        },
        CustomerStoreContract("The first eight words of a name are found, and no ninth") { subject in
            let name = "one two three four five six seven eight nine"
            try await subject.add(name, email: "z@example.com")
            try await subject.expectFound([
                "eight": [name], "nine": [], "one two three four five six seven eight": [name],
            ])
            try await subject.expectFound(["one two three four five six seven eight z@ ex": [name]])
            try await subject.expectFound(["one two three four five six seven eight z@ ex a": []])
            let many = (1...50).map { "w\($0)w" }.joined(separator: " ")
            try await subject.expectFound([many: []])
        },
        CustomerStoreContract("A phone is found by its last digits, three at least") { subject in
            try await subject.add("Ann", phone: "+49 (30) 123-456")
            try await subject.add("Bea", phone: "0123456")
            try await subject.add("Cid", phone: "456 7")
            try await subject.add("Dan", phone: "56")
            try await subject.add("456 Street")
            try await subject.expectFound([
                "456": ["456 Street", "Ann", "Bea"], "3456": ["Ann", "Bea"], "+49 30 123456": ["Ann", "Bea"],
                "4930123456": ["Ann", "Bea"],
                "4567": ["Cid"], "149": [], "56": [], "45": ["456 Street"], "030 123456": ["Ann", "Bea"],
                "0049 30 123456": ["Ann", "Bea"],
                "+4930": ["Ann"], "+49 123456": ["Bea"], "123456": ["Ann", "Bea"],
            ])
        },
        CustomerStoreContract("An id is found by its first digits, six at least") { subject in
            let ann = try await subject.add("Ann", id: CustomerID("3fa85f64-5717-4562-b3fc-2c963f66afa6") ?? .random())
            try await subject.add("3fa85f Road")
            try await subject.expectFound([
                "3fa85": ["3fa85f Road"], "3fa85f": ["3fa85f Road", "Ann"], "3FA85F64": ["Ann"], ann.id.text: ["Ann"],
            ])
        },
        CustomerStoreContract("Anyone who has the phone with and without an extension is shown once") { subject in
            try await subject.add("Ann", phone: "+1 555 555 1212 x12")
            try await subject.expectFound(["212": ["Ann"], "5551212": ["Ann"], "+1 555 555 1212 x12": ["Ann"]])
        },
        CustomerStoreContract("A search for marks alone finds nobody") { subject in
            try await subject.add("Smith & Co - A, B")
            try await subject.expectFound(["&": [], "-": [], ",": [], "& smith": ["Smith & Co - A, B"]])
        },
        CustomerStoreContract("The whole table of searches finds exactly whom its rules name") { subject in
            let cases = try SearchTable()
            for person in cases.people { try await subject.add(person.customer) }
            let tokens = cases.people.map { (name: $0.customer.name, tokens: subject.tokens(of: $0.customer)) }
            let texts = cases.texts.enumerated().filter { $0.offset.isMultiple(of: subject.caseStride) }.map(\.element)
            for typed in texts {
                guard let term = SearchTerm(typed) else { continue }
                let expected = tokens.filter { subject.finds($0.tokens, by: term) }.map(\.name).sorted()
                #expect(try await subject.found(typed) == expected, "\(typed)")
            }
        },
        CustomerStoreContract("Plain words look into addresses where the store has an index of them, and nowhere else")
        { subject in
            let ann = try await subject.add(
                "Ann Lindner", phone: "030 123456", address: "Lindenstraße 12\n10115 Berlin")
            try await subject.add("Berlin Meier", address: "Berliner Str. 3")
            try await subject.add("Bea Meier", address: "12 Lê Lợi, Phường Bến Nghé, Huế")
            let found: (_ all: [String], _ entries: [String]) -> [String] = { subject.store.findsAddresses ? $0 : $1 }
            try await subject.expectFound([
                "lindenstrasse": found(["Ann Lindner"], []), "LINDENSTR": found(["Ann Lindner"], []),
                "lind": ["Ann Lindner"], "10115": found(["Ann Lindner"], []),
                "10115 Berlin": found(["Ann Lindner"], []),
                "Lindenstraße 12, 10115 Berlin": found(["Ann Lindner"], []), "12 le loi": found(["Bea Meier"], []),
                "12": found(["Ann Lindner", "Bea Meier"], []), "ann berlin": found(["Ann Lindner"], []),
                "berlin": found(["Ann Lindner", "Berlin Meier"], ["Berlin Meier"]), "berlin meier": ["Berlin Meier"],
                "meier hue": found(["Bea Meier"], []), "lindenstrasse meier": [], "456": ["Ann Lindner"],
            ])
            _ = try await subject.write(
                ann.id,
                .replace(
                    NewCustomer(
                        try StoreUnderTest.details(
                            "Ann Lindner", email: "al@example.com", phone: "030 123456", address: "Am Ufer 1"))))
            try await subject.expectFound([
                "lindenstrasse": [], "ufer": found(["Ann Lindner"], []), "ann 456": found(["Ann Lindner"], []),
                "meier 456": [],
            ])
            _ = try await subject.write(ann.id, .delete)
            try await subject.expectFound(["ufer": []])
        },
        CustomerStoreContract("A search follows what is changed and deleted") { subject in
            let ann = try await subject.add("Ann Old", email: "ann@example.com", phone: "123456")
            _ = try await subject.write(
                ann.id,
                .replace(
                    NewCustomer(try StoreUnderTest.details("Ann New", email: "new@example.net", phone: "777888"))))
            try await subject.expectFound([
                "old": [], "ann": ["Ann New"], "new": ["Ann New"], "example.com": [], "example.net": ["Ann New"],
                "456": [], "888": ["Ann New"], "ann@": [],
            ])
            _ = try await subject.write(ann.id, .delete)
            try await subject.expectFound(["ann": [], "new": [], "888": []])
        },
        CustomerStoreContract("Pages of any size find exactly the customers the term matches, nobody twice") {
            subject in
            let customers = try await subject.addCrowd()
            for typed in StoreUnderTest.crowdTerms(every: subject.stride) {
                let term = try #require(SearchTerm(typed))
                let expected = Set(customers.filter { subject.finds(subject.tokens(of: $0), by: term) }.map(\.id))
                let whole = try await subject.all(.search(term), limit: 1_000)
                #expect(Set(whole.map(\.id)) == expected && whole.count == expected.count, "\(typed)")
                for limit in [1, 2, 7] where expected.count < 30 || limit == 7 {
                    #expect(try await subject.all(.search(term), limit: limit) == whole, "\(typed) by \(limit)")
                }
            }
        },
    ]
}

extension StoreUnderTest {
    fileprivate func expectFound(_ expected: [String: [String]]) async throws {
        for (typed, names) in expected {
            #expect(try await found(typed) == names.sorted(), "\(typed)")
        }
    }

    private static let crowdWords = [
        "Ann", "anna", "Änne", "An-Na", "Anna-Lena", "ann's", "ße", "sse", "S.", "Ø", "李明", "Иван", "and.ann",
    ]

    /// Every pair of words that are easily taken for one another; the emails begin like the names.
    fileprivate func addCrowd() async throws -> [Customer] {
        var customers: [Customer] = []
        for (row, first) in Self.crowdWords.enumerated() {
            for (column, second) in Self.crowdWords.enumerated() {
                let number = row * Self.crowdWords.count + column
                let email = "ann\(number)@" + (number.isMultiple(of: 3) ? "anna.example" : "example.com")
                let phone = number.isMultiple(of: 2) ? "0\(number)00-\(number % 5)" : nil
                customers.append(try await add("\(first) \(second)", email: email, phone: phone))
            }
        }
        return customers
    }

    /// Beginnings of those words, alone and in pairs, and some phones.
    fileprivate static func crowdTerms(every stride: Int) -> [String] {
        let pairs = prefixes.enumerated().flatMap { index, first in
            prefixes.dropFirst(index + 1).map { "\($0) \(first)" }
        }
        let tried = Swift.stride(from: 0, to: pairs.count, by: stride).map { pairs[$0] }
        return prefixes + tried + ["000", "0-1", "(00) 3", "1000"]
    }

    private static let prefixes = [
        "a", "an", "ann", "anna", "änna", "anna-", "anna-lena", "lena", "na", "s", "ss", "ß", "o", "李", "и", "ива",
        "and", "ann1", "anna.example", "x",
    ]
}
