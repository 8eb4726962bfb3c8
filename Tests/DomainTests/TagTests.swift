import Domain
import Randomness
import Testing

@Suite("Tags")
struct TagTests {
    private func tags(_ raw: String) throws -> String? { try CustomerField.tags.validated(raw) }

    private func fault(_ raw: String) -> FieldViolation? {
        #expect(throws: FieldViolation.self) { try CustomerField.tags.validated(raw) }
    }

    @Test(
        "Are in lower case, in order and none twice, whatever stands between them",
        arguments: [
            ("vip", "vip"), ("VIP, berlin", "berlin vip"), (" b;a\tb\nA ,, c\u{3000}d", "a b c d"),
            ("Größe GRÖSSE größe", "grösse größe"), ("gro\u{308}\u{DF}e größe", "größe"), ("a-b_c.1", "a-b_c.1"),
            ("İstanbul İZMİR ISPARTA", "istanbul izmir isparta"), ("i\u{307}stanbul", "istanbul"),
            ("東京 สำคัญ हिन्दी ガス", "สำคัญ ガス हिन्दी 東京"),
        ])
    func canonical(raw: String, stored: String) throws {
        let words = Set(stored.split(separator: " "))
        let value = try #require(try tags(raw))
        #expect(Set(value.split(separator: " ")) == words && value.split(separator: " ").count == words.count)
        #expect(try tags(value) == value)
        #expect(
            CustomerField.tags.words(in: value).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                == CustomerField.tags.words(in: value))
    }

    @Test("Of nothing there are none", arguments: ["", " ", ",", " ; ,\n", "\u{200B}"])
    func none(raw: String) throws {
        #expect(try tags(raw) == nil)
        #expect(CustomerField.tags.words(in: nil).isEmpty && CustomerField.tags.value(of: []) == nil)
    }

    @Test(
        "Have letters, digits and - _ . and nothing else",
        arguments: ["a/b", "#vip", "a:b", "a@b", "100%", "❤", "a\u{200D}b"])
    func characters(raw: String) {
        let fault = fault(raw)
        #expect(fault?.code == .character && fault?.field == "tags")
        #expect(fault?.message.hasPrefix("must be words of letters, digits, - _ and . without ") == true)
    }

    @Test("Have 30 characters each, and are 20 together")
    func limits() throws {
        let longest = String(repeating: "𠮷", count: 30)
        #expect(try tags(longest) == longest)
        #expect(fault(longest + "a")?.code == .tooLong)
        let twenty = (1...20).map { "\($0)" + String(repeating: "𠮷", count: 28) }
        #expect(try tags(twenty.joined(separator: ","))?.split(separator: " ").count == 20)
        #expect(fault((twenty + ["x"]).joined(separator: " "))?.message == "must be 20 words at most, not 21")
        #expect(try tags((twenty + [twenty[0]]).joined(separator: " ")) != nil)
    }

    @Test("An array's are taken one by one: none may be empty, or two in one")
    func joined() throws {
        let field = CustomerField.tags
        #expect(try field.joined([" VIP ", "b"]) == "VIP b")
        for wrong in [["a b"], ["a,b"], ["a;b"], ["a\nb"], ["a", ""], [" "], Array(repeating: "a", count: 21)] {
            #expect(throws: FieldViolation.self) { try field.joined(wrong) }
        }
    }
}

@Suite("Tags of two sides are merged word by word")
struct TagMergeTests {
    private static let letters = ["a", "b", "c", "d", "e"]

    private func details(_ tags: some Collection<String>) throws -> CustomerDetails {
        try CustomerDetails { [.name: "Ann", .phone: "1", .tags: tags.joined(separator: " ")][$0] }
    }

    private func tags(_ details: CustomerDetails) -> Set<String> { Set(CustomerField.tags.words(in: details[.tags])) }

    @Test("Each side's additions and removals are made, and nothing conflicts")
    func merges() throws {
        var random = SplitMix(seed: 1)
        for _ in 0..<2_000 {
            let sets = (0..<3).map { _ in Set(Self.letters.filter { _ in Bool.random(using: &random) }) }
            let (base, mine, theirs) = (sets[0], sets[1], sets[2])
            let merged = CustomerEdit(from: try details(base), to: try details(mine)).merged(onto: try details(theirs))
            let result = tags(merged.remaining.applied(to: try details(theirs)))
            for letter in Self.letters {
                let isMine = mine.contains(letter) != base.contains(letter)
                #expect(result.contains(letter) == (isMine ? mine : theirs).contains(letter))
            }
            #expect(merged.conflicts.isEmpty)
            #expect(merged.remaining.changes[.tags]?.to == (result == theirs ? nil : try details(result)[.tags]))
        }
    }

    @Test("An edit without the one before it keeps what it did itself")
    func without() throws {
        let (none, one, both) = (try details(["a"]), try details(["a", "b"]), try details(["b", "c"]))
        let (first, second) = (CustomerEdit(from: none, to: one), CustomerEdit(from: one, to: both))
        #expect(tags(second.without(first).applied(to: none)) == ["c"])
        #expect(second.without(first).changes[.tags]?.from == "a")
        #expect(first.followed(by: second) == CustomerEdit(from: none, to: both))
    }

    @Test("More than there may be together are a conflict")
    func tooMany() throws {
        let (mine, theirs) = ((1...15).map { "m\($0)" }, (1...6).map { "t\($0)" })
        let edit = CustomerEdit(from: try details([]), to: try details(mine))
        #expect(edit.merged(onto: try details(theirs)).conflicts == [.tags])
        #expect(edit.merged(onto: try details(theirs)).remaining.changes[.tags]?.to == (try details(mine))[.tags])
        #expect(edit.merged(onto: try details(theirs.dropLast())).conflicts.isEmpty)
    }
}
