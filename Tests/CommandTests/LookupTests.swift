import Domain
import Testing

@testable import Commands

@Suite("Looking up emails for a mail program")
struct LookupTests {
    private static func lines(_ emails: [String], source: String = "") -> [Substring] {
        var found = LookupCommand.Findings()
        found.add(emails.enumerated().map { .named("Ann \($0.offset)", email: $0.element) })
        return found.lines(source).split(separator: "\n")
    }

    @Test("Those without an email take no place of those who have one")
    func placesForEmails() {
        let lines = Self.lines(Array(repeating: "", count: 99) + ["ann@example.com"])
        #expect(lines == ["1 customer, and 99 without an email.", "ann@example.com\tAnn 99\t"])
    }

    @Test("The first line says how many there are, and whether they have an email")
    func headings() {
        #expect(Self.lines([]) == ["No matches."])
        #expect(Self.lines([""]) == ["1 customer, without an email."])
        #expect(Self.lines(["", ""], source: " on this machine") == ["2 customers on this machine, without an email."])
        #expect(Self.lines(["a@b.c"], source: " on this machine").first == "1 customer on this machine.")
    }

    @Test("Of more than are shown it says so, and what to do")
    func more() {
        let emails = (1...100).map { "ann\($0)@example.com" }
        #expect(Self.lines(Array(emails.prefix(99))).first == "99 customers.")
        let lines = Self.lines(emails)
        #expect(lines.first == "The first 99 customers; add a word to find fewer.")
        #expect(lines.count == 100 && lines.last?.hasPrefix("ann99@") == true)
    }
}
