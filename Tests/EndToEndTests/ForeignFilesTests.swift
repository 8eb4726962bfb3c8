import Domain
import Foundation
import TestSupport
import Testing

/// Files of other programs, and for them.
@Suite("Files of other programs, in and out")
struct ForeignFilesTests {
    private static let shop = """
        First Name,Last Name,Email,Accepts Email Marketing,Default Address Address1,Default Address City,Phone,Tags
        Lena,Aster,lena@example.com,yes,1 Elm Row,Brackwell,'+15550100,vip

        """

    @Test("A shop's file is read as what it is, and says what is left out")
    func shop() async throws {
        try await Shell.beside { shell in
            let imported = try await shell.run("import", shell.file("customers_export.csv", Self.shop))
            #expect(imported.status == 0, "\(imported.error)")
            #expect(imported.error.contains("Read as a file of Shopify. Left out: Accepts Email Marketing"))
            let lena = try await shell.run("show", "lena@example.com", "--json").customer
            #expect(
                [lena.name, lena.phone, lena.details.address] == ["Lena Aster", "+15550100", "1 Elm Row\nBrackwell"])
            let again = try await shell.run("import", shell.folder + "/customers_export.csv")
            #expect(again.output == "0 created, 0 updated, 1 unchanged, 0 differ\n")
        }
    }

    @Test("At a terminal it asks what unknown columns are, and says how to be asked no more")
    func asking() async throws {
        try await Shell.beside { shell in
            let path = try shell.file(
                "people.csv", "Rufname,Post,Schuh\nAnna,anna@example.com,38\nBo,bo@example.com,44\n")
            let terminal = try Pseudoterminal(
                [shell.customers.path, "import", path], environment: shell.customers.environment, rows: 30, columns: 120
            )
            try await terminal.wait(forText: "Column 1, Rufname: Anna · Bo")
            await terminal.send("shoe\r")
            try await terminal.wait(forText: "There is no field \"shoe\".")
            await terminal.send("name\r")
            try await terminal.wait(forText: "Column 2, Post: anna@example.com · bo@example.com")
            await terminal.send("email\r")
            try await terminal.wait(forText: "Column 3, Schuh: 38 · 44")
            await terminal.send("-\r")
            try await terminal.wait(forText: "2 created")
            let lines = await terminal.screen.lines
            #expect(lines.contains { $0.contains("--map Rufname=name --map Post=email --ignore-unknown") }, "\(lines)")
            #expect(try await terminal.waitForEnd().code == 0)
            let without = try await shell.run("import", path)
            #expect(without.status == 65 && without.error.contains("--ignore-unknown"), "\(without.error)")
        }
    }

    @Test("An export takes those that a search finds, in the form of its name, and replaces nothing unasked")
    func exporting() async throws {
        try await Shell.beside { shell in
            for (name, email) in [("=Anna", "anna@example.com"), ("Bo", "bo@example.com")] {
                _ = try await shell.run("add", "--name", name, "--email", email, "--phone", "+1 555 0100")
            }
            let card = try await shell.run("export", "--search", "bo", "--vcard")
            #expect(card.output.hasPrefix("BEGIN:VCARD\r\nVERSION:4.0\r\n") && card.output.contains("FN:Bo\r\n"))
            #expect(!card.output.contains("Anna"))
            let sheet = try await shell.run("export", "--spreadsheet")
            #expect(sheet.output.hasPrefix("\u{FEFF}customer_id,name"))
            #expect(sheet.output.contains(",'=Anna,anna@example.com,'+1 555 0100,"))
            let path = try shell.file("all.vcf", "mine")
            let refused = try await shell.run("export", path)
            #expect(refused.status == 73, "\(refused.error)")
            #expect(refused.error.contains("is there already, and was left as it is. To replace it, add --force."))
            #expect(try shell.text(of: "all.vcf") == "mine")
            #expect(try await shell.run("export", path, "--force").status == 0)
            #expect(try shell.text(of: "all.vcf").hasPrefix("BEGIN:VCARD"))
        }
    }

    @Test("A mail program gets emails and names behind a line for people")
    func lookup() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--name", "Anna Smith", "--email", "anna@example.com", "--phone", "555 0100")
            let found = try await shell.run("lookup", "smith", "ann")
            #expect(found.output == "1 customer.\nanna@example.com\tAnna Smith\t555 0100\n")
            let nobody = try await shell.run("lookup", "nobody")
            #expect(nobody.status == 0 && nobody.output == "No matches.\n")
            let misspelt = try await shell.run("lookup", "nmae:smith")
            #expect(misspelt.output == "No matches.\n" && misspelt.error.contains("Did you mean name:?"))
            let wrong = try await shell.run("lookup", "changed:soon")
            #expect(wrong.status == 64 && wrong.output.isEmpty)
            #expect(wrong.error.contains("  changed:soon\n          ^^^^"), "\(wrong.error)")
        }
    }

    @Test("Changes are printed as they come, until a signal or the reader ends it")
    func watch() async throws {
        try await Shell.beside { shell in
            let line = """
                "$program" watch --json > "$HOME/changes" & pid=$!
                sleep 1
                "$program" add --name Anna --email anna@example.com > "$HOME/added" || exit
                "$program" delete anna@example.com --yes 2> "$HOME/deleted" || exit
                until grep -q deleted_at "$HOME/changes"; do sleep 0.2; done
                kill -TERM $pid; wait $pid; echo "ended with $?"
                """
            let watched = try await shell.customers.shell(line)
            #expect(watched.output == "ended with 0\n", "\(watched.error)")
            let unread = "(\"$program\" watch --json; echo $? > \"$HOME/status\") | true; cat \"$HOME/status\""
            let ended = try await shell.customers.shell(unread)
            #expect(ended.output == "0\n", "\(ended.error)")
        }
    }

    @Test("A script decides a conflict, by a side or by a value", arguments: ["--mine", "--theirs", "--set"])
    func resolve(_ way: String) async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            try await outage.rivalEdits("--phone", "555 0155")
            try await outage.comeBack {
                #expect(try await shell.run("sync").status == 75)
                let sequence = String(try #require(try await shell.queue().first).seq)
                let words = way == "--set" ? ["--set", "phone=555 0177"] : [way]
                let resolved = try await shell.customers.run(["queue", "resolve", sequence] + words)
                #expect(resolved.status == 0, "\(resolved.error)")
                #expect(try await shell.queue() == [])
                let phones = ["--mine": "555 0199", "--theirs": "555 0155", "--set": "555 0177"]
                #expect(try await shell.run("show", "anna@example.com", "--json").customer.phone == phones[way])
            }
        }
    }
}
