import Domain
import Foundation
import TestSupport
import Testing

/// Twenty tasks of a day at the desk, by keys alone, each with what one sees of it: the same keys on a small screen and on a
/// large one.
@Suite("A shift by keys alone", .serialized, .timeLimit(.minutes(3)))
struct ShiftKeysTests {
    @Test("Twenty tasks, one after the other", arguments: [(24, 80), (50, 200)])
    func tasks(height: Int, width: Int) async throws {
        try await Shift.begin { shift in
            let desk = try Desk(shift, rows: height, columns: width)
            try await shift.outage.comeBack {
                try await desk.sees("the list") { $0.contains(" ▸ ") && $0.contains("● online") }
                for task in [find, pasteHeader, findWithoutPhone, tagCompany, takeBack, export, saveView] {
                    try await task(desk)
                }
                for task in [importFile, recents, columns, sort, copy, editMarked, colleague] { try await task(desk) }
                for task in [profile, ownCommand, editor, help, similar] { try await task(desk) }
            }
            try await workOffline(desk)
            try await shift.outage.comeBack {
                try await desk.sees("all of it with the server", seconds: 60) {
                    $0.contains("● online") && $0.contains("queue 0")
                }
                let finn = try await shift.colleague.run("show", "finn.reed@aster.example", "--json").customer
                #expect(finn.phone == "+1 555 0299")
            }
            await desk.types("q")
            #expect(try await desk.client.waitForEnd().code == 0)
            #expect(await desk.client.screen.surprises == [])
        }
    }

    // MARK: Finding

    private func find(_ desk: Desk) async throws {
        try await desk.searches("0049 89 7654321", found: 1, "Jürgen Weiß")
        try await desk.searches("(030) 23125-639", found: 1, "Tom Hill")
    }

    private func pasteHeader(_ desk: Desk) async throws {
        await desk.types("\u{1B}[200~\(Shift.header)\u{1B}[201~")
        try await desk.sees("whom the header names") { $0.reports("1 found") && $0.contains(" ▸ Anna Berg") }
        try await desk.leaves()
    }

    private func findWithoutPhone(_ desk: Desk) async throws {
        try await desk.searches("-has:phone", found: 12, "Ada Stone", "Liv Stone")
    }

    private func similar(_ desk: Desk) async throws {
        await desk.types("/andreson")
        try await desk.sees("similar names") {
            $0.contains("no matches; similar:") && $0.contains(" ▸ Paul Anderson")
                && $0.reports("No matches for “andreson”; 1 similar")
        }
        try await desk.leaves()
    }

    // MARK: Several at once

    private func tagCompany(_ desk: Desk) async throws {
        await desk.types("/company:aster")
        try await desk.sees("the five") { $0.reports("5 found") }
        await desk.types("\r*")
        try await desk.sees("the marks") { $0.reports("5 marked") && $0.contains("✓▸ Finn Reed") }
        await desk.types("t")
        try await desk.sees("Tag 5 marked customers")
        await desk.types("regular\r")
        try await desk.sees("Tag regular · 5 customers", "Tags: – → regular", "Enter does it")
        await desk.types("\r")
        try await desk.sees("5 of 5 with the server", "queue 0")
        let tagged = try await desk.shift.colleague.run("list", "--search", "tag:regular", "--json").customers
        #expect(tagged.count == 5)
    }

    private func takeBack(_ desk: Desk) async throws {
        await desk.types("u")
        try await desk.sees("0 of 5 with the server · 5 taken back", "queue 0")
        let tagged = try await desk.shift.colleague.run("list", "--search", "tag:regular", "--json").customers
        #expect(tagged.isEmpty)
        await desk.types("\u{1B}")
        try await desk.sees("the rows, marked still") { $0.reports("5 marked") && $0.contains("✓▸ Finn Reed") }
    }

    private func export(_ desk: Desk) async throws {
        await desk.types("x")
        try await desk.sees("Export 5 marked customers", ".csv, .tsv, .json")
        await desk.types("~/aster.csv\r")
        try await desk.sees("the file") { $0.reports("5 marked · Written to ~/aster.csv") }
        let lines = try desk.shift.lines("aster.csv")
        #expect(lines.count == 6 && lines[1].contains("Finn Reed,finn.reed@aster.example"), "\(lines)")
    }

    private func editMarked(_ desk: Desk) async throws {
        await desk.types("g  ")
        try await desk.sees("two marks") { $0.reports("2 marked") }
        await desk.types("e")
        try await desk.sees("Edit 2 marked customers")
        await desk.types("\u{1B}[BStones\r")
        try await desk.sees("Edit company: Stones · 2 customers", "Company: – → Stones")
        await desk.types("\r")
        try await desk.sees("2 of 2 with the server", "queue 0")
        await desk.types("x")
        try await desk.sees("Write the report to a file")
        await desk.types("~/report.csv\r")
        try await desk.sees("Written to ~/report.csv")
        let lines = try desk.shift.lines("report.csv")
        #expect(lines.first == "customer_id,name,outcome" && lines.count == 3, "\(lines)")
        #expect(lines.dropFirst().allSatisfy { $0.hasSuffix(",saved: Company: – → Stones") }, "\(lines)")
        await desk.types("\u{1B}")
        try await desk.sees("the list") { $0.reports("2 marked") }
        try await desk.leaves()
    }

    // MARK: The list

    private func saveView(_ desk: Desk) async throws {
        await desk.types(":save aster\r")
        try await desk.sees("Saved as view aster", "Customers · desk · aster")
        // The marks go first.
        await desk.types("\u{1B}")
        try await desk.sees("the view without marks") { $0.reports("5 found") }
        try await desk.leaves()
    }

    private func importFile(_ desk: Desk) async throws {
        let size = await (desk.client.screen.rows, desk.client.screen.columns)
        for (options, summary) in [
            (["--dry-run"], "It would be: 1 created, 0 updated, 1 unchanged, 1 differ"),
            ([], "1 created, 0 updated, 1 unchanged, 1 differ"),
        ] {
            let shell = desk.shift.shell
            let terminal = try Pseudoterminal(
                [shell.customers.path, "import", shell.folder + "/google.csv"] + options,
                environment: shell.customers.environment, rows: size.0, columns: size.1)
            try await terminal.wait(forText: summary)
            let screen = await terminal.screen
            #expect(screen.contains("Read as a file of Google Contacts."), "\(screen.lines)")
            #expect(screen.contains("line 2 differs in phone: 030 23125639 → +49 30 23125639"), "\(screen.lines)")
            #expect(try await terminal.waitForEnd().code == 0)
        }
        try await desk.sees("\(Shift.peopleCount + 1) customers")
    }

    private func recents(_ desk: Desk) async throws {
        await desk.types("g\r")
        try await desk.sees("the first") { $0.showsDetails(of: "Ada Stone") }
        await desk.types("J")
        try await desk.sees("the next") { $0.showsDetails(of: "Anna Berg") }
        await desk.types("K")
        try await desk.sees("the one before") { $0.showsDetails(of: "Ada Stone") }
        await desk.types("2J")
        try await desk.sees("the third") { $0.showsDetails(of: "Bea Stone") }
        for (key, name) in [("<", "Ada Stone"), (">", "Bea Stone")] {
            await desk.types(key)
            try await desk.sees("who was shown, by \(key)") { $0.showsDetails(of: name) }
        }
        await desk.types("\u{1B}")
        try await desk.sees("the list") { $0.contains("⏎ open") }
    }

    private func columns(_ desk: Desk) async throws {
        await desk.types("C")
        try await desk.sees("Columns of the list")
        await desk.types("j G \r")
        try await desk.sees("the columns") { $0.heading.hasSuffix("ID") && !$0.heading.contains("Email") }
        await desk.types("Cd\r")
        try await desk.sees("the columns as before") { $0.heading.contains("Email") && !$0.heading.hasSuffix("ID") }
    }

    private func sort(_ desk: Desk) async throws {
        let changed = try await desk.shift.colleague.run("edit", "rosa.diaz@aster.example", "--phone", "+1 555 0222")
        #expect(changed.status == 0, "\(changed)")
        await desk.types(":sort -changed\r")
        try await desk.sees("who was changed last, first") {
            $0.reports("Sorted by last change, latest first.") && $0.lines[3].contains("Rosa Diaz")
        }
        await desk.types(":sort name\r")
        try await desk.sees("the order of names") { $0.lines[3].contains("Ada Stone") && $0.heading.contains("Name ↑") }
    }

    private func copy(_ desk: Desk) async throws {
        await desk.types("g\rjy")
        try await desk.sees("Sent to the terminal's clipboard.")
        let email = Data("ada.stone@example.net".utf8).base64EncodedString()
        #expect(await desk.client.screen.commands.contains { $0.hasPrefix("52;") && $0.hasSuffix(email) })
        await desk.types("\u{1B}")
        try await desk.sees("the list") { $0.contains("⏎ open") }
    }

    private func colleague(_ desk: Desk) async throws {
        let changed = try await desk.shift.colleague.run("edit", "bea.stone@example.net", "--phone", "+1 555 0333")
        #expect(changed.status == 0, "\(changed)")
        try await desk.sees("the colleague's change, marked") { screen in
            screen.lines.contains {
                $0.contains("Bea Stone") && $0.contains("+1 555 0333") && $0.contains("◆")
            }
        }
    }

    // MARK: One's own

    private func profile(_ desk: Desk) async throws {
        for name in ["second", "desk"] {
            await desk.types(":profile \(name)\r")
            try await desk.sees("the profile \(name)") { screen in
                screen.contains("Customers · \(name)") && screen.contains("● online") && screen.contains(" ▸ Ada Stone")
            }
        }
    }

    private func ownCommand(_ desk: Desk) async throws {
        await desk.types("gB")
        try await desk.sees("bill: Billed.")
        #expect(try desk.shift.shell.text(of: "billed").contains("ada.stone@example.net"))
    }

    private func editor(_ desk: Desk) async throws {
        await desk.types(":edit address\r")
        try await desk.sees("Edit Ada Stone", "Ctrl-S save")
        await desk.types("\u{1B}e")
        try await desk.sees("7 Elm St", "Shelbyville", "The address is from the editor; Ctrl-S saves it.")
        await desk.types("\u{13}")
        try await desk.sees("Saved Ada Stone.", "queue 0")
        let ada = try await desk.shift.colleague.run("show", "ada.stone@example.net", "--json").customer
        #expect(ada.details[.address] == "7 Elm St\nShelbyville")
    }

    private func help(_ desk: Desk) async throws {
        await desk.types("?/undo\r")
        try await desk.sees("the line of the help") { screen in
            screen.contains("1 of ")
                && screen.lines.contains { $0.hasPrefix("▸") && $0.contains("Take the last edit back") }
        }
        await desk.types("\u{1B}")
        try await desk.sees("the help") { !$0.contains("/undo") }
        await desk.types("\u{1B}")
        try await desk.sees("the list") { $0.contains("⏎ open") }
    }

    private func workOffline(_ desk: Desk) async throws {
        try await desk.sees("offline since")
        await desk.types(":view aster\r")
        try await desk.sees("the view") { screen in
            screen.contains("Customers · desk · aster") && screen.contains("Rosa Diaz") && !screen.contains("Bea Stone")
        }
        await desk.types(":open finn.reed@aster.example\r")
        try await desk.sees("Finn") { $0.showsDetails(of: "Finn Reed") }
        await desk.types(":edit phone\r")
        try await desk.sees("Edit Finn Reed")
        await desk.types("\u{15}+1 555 0299\u{13}")
        try await desk.sees("queue 1", "+1 555 0299")
    }
}

/// The person whose shift it is, at the keys.
private struct Desk: Typist {
    let shift: Shift
    let client: Pseudoterminal

    init(_ shift: Shift, rows: Int, columns: Int) throws {
        self.shift = shift
        client = try shift.outage.interface(rows: rows, columns: columns)
    }

    /// Searches, sees so many and these among them, and ends the search.
    func searches(_ text: String, found: Int, _ names: String...) async throws {
        await types("/\(text)")
        try await sees("\(found) found by \(text)") { screen in
            screen.reports("\(found) found") && names.allSatisfy { screen.contains($0) }
        }
        try await leaves()
    }

    /// Ends what one is in, back to the whole list without marks.
    func leaves() async throws {
        await types("\u{1B}")
        try await sees("the whole list") { screen in
            screen.contains("⏎ open") && screen.contains("Ada Stone") && !screen.lines[1].hasPrefix(" /")
                && !screen.contains("marked") && !screen.contains("· aster")
        }
    }
}

extension VirtualScreen {
    /// The names of the list's columns.
    fileprivate var heading: String {
        var text = String(lines[2].prefix { $0 != "│" })
        while text.last == " " { text.removeLast() }
        return text
    }
}
