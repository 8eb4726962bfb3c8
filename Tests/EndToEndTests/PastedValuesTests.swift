import Domain
import Foundation
import TestSupport
import Testing

/// Values as people paste them, on the running program.
@Suite("What is pasted is cleaned, and makes no twin")
struct PastedValuesTests {
    @Test("Options, standard input, import and the API store the same number")
    func phones() async throws {
        try await Shell.beside { shell in
            let pasted = "\u{202D}+49\u{A0}(0)\u{A0}89 / 123 45–0\u{202C}"
            #expect(try await shell.run("add", "--name", "A", "--email", "a@b.co", "--phone", pasted).status == 0)
            let json = "{\"name\":\"B\",\"email\":\"b@b.co\",\"phone\":\"\(pasted)\"}"
            #expect(try await shell.run("add", "--stdin", input: json).status == 0)
            #expect(try await shell.run("import", "-", input: json.replacing("b@b", with: "c@b")).status == 0)
            let line = "curl -sS -X POST -H 'Content-Type: application/json' -d @- \"$CUSTOMERS_API_URL/api/customers\""
            let posted = try await shell.customers.shell(line, input: json.replacing("b@b", with: "d@b"))
            #expect(posted.status == 0, "\(posted.error)")
            let phones = try await shell.run("list", "--json").customers.map(\.phone)
            #expect(phones == Array(repeating: "+49 (0) 89 123 45-0", count: 4))
            _ = try await shell.run("edit", "a@b.co", "--phone", "555-0100 ext. 5")
            #expect(try await shell.run("show", "a@b.co", "--json").customer.phone == "555-0100 x5")
        }
    }

    @Test("An email in brackets, or with something invisible at its ends, is that of the existing customer")
    func twins() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--name", "Angle", "--email", "angle@example.com")
            for pasted in [
                "<angle@example.com>", "mailto:angle@example.com", "Angle <angle@example.com>,",
                "\u{200B}angle@example.com",
            ] {
                let twin = try await shell.run("add", "--name", "Angle", "--email", pasted)
                #expect(twin.status == 65 && twin.error.contains("customers show"), "\(twin.error)")
                let shown = try await shell.run("show", "\u{FEFF}angle@example.com")
                #expect(shown.status == 0, "\(shown.error)")
            }
            let inner = try await shell.run("add", "--name", "Angle", "--email", "an\u{200B}gle@example.com")
            #expect(inner.status == 65 && inner.error.contains("email must not contain invisible characters (U+200B)"))
            let nameless = try await shell.run("add", "--name", "\u{200B}\u{3164}", "--email", "n@example.com")
            #expect(nameless.status == 65 && nameless.error.contains("name must have a visible character"))
        }
    }
}
