import Domain
import Foundation
import TestSupport
import Testing
import Wire

struct CommandsTests {
    private static let anna = #"{"name":"Anna Smith","email":"anna@example.com","phone":"555 0100"}"#

    @Test(
        "Doctor finds 80 columns wide enough, and says of fewer what would show more",
        arguments: [
            (80, "ok   size          80 columns, 40 rows"),
            (79, "warn size          79 columns, 40 rows: 80 by 24 show more."),
        ])
    func doctorOnATerminal(_ columns: Int, _ finding: String) async throws {
        let command = [Program("customers").path, "doctor"]
        try await TerminalFixture.onServer(rows: 40, columns: columns, command: command) { fixture in
            try await fixture.client.wait(forText: finding, seconds: 30)
        }
    }

    @Test("Doctor says of plain HTTP to this machine that it goes no further")
    func doctorOnPlainHTTP() async throws {
        try await Shell.beside { shell in
            let doctor = try await shell.run("doctor")
            #expect(
                doctor.output.contains("ok   transport     plain HTTP to this machine only\n"), "\(doctor.output)")
        }
    }

    @Test("What is added is shown, by id and by email, as the API's own JSON")
    func addAndShow() async throws {
        try await Shell.beside { shell in
            let added = try await shell.run("add", "--stdin", "--json", input: Self.anna)
            #expect(added.status == 0, "\(added.error)")
            let customer = try added.customer
            #expect(
                customer.details
                    == (try CustomerDetails(name: "Anna Smith", email: "anna@example.com", phone: "555 0100")))
            for reference in [customer.id.text, "ANNA@example.com"] {
                let shown = try await shell.run("show", reference, "--json")
                #expect(try shown.customer == customer, "\(shown.error)")
            }
            let forPeople = try await shell.run("show", customer.id.text)
            #expect(forPeople.output.contains("Name     Anna Smith\nEmail    anna@example.com\n"))
        }
    }

    @Test("An edit changes what is named and nothing else, and an empty value takes a field away")
    func edit() async throws {
        try await Shell.beside { shell in
            let added = try await shell.run("add", "--stdin", "--json", input: Self.anna).customer
            let moved = try await shell.run("edit", added.id.text, "--address", "1 Main St", "--phone", "", "--json")
            let customer = try moved.customer
            #expect(
                customer.details
                    == (try CustomerDetails(name: "Anna Smith", email: "anna@example.com", address: "1 Main St")))
            #expect(customer.version == 2)
            let again = try await shell.run("edit", added.id.text, "--address", "1 Main St", "--json")
            #expect(try again.customer.version == 2)
            #expect(again.error.contains("Nothing to change"))
        }
    }

    @Test("What show printed can be changed and piped back, unless somebody was faster")
    func editFromPipe() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--stdin", input: Self.anna)
            let shown = try await shell.run("show", "anna@example.com", "--json").output
            let renamed = shown.replacing("Anna Smith", with: "Anna Jones")
            let first = try await shell.run("edit", "anna@example.com", "--stdin", "--json", input: renamed)
            #expect(try first.customer.name == "Anna Jones", "\(first.error)")
            let late = try await shell.run("edit", "anna@example.com", "--stdin", input: shown)
            #expect(late.status == 75)
            #expect(late.output.isEmpty)
            #expect(late.error.contains("made from version 1, and the customer is at version 2"))
        }
    }

    @Test("What a search finds is in order when that is asked for, also of what is kept here")
    func sortedSearch() async throws {
        let names = ["Zoe Smith", "Émile Smith", "bob Smith", "Anna Smith"]
        try await Outage.after { shell in
            for (index, name) in names.enumerated() {
                #expect(try await shell.run("add", "--name", name, "--email", "\(index)@b.co").status == 0)
            }
            let up = try await shell.run("list", "--search", "smith", "--sort", "name", "--json")
            #expect(try up.customers.map(\.name) == ["Anna Smith", "bob Smith", "Émile Smith", "Zoe Smith"])
            let down = try await shell.run("list", "--sort", "-name", "--search", "smith", "--limit", "2", "--json")
            #expect(try down.customers.map(\.name) == ["Zoe Smith", "Émile Smith"], "\(down.error)")
            let nobody = try await shell.run("list", "--sort", "-name", "--search", "jones")
            #expect((nobody.status, nobody.output) == (0, ""))
            #expect(nobody.error.contains("No matches."))
        } _: { outage in
            let kept = try await outage.shell.run(
                "list", "--sort", "-name", "--search", "smith", "--limit", "3", "--json")
            #expect(kept.status == 69)
            #expect(try kept.customers.map(\.name) == ["Zoe Smith", "Émile Smith", "bob Smith"], "\(kept.error)")
        }
    }

    @Test("A list takes filter, order and columns of a view, an export its filter; what is wrong with it is named")
    func views() async throws {
        try await Shell.beside { shell in
            for (index, name) in ["Bo Smith", "Anna Smith", "Cy Jones"].enumerated() {
                #expect(try await shell.run("add", "--name", name, "--email", "\(index)@b.co").status == 0)
            }
            try shell.configure(
                "[views.smiths]\nfilter = \"smith\"\nsort = \"-Name\"\ncolumns = [\"name\"]\n"
                    + "[views.odd]\nsort = \"email\"\n")
            let listed = try await shell.run("list", "--view", "smiths", "--json")
            #expect(try listed.customers.map(\.name) == ["Bo Smith", "Anna Smith"], "\(listed.error)")
            let up = try await shell.run("list", "--view", "smiths", "--sort", "name", "--json")
            #expect(try up.customers.map(\.name) == ["Anna Smith", "Bo Smith"])
            #expect(try await shell.run("list", "--view", "smiths").output == "Bo Smith\nAnna Smith\n")
            let exported = try await shell.run("export", "--view", "smiths")
            #expect(exported.output.split(separator: "\n").count == 2, "\(exported.error)")
            let unknown = try await shell.run("list", "--view", "smith")
            #expect((unknown.status, unknown.output) == (64, ""))
            #expect(unknown.error.contains("There is no view \"smith\"; did you mean smiths?"), "\(unknown.error)")
            let odd = try await shell.run("list", "--view", "odd")
            #expect(
                odd.status == 78 && odd.error.contains("config.toml:5: view odd is in the order \"email\""),
                "\(odd.error)")
            #expect(try await shell.run("list", "--view", "odd", "--search", "x").status == 64)
        }
    }

    @Test("An option takes a value that begins with a dash, and an empty one, as its help offers")
    func dashedValues() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--stdin", input: Self.anna)
            let edited = try await shell.run("edit", "anna@example.com", "--phone=", "--name", "-Anna -", "--json")
            #expect(try edited.customer.phone == nil, "\(edited.error)")
            #expect(try edited.customer.name == "-Anna -")
            let listed = try await shell.run("list", "--sort", "-name", "--json")
            #expect(try listed.customers.count == 1, "\(listed.error)")
        }
    }

    @Test("A deleted customer is gone, and says so")
    func delete() async throws {
        try await Shell.beside { shell in
            let added = try await shell.run("add", "--stdin", "--json", input: Self.anna).customer
            let unasked = try await shell.run("delete", "anna@example.com")
            #expect(unasked.status == 64)
            #expect(unasked.error.contains("--yes"))
            let deleted = try await shell.run("delete", "anna@example.com", "--yes")
            #expect(deleted.status == 0, "\(deleted.error)")
            #expect(deleted.output.isEmpty)
            #expect(deleted.error.hasPrefix("Deleted \(added.id.text). Until 20"), "\(deleted.error)")
            let gone = try await shell.run("show", added.id.text)
            #expect(gone.status == 66)
            #expect(gone.error.contains("deleted"))
        }
    }

    @Test("A list is in the order of names over all pages, as JSON, as CSV and as tabs")
    func list() async throws {
        try await Shell.beside(["--sample", "2300"]) { shell in
            let all = try await shell.run("list", "--json").customers
            #expect(all.count == 2_300)
            #expect(
                zip(all, all.dropFirst()).allSatisfy {
                    $0.details.nameFold.utf8.lexicographicallyPrecedes($1.details.nameFold.utf8)
                        || $0.details.nameFold == $1.details.nameFold
                })
            let backwards = try await shell.run("list", "--json", "--sort=-name", "--limit", "1500").customers
            #expect(backwards.map(\.details.nameFold) == all.reversed().prefix(1_500).map(\.details.nameFold))
            let lines = try await shell.run("list", "--csv", "--limit", "3").output.split(separator: "\n")
            let heading =
                "customer_id,name,email,phone,address,company,tags,registration_date,created_at,updated_at,version,updated_by"
            #expect(lines.first.map(String.init) == heading)
            let rows = try await shell.run("list").output.split(separator: "\n")
            #expect(rows.count == 2_300)
            #expect(rows.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count == 4 })
        }
    }

    @Test("A search finds by the beginning of words and by the end of a phone number")
    func search() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--stdin", input: Self.anna)
            _ = try await shell.run("add", "--stdin", input: #"{"name":"Bao","email":"bao@example.org"}"#)
            for term in ["smi an", "0100", "example.com"] {
                let found = try await shell.run("list", "--search", term, "--json").customers
                #expect(found.map(\.name) == ["Anna Smith"], "\(term)")
            }
            let nobody = try await shell.run("list", "--search", "zzz", "--json")
            #expect(try nobody.customers.isEmpty)
            #expect(nobody.status == 0)
        }
    }

    @Test("A reader that has seen enough ends the list without a word")
    func closedPipe() async throws {
        try await Shell.beside(["--sample", "3000"]) { shell in
            let head = try await shell.customers.shell("\"$program\" list --csv | head -1")
            #expect(head.output.hasPrefix("customer_id,"))
            #expect(head.output.split(separator: "\n").count == 1)
            #expect(head.error.isEmpty)
        }
    }

    @Test("On a terminal no customer can command it, in a pipe every value is exact")
    func hostileNames() async throws {
        try await Shell.beside { shell in
            let name = "A\u{200D}B 👩\u{200D}🔬\u{FEFF}\u{AD}"
            let json = JSONBody.bytes(["name": name, "email": "a@b.co"])
            let added = try await shell.run("add", "--stdin", "--json", input: String(decoding: json, as: UTF8.self))
            let stored = try added.customer.name
            #expect(try await shell.run("list", "--json").customers.map(\.name) == [stored])
            for arguments in ["list", "list --json", "list --csv", "show a@b.co", "export 2>/dev/null"] {
                let typed = try await shell.customers.shell(
                    "script -qec \"$program \(arguments)\" /dev/null", input: "")
                let shown = typed.output.unicodeScalars
                #expect(typed.output.contains("a@b.co"), "\(arguments): \(typed.output) \(typed.error)")
                #expect(
                    !shown.contains { $0 == "\u{FEFF}" || $0 == "\u{200D}" || $0 == "\u{AD}" || $0 == "\u{1B}" },
                    "\(arguments)")
            }
        }
    }

    @Test("Without an answer at the terminal nothing is deleted", arguments: [("n\n", 1), ("\n", 1), ("y\n", 0)])
    func confirmation(_ answer: String, _ status: Int) async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--stdin", input: Self.anna)
            let asked = try await shell.customers.shell(
                "script -qec \"$program delete anna@example.com\" /dev/null", input: answer)
            #expect(asked.status == status, "\(asked.output)")
            #expect(asked.output.contains("Delete Anna Smith <anna@example.com>? [y/N]"))
            let left = try await shell.run("show", "anna@example.com")
            #expect(left.status == (status == 0 ? 66 : 0))
        }
    }
}
