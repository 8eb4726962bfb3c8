import Domain
import TestSupport
import Testing

/// The tasks of ``ShiftKeysTests`` by commands alone.
@Suite("A shift by commands alone", .serialized, .timeLimit(.minutes(2)))
struct ShiftCommandsTests {
    @Test("The same tasks")
    func tasks() async throws {
        try await Shift.begin { shift in
            try await shift.outage.comeBack {
                for task in [find, tagCompany, export, importFile, look, change, colleague, similar] {
                    try await task(shift)
                }
            }
            try await workOffline(shift)
            try await shift.outage.comeBack {
                let sync = try await shift.shell.run("sync", "--wait", "60")
                #expect(sync.status == 0, "\(sync)")
                let finn = try await shift.colleague.run("show", "finn.reed@aster.example", "--json").customer
                #expect(finn.phone == "+1 555 0299")
            }
        }
    }

    private func find(_ shift: Shift) async throws {
        let searches = [
            ("0049 89 7654321", ["Jürgen Weiß"]), ("(030) 23125-639", ["Tom Hill"]), (Shift.header, ["Anna Berg"]),
        ]
        for (text, names) in searches {
            let found = try await shift.shell.run("list", "--search", text, "--json").customers
            #expect(found.map(\.name) == names, "\(text)")
        }
        let withoutPhone = try await shift.shell.run("list", "--search", "-has:phone", "--json").customers
        #expect(withoutPhone.count == 12 && withoutPhone.allSatisfy { $0.name.hasSuffix(" Stone") })
    }

    private func tagCompany(_ shift: Shift) async throws {
        func tagged() async throws -> Int {
            try await shift.colleague.run("list", "--search", "tag:regular", "--json").customers.count
        }
        let preview = try await shift.shell.run("bulk", "tag", "regular", "--search", "company:aster", "--dry-run")
        #expect(preview.error.contains("5 customers would be changed"), "\(preview)")
        let done = try await shift.shell.run("bulk", "tag", "regular", "--search", "company:aster", "--yes")
        #expect(done.status == 0 && done.output.split(separator: "\n").count { $0.hasSuffix("\tdone") } == 5, "\(done)")
        #expect(try await tagged() == 5)
        let back = try await shift.shell.run("bulk", "undo", "--yes")
        #expect(back.output == "Taken back: “Tag regular” (5 edits).\n", "\(back)")
        #expect(try await tagged() == 0)
    }

    private func export(_ shift: Shift) async throws {
        let path = shift.shell.folder + "/aster.csv"
        let written = try await shift.shell.run("export", "--search", "company:aster", "--spreadsheet", path)
        #expect(written.status == 0 && written.error.contains("5 customers in"), "\(written)")
        let lines = try shift.lines("aster.csv")
        #expect(lines.count == 6 && lines[0].hasPrefix("\u{FEFF}"))
        #expect(lines.contains { $0.contains("Finn Reed,finn.reed@aster.example,'+1 555 0200") }, "\(lines)")
    }

    private func importFile(_ shift: Shift) async throws {
        let path = shift.shell.folder + "/google.csv"
        let preview = try await shift.shell.run("import", path, "--dry-run")
        #expect(preview.error.contains("line 2 differs in phone: 030 23125639 → +49 30 23125639"), "\(preview)")
        #expect(preview.output.contains("It would be: 1 created, 0 updated, 1 unchanged, 1 differ"), "\(preview)")
        let imported = try await shift.shell.run("import", path)
        #expect(imported.output == "1 created, 0 updated, 1 unchanged, 1 differ\n", "\(imported)")
        let all = try await shift.shell.run("list", "--json").customers
        #expect(all.count == Shift.peopleCount + 1 && all.contains { $0.name == "Nina Park" })
    }

    /// Columns, orders, one value, another profile, a program of one's own, and the help.
    private func look(_ shift: Shift) async throws {
        let shell = shift.shell
        let table = try await shell.run("list", "--search", "name:ada", "--columns", "name,id,version")
        #expect(table.output.split(separator: "\t").count == 3 && table.output.hasPrefix("Ada Stone\t"), "\(table)")
        _ = try await shift.colleague.run("edit", "rosa.diaz@aster.example", "--phone", "+1 555 0222")
        let latest = try await shell.run("list", "--sort", "-changed", "--limit", "1", "--json").customers
        #expect(latest.map(\.name) == ["Rosa Diaz"])
        let found = try await shell.run("lookup", "ada", "stone")
        #expect(found.output.contains("ada.stone@example.net\tAda Stone\t"), "\(found)")
        let second = try await shell.run("--profile", "second", "show", "ada.stone@example.net", "--json")
        #expect(second.status == 0 && second.output.contains("Ada Stone"), "\(second)")
        #expect(try await shell.run("--profile", "third", "list").status == 78)
        let keys = try await shell.run("keys")
        #expect(keys.output.contains("Take the last edit back"), "\(keys)")
    }

    private func change(_ shift: Shift) async throws {
        let ids = try shift.shell.file("ids.txt", "ada.stone@example.net\nanna.berg@example.org\n")
        let done = try await shift.shell.run("bulk", "edit", "--company", "Stones", "--ids", ids, "--yes", "--json")
        #expect(done.status == 0 && done.output.split(separator: "\"done\"").count == 3, "\(done)")
        let address = "{\"address\":\"7 Elm St\\nShelbyville\"}"
        let edited = try await shift.shell.run("edit", "ada.stone@example.net", "--stdin", "--json", input: address)
        #expect(try edited.customer.details[.address] == "7 Elm St\nShelbyville")
    }

    private func colleague(_ shift: Shift) async throws {
        let shell = shift.shell
        let watching = try Pseudoterminal(
            [shell.customers.path, "watch", "--json"], environment: shell.customers.environment, rows: 50, columns: 500)
        // It begins at now: what is changed before it has begun is not told.
        for number in 0..<60 {
            let phone = "+1 555 03\(10 + number)"
            _ = try await shift.colleague.run("edit", "bea.stone@example.net", "--phone", phone)
            if (try? await watching.wait(forText: "bea.stone@example.net", seconds: 1)) != nil { break }
        }
        #expect(await watching.screen.contains("+1 555 03"))
        await watching.send("\u{03}")
        _ = try await watching.waitForEnd()
    }

    private func similar(_ shift: Shift) async throws {
        let nobody = try await shift.shell.run("list", "--search", "andreson")
        #expect(nobody.output.isEmpty && nobody.error.contains("Similar: Anderson (1).\n"), "\(nobody)")
    }

    private func workOffline(_ shift: Shift) async throws {
        let shell = shift.shell
        try shell.configure(
            "profile = \"desk\"\n[profiles.desk]\n[profiles.second]\n[views.aster]\nfilter = \"company:aster\"\n")
        let view = try await shell.run("list", "--view", "aster", "--json")
        #expect(try view.status == 69 && view.customers.count == 5, "\(view)")
        let edited = try await shell.run("edit", "finn.reed@aster.example", "--phone", "+1 555 0299", "--json")
        #expect(edited.status == 0 && edited.error.contains("Queued") && edited.output.contains("\"queued\":true"))
        let queue = try await shell.run("queue")
        #expect(queue.output.contains("Finn Reed"), "\(queue)")
    }
}
