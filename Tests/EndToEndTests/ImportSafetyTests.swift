import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// What an import must not do to people who are there.
@Suite("An import takes nothing away that it does not name")
struct ImportSafetyTests {
    private static let full = """
        name,email,phone,address
        Lena Aster,lena@example.com,+1 555 0100,"1 Elm Row
        Brackwell"
        Otis Marl,otis@example.com,555 0101,2 Elm Row

        """

    private func expect(
        _ shell: Shell, _ email: String, phone: String?, address: String?, name: String? = nil, version: Int? = nil,
        _ place: SourceLocation = #_sourceLocation
    ) async throws {
        let shown = try await shell.run("show", email, "--json")
        let customer = try shown.customer
        #expect(customer.phone == phone, sourceLocation: place)
        #expect(customer.address == address, sourceLocation: place)
        if let name { #expect(customer.name == name, sourceLocation: place) }
        if let version { #expect(customer.version == version, sourceLocation: place) }
    }

    @Test("A column or member that a file lacks leaves the field, with --update and without")
    func absentOnline() async throws {
        try await Shell.beside { shell in
            #expect(try await shell.run("import", shell.file("full.csv", Self.full)).status == 0)
            let csv = try shell.file(
                "n.csv", "email,name\nlena@example.com,Lena Aster-Marl\notis@example.com,Otis Marl\n")
            let plain = try await shell.run("import", csv)
            #expect(plain.error == "line 2 differs in name: Lena Aster → Lena Aster-Marl\n")
            #expect(plain.output == "0 created, 0 updated, 1 unchanged, 1 differ\n")
            let dry = try await shell.run("import", csv, "--update", "--dry-run")
            #expect(dry.error == "line 2 changes name: Lena Aster → Lena Aster-Marl\n")
            #expect(
                try await shell.run("import", csv, "--update").output == "0 created, 1 updated, 1 unchanged, 0 differ\n"
            )
            let address = "1 Elm Row\nBrackwell"
            try await expect(
                shell, "lena@example.com", phone: "+1 555 0100", address: address, name: "Lena Aster-Marl", version: 2)
            for (name, text) in [
                ("n.jsonl", #"{"name":"Lena Aster","email":"lena@example.com"}"#),
                ("n.json", #"[{"email":"lena@example.com","name":"Lena"}]"#),
                ("n2.json", "{\n  \"email\": \"LENA@example.com\",\n  \"name\": \"Lena Marl\"\n}\n"),
                ("short.csv", "name,email,phone,address\nLena M,lena@example.com\n"),
                ("phone.csv", "email,phone\nlena@example.com,+1 555 0100\n"),
            ] {
                let imported = try await shell.run("import", shell.file(name, text), "--update")
                #expect(imported.status == 0, "\(imported.error)")
                try await expect(shell, "lena@example.com", phone: "+1 555 0100", address: address)
            }
            try await expect(shell, "otis@example.com", phone: "555 0101", address: "2 Elm Row", version: 1)
        }
    }

    @Test("An empty cell and null take the value away")
    func emptyOnline() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", shell.file("full.csv", Self.full))
            let csv = try shell.file("e.csv", "name,email,phone\nLena Aster,lena@example.com,\n")
            let dry = try await shell.run("import", csv, "--update", "--dry-run")
            #expect(dry.error == "line 2 changes phone: +1 555 0100 → –\n")
            _ = try await shell.run("import", csv, "--update")
            try await expect(shell, "lena@example.com", phone: nil, address: "1 Elm Row\nBrackwell")
            let json = #"{"name":"Otis Marl","email":"otis@example.com","address":null}"#
            _ = try await shell.run("import", "-", "--update", input: json)
            try await expect(shell, "otis@example.com", phone: "555 0101", address: nil)
        }
    }

    @Test("While the API is away the same holds of what is queued, and of what is sent later")
    func absentOffline() async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            _ = try await shell.run("import", shell.file("full.csv", Self.full))
            // It can compare with customers this machine has seen.
            _ = try await shell.run("show", "lena@example.com")
        }
        try await Outage.after(seed) { outage in
            let shell = outage.shell
            let file = try shell.file(
                "n.csv",
                "email,name\nlena@example.com,Lena Aster-Marl\notis@example.com,Otis Marl\nnew@example.com,New\n")
            let imported = try await shell.run("import", file, "--update")
            #expect(imported.output.hasSuffix("3 queued\n"), "\(imported.output) \(imported.error)")
            let again = try await shell.run(
                "import", shell.file("p.csv", "email,phone\nnobody@example.com,1\n"), "--update")
            #expect(again.error.contains("line 2 is about no known customer"))
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 0, "\(sent.error)")
                try await expect(
                    shell, "lena@example.com", phone: "+1 555 0100", address: "1 Elm Row\nBrackwell",
                    name: "Lena Aster-Marl")
                try await expect(shell, "otis@example.com", phone: "555 0101", address: "2 Elm Row", version: 1)
                #expect(try await shell.run("queue", "--json").output == "[\n]\n")
            }
        }
    }

    @Test("A line of an older version is listed, and written only with --overwrite")
    func stale() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", shell.file("full.csv", Self.full))
            let monday = shell.folder + "/monday.csv"
            _ = try await shell.run("export", monday)
            _ = try await shell.run("edit", "lena@example.com", "--phone", "+1 555 7777")
            _ = try shell.file(
                "monday.csv", try shell.text(of: "monday.csv").replacing("Otis Marl", with: "Otis Marl II"))
            let line =
                "is stale in phone: +1 555 7777 → +1 555 0100 (it is of version 1, the customer of version 2 since 20"
            let plain = try await shell.run("import", monday)
            #expect(plain.status == 0 && plain.output == "0 created, 0 updated, 0 unchanged, 1 differ, 1 stale\n")
            for arguments in [["--dry-run"], []] {
                let refused = try await shell.customers.run(["import", monday, "--update"] + arguments)
                #expect(refused.output.hasSuffix("0 created, 1 updated, 0 unchanged, 0 differ, 1 stale\n"))
                #expect(refused.error.contains(line), "\(refused.error)")
                #expect(refused.status == 65)
            }
            try await expect(shell, "lena@example.com", phone: "+1 555 7777", address: "1 Elm Row\nBrackwell")
            try await expect(shell, "otis@example.com", phone: "555 0101", address: "2 Elm Row", name: "Otis Marl II")
            let dry = try await shell.run("import", monday, "--overwrite", "--dry-run")
            #expect(dry.error.contains("changes phone: +1 555 7777 → +1 555 0100\n"))
            #expect(try await shell.run("import", monday, "--overwrite").status == 0)
            try await expect(
                shell, "lena@example.com", phone: "+1 555 0100", address: "1 Elm Row\nBrackwell", version: 3)
        }
    }

    @Test("A stale line is not accepted by the queue, either")
    func staleOffline() async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            _ = try await shell.run("import", shell.file("full.csv", Self.full))
            _ = try await shell.run("export", shell.folder + "/monday.jsonl")
            _ = try await shell.run("edit", "lena@example.com", "--phone", "+1 555 7777")
            _ = try await shell.run("list")
        }
        try await Outage.after(seed) { outage in
            let shell = outage.shell
            let imported = try await shell.run("import", shell.folder + "/monday.jsonl", "--update")
            #expect(imported.output == "0 created, 0 updated, 1 unchanged, 0 differ, 1 stale\n", "\(imported.error)")
            #expect(imported.status == 65)
            let forced = try await shell.run("import", shell.folder + "/monday.jsonl", "--overwrite")
            #expect(forced.output.hasSuffix("1 queued\n"))
        }
    }

    @Test("What a dry run shows is one line for each field, cut, and harmless to a terminal")
    func boundedDifferences() async throws {
        try await Shell.beside { shell in
            let name = String(repeating: "x", count: 90)
            _ = try await shell.run("add", "--name", name, "--email", "a@b.co", "--address", "One\nTwo")
            let csv = try shell.file("a.csv", "name,email,address\nB\u{200D}\u{2028}C,a@b.co,\"Three\nFour\"\n")
            let dry = try await shell.run("import", csv, "--update", "--dry-run")
            let lines = dry.error.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.contains(String(repeating: "x", count: 59) + "… → ") == true, "\(dry.error)")
            #expect(lines.first?.unicodeScalars.contains("\u{2028}") == false)
            #expect(lines.last == "line 2 changes address: One⏎Two → Three⏎Four")
        }
    }

    @Test("Two lines about one customer, one by the id and one by the email, do not overwrite each other")
    func twoLines() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com", "--phone", "1")
            let id = try await shell.run("show", "anna@example.com", "--json").customer.id.text
            let text = "customer_id,email,phone\n\(id),anna@example.com,2\n,Anna@example.com,3\n"
            let both = try shell.file("both.csv", text.replacing(",anna@example.com", with: ",new@example.com"))
            let same = try await shell.run("import", shell.file("same.csv", text), "--update")
            #expect(same.status == 65 && same.error.contains("the same email as line 2"), "\(same.error)")
            let dry = try await shell.run("import", both, "--update", "--dry-run")
            #expect(dry.status == 65, "\(dry.error)")
            #expect(dry.error.contains("line 3 is about the same customer as line 2: leave one of them out\n"))
            _ = try await shell.run("import", both, "--update")
            try await expect(shell, "new@example.com", phone: "2", address: nil, version: 2)
        }
    }

    @Test("Emails that move on by one within the file are all handed on, in whatever order", arguments: [false, true])
    func shiftedEmails(isReversed: Bool) async throws {
        try await Shell.beside { shell in
            let people = (1...40).map { "Person \($0),p\($0)@example.com\n" }.joined()
            _ = try await shell.run("import", shell.file("old.csv", "name,email\n" + people))
            let known = try await shell.run("list", "--json").customers
            #expect(known.count == 40)
            let ids = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0.id.text) })
            let lines = (1...40).map { "\(ids["Person \($0)"] ?? ""),Person \($0),p\($0 + 1)@example.com\n" }
            let ordered: [String] = isReversed ? lines.reversed() : lines
            let file = try shell.file("new.csv", "customer_id,name,email\n" + ordered.joined())
            let dry = try await shell.run("import", file, "--update", "--dry-run")
            #expect(dry.output.contains("0 created, 40 updated, 0 unchanged, 0 differ"), "\(dry.output)")
            let moved = try await shell.run("import", file, "--update")
            #expect(moved.output == "0 created, 40 updated, 0 unchanged, 0 differ\n", "\(moved.error)")
            #expect(try await shell.run("show", "p41@example.com", "--json").customer.name == "Person 40")
        }
    }

    @Test("Two customers who swap emails are refused by name, with nothing lost")
    func swappedEmails() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", shell.file("full.csv", Self.full))
            let (lena, otis) = (
                try await shell.run("show", "lena@example.com", "--json").customer.id.text,
                try await shell.run("show", "otis@example.com", "--json").customer.id.text
            )
            let swap =
                "customer_id,name,email\n\(lena),Lena Aster,otis@example.com\n"
                + "\(otis),Otis Marl,lena@example.com\n"
            let file = try shell.file("swap.csv", swap)
            for arguments in [["--update", "--dry-run"], ["--update"]] {
                let refused = try await shell.customers.run(["import", file] + arguments)
                #expect(refused.status == 65 && refused.output.hasSuffix("2 refused\n"), "\(refused.output)")
                for (line, owner, other) in [(2, otis, 3), (3, lena, 2)] {
                    let message =
                        "line \(line) has the email of another customer (\(owner)), who is to get another by line \(other), "
                    #expect(refused.error.contains(message), "\(refused.error)")
                }
            }
        }
    }

    @Test("A dry run refuses an email that another customer keeps, and takes one that the file makes free")
    func rehearsedEmails() async throws {
        try await Shell.beside { shell in
            let people = "Ada,ada@example.com\nBo,bo@example.com\nCy,cy@example.com\nDi,di@example.com\n"
            _ = try await shell.run("import", shell.file("old.csv", "name,email\n" + people))
            let known = try await shell.run("list", "--json").customers
            let ids = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0.id.text) })
            let new = UUID().uuidString.lowercased()
            // Ada moves on to Bo's, who moves on; somebody new gets Ada's; Cy would have Di's, who keeps it.
            let lines = [("Ada", "bo"), ("Bo", "free"), ("Cy", "di")].map { name, email in
                "\(ids[name] ?? ""),\(name),\(email)@example.com\n"
            }
            let text = "customer_id,name,email\n\(new),Eve,ada@example.com\n" + lines.joined()
            let file = try shell.file("new.csv", text)
            let dry = try await shell.run("import", file, "--update", "--dry-run")
            let made = try await shell.run("import", file, "--update")
            #expect(made.output == "1 created, 2 updated, 0 unchanged, 0 differ, 1 refused\n", "\(made.error)")
            #expect(dry.output == "Nothing was sent. It would be: " + made.output, "\(dry.error)")
            let refusal = "line 5 has the email of another customer (\(ids["Di"] ?? ""))\n"
            #expect(dry.status == 65 && dry.error.contains(refusal), "\(dry.error)")
            #expect(made.status == 65 && made.error.contains(refusal), "\(made.error)")
        }
    }

    @Test("What a file has besides of somebody new is noted once, however often it is imported")
    func notes() async throws {
        try await Shell.beside { shell in
            let head = "First Name,E-mail 1 - Value,Phone 1 - Value\n"
            let text = head + "Anna,anna@l.org ::: anna.b@l.org,123 ::: 456\nBo,bo@l.org,\n"
            let google = try shell.file("google.csv", text)
            let card = "BEGIN:VCARD\nFN:Cy\nEMAIL:cy@l.org\nNOTE:Likes tea.\nEND:VCARD\n"
            let cards = try shell.file("cards.vcf", card)
            for _ in 0..<2 {
                #expect(try await shell.run("import", google).status == 0)
                #expect(try await shell.run("import", cards).status == 0)
            }
            let anna = try await shell.run("history", "anna@l.org", "--notes").output
            #expect(anna.ranges(of: "Imported besides: email anna.b@l.org, phone 456").count == 1, "\(anna)")
            let cy = try await shell.run("history", "cy@l.org", "--notes").output
            #expect(cy.ranges(of: "Likes tea.").count == 1, "\(cy)")
            let bo = try await shell.run("history", "bo@l.org").output
            #expect(!bo.contains("Imported besides"), "\(bo)")
            #expect(try await shell.run("show", "anna@l.org", "--json").customer.version == 1)
        }
    }

    @Test("A registration date that differs is reported, and neither stale nor promised as a change")
    func fixedDate() async throws {
        try await Shell.beside { shell in
            let head = "name,email,registration_date,version\n"
            let line = "Anna,anna@example.com,2024-03-01T00:00:00Z,1\n"
            _ = try await shell.run("import", shell.file("old.csv", head + line))
            _ = try await shell.run("edit", "anna@example.com", "--phone", "1")
            let message = "line 2 differs in registration_date (set on creation only): 2024-03-01T00:00:00.000Z → 2025-"
            let other = try shell.file("date.csv", head + line.replacing("2024-", with: "2025-"))
            for arguments in [["--update"], ["--overwrite"], ["--update", "--dry-run"]] {
                let imported = try await shell.customers.run(["import", other] + arguments)
                #expect(imported.status == 0, "\(imported.error)")
                #expect(imported.output.hasSuffix("0 created, 0 updated, 0 unchanged, 1 differ\n"))
                #expect(imported.error.contains(message) && !imported.error.contains("stale"), "\(imported.error)")
            }
            let both = try shell.file("both.csv", head + "Anne,anna@example.com,2025-03-01T00:00:00Z,\n")
            let dry = try await shell.run("import", both, "--update", "--dry-run")
            #expect(dry.error.contains("line 2 changes name: Anna → Anne\n"), "\(dry.error)")
            #expect(dry.error.contains(message), "\(dry.error)")
            let made = try await shell.run("import", both, "--update")
            #expect(made.output == "0 created, 1 updated, 0 unchanged, 0 differ\n")
            #expect(made.error.contains(message) && !made.error.contains("changes"), "\(made.error)")
        }
    }

    @Test("An email means the customer who has taken it over, not the one who had it when the file was imported first")
    func takenOverEmail() async throws {
        try await Shell.beside { shell in
            let file = try shell.file("a.csv", "name,email\nAnna,anna@example.com\n")
            _ = try await shell.run("import", file)
            _ = try await shell.run("edit", "anna@example.com", "--email", "old@example.com")
            _ = try await shell.run("add", "--name", "Other Anna", "--email", "anna@example.com")
            let imported = try await shell.run("import", file, "--update")
            #expect(imported.output == "0 created, 1 updated, 0 unchanged, 0 differ\n", "\(imported.error)")
            #expect(try await shell.run("show", "anna@example.com", "--json").customer.name == "Anna")
            #expect(try await shell.run("show", "old@example.com", "--json").customer.version == 2)
        }
    }

    @Test("A line with a former email, or former phone and name, of a customer makes nobody into somebody else")
    func formerIdentity() async throws {
        try await Shell.beside { shell in
            let head = "name,email,phone\n"
            let old = try shell.file("old.csv", head + "Ada,desk@example.com,111111\nCleo,,222222\n")
            #expect(try await shell.run("import", old).status == 0)
            let known = try await shell.run("list", "--json").customers
            let ids = Dictionary(uniqueKeysWithValues: known.map { ($0.name, $0.id.text) })
            let (ada, cleo) = (ids["Ada"] ?? "", ids["Cleo"] ?? "")
            _ = try await shell.run("edit", ada, "--email", "ada@example.com")
            _ = try await shell.run("edit", cleo, "--phone", "999999")
            let new = try shell.file("new.csv", head + "Bert,desk@example.com,333333\nCleo,,222222\n")
            for arguments in [["--update", "--dry-run"], ["--update"], ["--overwrite"], []] {
                let refused = try await shell.customers.run(["import", new] + arguments)
                #expect(refused.status == 65 && refused.output.hasSuffix("2 refused\n"), "\(refused.output)")
                #expect(refused.error.contains("line 2 has a former email of the customer \(ada)"), "\(refused.error)")
                #expect(refused.error.contains("line 3 has a former phone or name of the customer \(cleo)"))
            }
            let now = try await shell.run("list", "--json").customers
            #expect(now.count == 2 && now.allSatisfy { $0.version == 2 })
            _ = try await shell.run("add", "--name", "Bert", "--email", "desk@example.com", "--phone", "333333")
            let again = try await shell.run("import", new, "--update")
            #expect(again.output == "0 created, 0 updated, 1 unchanged, 0 differ, 1 refused\n", "\(again.error)")
        }
    }

    @Test("A line about somebody deleted names a customer_id only where it has one")
    func deletedAdvice() async throws {
        try await Shell.beside { shell in
            let file = try shell.file("a.csv", "name,email\nAnna,anna@example.com\n")
            _ = try await shell.run("import", file)
            let id = try await shell.run("show", "anna@example.com", "--json").customer.id.text
            _ = try await shell.run("delete", "anna@example.com", "--yes")
            let byEmail = try await shell.run("import", file)
            #expect(byEmail.status == 65 && byEmail.error.contains("enter them again with customers add"))
            #expect(byEmail.error.contains("bring them back with customers restore \(id), "), "\(byEmail.error)")
            #expect(!byEmail.error.contains("customer_id"), "\(byEmail.error)")
            let named = try shell.file("b.csv", "customer_id,name,email\n\(id),Anna,anna@example.com\n")
            #expect(try await shell.run("import", named).error.contains("give another customer_id"))
            #expect(try await shell.run("import", named, "--dry-run").error.contains("customers restore \(id), "))
            _ = try await shell.run("restore", id)
            #expect(try await shell.run("import", file).output == "0 created, 0 updated, 1 unchanged, 0 differ\n")
        }
    }

    @Test("With --restore a line that names somebody in the trash brings them back, as they were or as it has them")
    func restores() async throws {
        try await Shell.beside { shell in
            var lines = ["customer_id,name,email"]
            for name in ["Anna", "Bob", "Cy"] {
                let email = "\(name.lowercased())@example.com"
                let id = try await shell.run("add", "--name", name, "--email", email, "--json").customer.id
                lines.append("\(id.text),\(name == "Cy" ? name : name + " Two"),\(email)")
            }
            let file = try shell.file("a.csv", lines.joined(separator: "\n") + "\n")
            _ = try await shell.run("delete", "bob@example.com", "--yes")
            let without = try await shell.run("import", file)
            #expect(without.output == "0 created, 0 updated, 1 unchanged, 1 differ, 1 refused\n", "\(without.output)")
            #expect(without.error.contains("bring them back with --restore or"), "\(without.error)")

            let listed = try await shell.run("import", file, "--restore")
            #expect(listed.output == "0 created, 0 updated, 1 unchanged, 2 differ, 1 restored\n", "\(listed.output)")
            #expect(listed.status == 0 && listed.error.contains("differs in name: Bob → Bob Two"), "\(listed.error)")

            _ = try await shell.run("delete", "anna@example.com", "--yes")
            let dry = try await shell.run("import", file, "--restore", "--update", "--dry-run")
            #expect(dry.output.hasSuffix("0 created, 2 updated, 1 unchanged, 0 differ, 1 restored\n"), "\(dry.output)")
            #expect(dry.error.contains("line 2 restores the customer\nline 2 changes name: Anna → Anna Two\n"))
            #expect(try await shell.run("list", "--json").customers.count == 2)

            let updated = try await shell.run("import", file, "--restore", "--update")
            #expect(updated.output == "0 created, 2 updated, 1 unchanged, 0 differ, 1 restored\n", "\(updated.output)")
            #expect(try await shell.run("show", "anna@example.com").output.contains("Anna Two"))
            let again = try await shell.run("import", file, "--restore", "--update")
            #expect(again.output == "0 created, 0 updated, 3 unchanged, 0 differ\n", "\(again.output)")
        }
    }

    @Test("A line of the version that was deleted is not stale for the deletion alone")
    func restoresVersion() async throws {
        try await Shell.beside { shell in
            let id = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com", "--json").customer.id
            let lines = "customer_id,name,email,version\n\(id.text),Anna Two,anna@example.com,1\n"
            let file = try shell.file("a.csv", lines)
            _ = try await shell.run("delete", id.text, "--yes")
            let updated = try await shell.run("import", file, "--restore", "--update")
            #expect(updated.status == 0, "\(updated.error)")
            #expect(updated.output == "0 created, 1 updated, 0 unchanged, 0 differ, 1 restored\n", "\(updated.output)")
        }
    }

    @Test("A server that keeps no trash refuses to restore before anything is sent")
    func restoresNobodyWithoutTrash() async throws {
        try await Shell.beside(["--trash-days", "0"]) { shell in
            let file = try shell.file("a.csv", "name,email\nAnna,anna@example.com\n")
            let refused = try await shell.run("import", file, "--restore")
            #expect(refused.status == 69 && refused.error.contains("keeps no trash"), "\(refused.error)")
            #expect(try await shell.run("list", "--json").customers.isEmpty)
        }
    }

    @Test("Whose email somebody else has by now is not restored by an import, but rejected with that reason")
    func restoresNobodyTwice() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com")
            let id = try await shell.run("show", "anna@example.com", "--json").customer.id.text
            _ = try await shell.run("delete", "anna@example.com", "--yes")
            _ = try await shell.run("add", "--name", "Bob", "--email", "anna@example.com")
            let file = try shell.file("a.csv", "customer_id,name,email\n\(id),Anna,two@example.com\n")
            let dry = try await shell.run("import", file, "--restore", "--update", "--dry-run")
            #expect(dry.status == 65 && dry.error.contains("cannot be restored"), "\(dry.error)")
            let rejects = shell.folder + "/rejects.csv"
            let refused = try await shell.run("import", file, "--restore", "--update", "--rejects", rejects)
            #expect(refused.status == 65, "\(refused.error)")
            #expect(refused.output == "0 created, 0 updated, 0 unchanged, 0 differ, 1 refused\n", "\(refused.output)")
            #expect(try String(contentsOfFile: rejects, encoding: .utf8).contains("the email that they had"))
            _ = try await shell.run("edit", "anna@example.com", "--email", "bob@example.com")
            let restored = try await shell.run("import", rejects, "--restore", "--update")
            #expect(restored.status == 0, "\(restored.error)")
            #expect(try await shell.run("show", id).output.contains("two@example.com"))
        }
    }

    @Test("A line with a phone and a name alone means the customer with both who was entered by hand")
    func phoneMatches() async throws {
        try await Shell.beside { shell in
            let add = ["add", "--name", "US Guy", "--phone", "1-800-555-0199"]
            _ = try await shell.customers.run(add)
            _ = try await shell.run("add", "--name", "Other Guy", "--phone", "1-800-555-0199")
            let file = try shell.file("a.csv", "name,phone,address\nus guy,+1 (800) 555 0199,1 Elm Row\n")
            for arguments in [["--dry-run"], []] {
                let imported = try await shell.customers.run(["import", file] + arguments)
                #expect(
                    imported.output.hasSuffix("0 created, 0 updated, 0 unchanged, 1 differ\n"), "\(imported.output)")
            }
            _ = try await shell.run("import", file, "--update")
            let known = try await shell.run("list", "--json").customers
            #expect(known.count == 2)
            #expect(known.first { $0.version == 2 }?.details.address == "1 Elm Row")
            _ = try await shell.customers.run(add)
            let several = try await shell.run("import", file, "--update")
            #expect(several.status == 65, "\(several.output)")
            #expect(several.error.contains("line 2 has the phone and name of several customers ("))
            #expect(try await shell.run("list", "--json").customers.count == 3)
        }
    }
}
