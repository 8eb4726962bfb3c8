import Testing

@testable import Domain

@Suite("Several pasted lines")
struct PastedLinesTests {
    private static let cases: [(String, String?)] = [
        (
            "Subject: Hello\nFrom: \"Anna Berg\" <anna@example.org>\nTo: desk@example.com",
            "From: \"Anna Berg\" <anna@example.org>"
        ),
        ("To: desk@example.com\r\nDate: today\r\nfrom: anna@example.org\r\n", "from: anna@example.org"),
        (
            "Return-Path: <b@example.net>\nMessage-ID: <1@example.net>\nReply-To: anna@example.org",
            "Reply-To: anna@example.org"
        ),
        ("Von: Anna Berg\n  anna@example.org\nDatum: heute", "anna@example.org"),
        ("Message-ID: <1@example.net>\nno one", nil), ("two\nlines", nil), ("", nil), ("@\n@ @", nil),
    ]

    @Test("The sender's line counts, or else the first with an address", arguments: cases)
    func line(_ text: String, _ expected: String?) {
        #expect(PastedLines.addressLine(in: text) == expected)
    }

    @Test("Of a megabyte only the beginning is looked at")
    func long() {
        let text = String(repeating: "x\n", count: 500_000) + "anna@example.org"
        #expect(PastedLines.addressLine(in: text) == nil)
    }
}
