import Domain
import Foundation
import TestSupport
import Testing
import Wire

struct CommandsFilesTests {
    private static func people(_ count: Int) -> String {
        "name,email,phone\n" + (1...count).map { "Person \($0),person\($0)@example.com,+1 555 \($0)\n" }.joined()
    }

    @Test("What was exported is unchanged when it is imported", arguments: ["all.csv", "all.jsonl", "all.vcf"])
    func roundTrip(_ name: String) async throws {
        try await Shell.beside(["--sample", "1200"]) { shell in
            let path = shell.folder + "/" + name
            let exported = try await shell.run("export", path)
            #expect(exported.status == 0, "\(exported.error)")
            #expect(exported.output.isEmpty)
            let before = try shell.text(of: name)
            let imported = try await shell.run("import", path, "--update")
            #expect(imported.output == "0 created, 0 updated, 1,200 unchanged, 0 differ\n", "\(imported.error)")
            #expect(imported.status == 0)
            #expect(try await shell.run("export", path, "--force").status == 0)
            #expect(try shell.text(of: name) == before)
        }
    }

    @Test(
        "What one server exported makes the same customers on another",
        arguments: ["--csv", "--jsonl", "--spreadsheet", "--vcard"])
    func migration(_ format: String) async throws {
        try await Shell.beside(["--sample", "300"]) { first in
            let exported = try await first.run("export", format)
            try await Shell.beside { second in
                let imported = try await second.run("import", "-", input: exported.output)
                #expect(imported.output == "300 created, 0 updated, 0 unchanged, 0 differ\n", "\(imported.error)")
                let (old, new) = (
                    try await first.run("list", "--json").customers, try await second.run("list", "--json").customers
                )
                #expect(old.map(\.id) == new.map(\.id))
                #expect(old.map(\.details) == new.map(\.details))
                #expect(old.map(\.registrationDate) == new.map(\.registrationDate))
            }
        }
    }

    @Test("An export is its owner's alone and leaves no other file behind")
    func permissions() async throws {
        try await Shell.beside(["--sample", "10"]) { shell in
            _ = try await shell.run("export", shell.folder + "/all.csv")
            #expect(try shell.files == ["all.csv"])
            let attributes = try FileManager.default.attributesOfItem(atPath: shell.folder + "/all.csv")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("5,000 rows are imported, and the same file again changes nothing")
    func largeImport() async throws {
        try await Shell.beside { shell in
            let path = try shell.file("people.csv", Self.people(5_000))
            let first = try await shell.run("import", path)
            #expect(first.output == "5,000 created, 0 updated, 0 unchanged, 0 differ\n", "\(first.error)")
            let second = try await shell.run("import", path)
            #expect(second.output == "0 created, 0 updated, 5,000 unchanged, 0 differ\n", "\(second.error)")
        }
    }

    @Test("A difference is listed, and made only with --update")
    func differences() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", try shell.file("old.csv", Self.people(20)))
            let newer = Self.people(20).replacing("Person 7,", with: "Person Seven,")
            let path = try shell.file("new.csv", newer)
            let listed = try await shell.run("import", path)
            #expect(listed.output == "0 created, 0 updated, 19 unchanged, 1 differ\n")
            #expect(listed.error == "line 8 differs in name: Person 7 → Person Seven\n")
            #expect(listed.status == 0)
            let dry = try await shell.run("import", path, "--update", "--dry-run")
            #expect(dry.output == "Nothing was sent. It would be: 0 created, 1 updated, 19 unchanged, 0 differ\n")
            #expect(dry.error == "line 8 changes name: Person 7 → Person Seven\n")
            let made = try await shell.run("import", path, "--update")
            #expect(made.output == "0 created, 1 updated, 19 unchanged, 0 differ\n")
            let seven = try await shell.run("show", "person7@example.com", "--json").customer
            #expect(seven.name == "Person Seven")
            #expect(seven.version == 2)
        }
    }

    @Test("On a terminal what is said of a line stands on a line of its own, and no progress bar is left")
    func onATerminal() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", try shell.file("old.csv", Self.people(20)))
            let newer = Self.people(20).replacing("Person 7,", with: "Person Seven,")
            let terminal = try Pseudoterminal(
                [shell.customers.path, "import", try shell.file("new.csv", newer)],
                environment: shell.customers.environment)
            try await terminal.wait(forText: "19 unchanged, 1 differ")
            let lines = await terminal.screen.lines
            #expect(lines.contains("line 8 differs in name: Person 7 → Person Seven"), "\(lines)")
            #expect(!lines.contains { $0.contains("importing") }, "\(lines)")
        }
    }

    @Test("A customer made by hand is recognised by the email, one deleted is refused by line")
    func knownCustomers() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run(
                "add", "--stdin", input: #"{"name":"Person 1","email":"PERSON1@example.com","phone":"+1 555 1"}"#)
            let path = try shell.file("people.csv", Self.people(3))
            #expect(
                try await shell.run("import", path, "--dry-run").output.contains(
                    "2 created, 0 updated, 0 unchanged, 1 differ"))
            let first = try await shell.run("import", path)
            #expect(first.output == "2 created, 0 updated, 0 unchanged, 1 differ\n", "\(first.error)")
            #expect(first.error == "line 2 differs in email: PERSON1@example.com → person1@example.com\n")
            _ = try await shell.run("delete", "person3@example.com", "--yes")
            for arguments in [[path], [path, "--dry-run"]] {
                let second = try await shell.customers.run(["import"] + arguments)
                #expect(second.status == 65)
                #expect(second.error.contains("line 4 is about somebody who was deleted"))
                #expect(second.output.contains("0 created, 0 updated, 1 unchanged, 1 differ, 1 refused"))
            }
        }
    }

    @Test("Of a file with a bad line the good ones are sent, with --strict none")
    func badLine() async throws {
        try await Shell.beside { shell in
            let path = try shell.file("people.csv", Self.people(50) + "Nobody,not-an-email,\n")
            let refused = try await shell.run("import", "--strict", path)
            #expect(refused.status == 65)
            #expect(refused.error.contains("line 52 email must look like name@example.com"))
            #expect(try await shell.run("list", "--json").customers.isEmpty)
            let partly = try await shell.run("import", path)
            #expect(partly.status == 65)
            #expect(partly.error.contains("line 52 email must look like name@example.com"))
            #expect(partly.output == "50 created, 0 updated, 0 unchanged, 0 differ, 1 refused\n")
            #expect(try await shell.run("list", "--json").customers.count == 50)
        }
    }

    @Test("Lines that are not taken go to standard output by a dash, and nothing else does")
    func rejectsOnStandardOutput() async throws {
        try await Shell.beside { shell in
            let path = try shell.file("people.csv", Self.people(1) + "Nobody,not-an-email,\n")
            let run = try await shell.run("import", path, "--rejects", "-")
            #expect(run.status == 65)
            #expect(run.output.hasPrefix("name,email,phone,rejected_because\nNobody,not-an-email,,\"email must"))
            #expect(run.output.split(separator: "\n").count == 2, "\(run.output)")
            #expect(run.error.contains("1 created, 0 updated, 0 unchanged, 0 differ, 1 refused\n"), "\(run.error)")
            #expect(run.error.contains("What was not taken is on standard output"))
            #expect(try shell.files == ["people.csv"])
        }
    }

    @Test("Of 10,000 bad lines the first are named and all are counted, and the good one is sent")
    func manyBadLines() async throws {
        try await Shell.beside { shell in
            let bad = (0..<10_000).map { "Nobody \($0),not-an-email,\n" }.joined()
            let path = try shell.file("people.csv", Self.people(1) + bad)
            let run = try await shell.run("import", path)
            #expect(run.status == 65)
            #expect(run.output == "1 created, 0 updated, 0 unchanged, 0 differ, 10,000 refused\n")
            #expect(run.error.contains("line 3 email must look like name@example.com"))
            #expect(run.error.split(separator: "\n").count < 200, "nobody reads so many")
        }
    }

    @Test("What is not taken goes to a file of one's own, which can be corrected and imported")
    func rejects() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("add", "--name", "Gone", "--email", "person2@example.com")
            let id = try await shell.run("show", "person2@example.com", "--json").customer.id.text
            _ = try await shell.run("delete", "person2@example.com", "--yes")
            let text = "customer_id;name;email\n;A;a@b.co\n;B;nobody\n\(id);C;c@b.co\n"
            let rejected = shell.folder + "/rejected.csv"
            let first = try await shell.run("import", shell.file("people.csv", text), "--rejects", rejected)
            #expect(first.status == 65 && first.output.hasPrefix("1 created"), "\(first.error)")
            let lines = try shell.text(of: "rejected.csv").split(separator: "\n")
            #expect(lines.first == "customer_id;name;email;rejected_because")
            #expect(lines.dropFirst().first?.hasPrefix(";B;nobody;email must look like") == true)
            #expect(lines.last?.hasPrefix("\(id);C;c@b.co;was deleted") == true)
            let attributes = try FileManager.default.attributesOfItem(atPath: rejected)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let again = try await shell.run("import", shell.folder + "/people.csv", "--rejects", rejected)
            #expect(again.status == 73 && again.error.contains("is there already"), "\(again.error)")
            let corrected = try shell.text(of: "rejected.csv").replacing("nobody", with: "b@b.co")
                .replacing(id, with: "")
            let second = try await shell.run("import", shell.file("corrected.csv", corrected))
            #expect(second.status == 0 && second.output.hasPrefix("2 created"), "\(second.error)")
        }
    }

    @Test("Where the result cannot be written, it is said whether something was saved")
    func closedOutput() async throws {
        try await Shell.beside { shell in
            let path = try shell.file("people.csv", Self.people(2))
            let line = "\"$program\" import \"$1\" >&-"
            let saved = try await shell.customers.shell(line, [path])
            #expect(saved.status == 74)
            #expect(saved.error.contains("Saved, but cannot write to standard output: "), "\(saved.error)")
            #expect(try await shell.run("list", "--json").customers.count == 2)
            let same = try await shell.customers.shell(line, [path])
            #expect(same.status == 74 && same.error.contains("Cannot write to standard output: "), "\(same.error)")
        }
    }

    @Test("A dry run sends no write")
    func dryRun() async throws {
        try await Shell.beside { shell in
            let dry = try await shell.run("import", try shell.file("people.csv", Self.people(5)), "--dry-run")
            #expect(
                dry.output == "Nothing was sent. It would be: 5 created, 0 updated, 0 unchanged, 0 differ\n",
                "\(dry.error)")
            #expect(try await shell.run("list", "--json").customers.isEmpty)
        }
    }

    @Test("A full disk leaves the old export as it was and nothing half-written")
    func fullDisk() async throws {
        try await Shell.beside(["--sample", "2000"]) { shell in
            let path = try shell.file("all.csv", "the old one")
            // A file may have 64 blocks of 512 bytes here; SIGXFSZ is ignored so that write says EFBIG, as it says ENOSPC.
            let line = "trap '' XFSZ; ulimit -f 64; exec \"$program\" \"$@\""
            let full = try await shell.customers.shell(line, ["export", "--force", path])
            #expect(full.status == 74)
            #expect(full.error.contains("Cannot write \(path): File too large."))
            #expect(try shell.text(of: "all.csv") == "the old one")
            #expect(try shell.files == ["all.csv"])
            let device = try await shell.customers.shell("exec \"$program\" list --csv > /dev/full")
            #expect(device.status == 74)
            #expect(device.error.contains("No space left on device"))
        }
    }

    @Test("A signal ends an export without a trace of it")
    func interruptedExport() async throws {
        try await Shell.beside(["--sample", "20"]) { shell in
            // The API stops answering, so the export can only be ended from outside.
            let line = """
                "$program" --api "$1" export "$2" & pid=$!
                until ls -A "$3" | grep -q customers-; do :; done
                kill -TERM $pid; wait $pid
                """
            try await SilentServer.listening { silent in
                let ended = try await shell.customers.shell(line, [silent, shell.folder + "/all.csv", shell.folder])
                #expect(ended.status == 75)
                #expect(ended.error.contains("Interrupted"))
            }
            #expect(try shell.files.isEmpty)
        }
    }

    @Test(
        "A place that cannot hold an export is refused by name",
        arguments: [
            ("/no/such/folder/all.csv", "No such file or directory"), ("/tmp", "is a directory"),
        ])
    func badPlaces(_ path: String, _ reason: String) async throws {
        try await Shell.beside { shell in
            let refused = try await shell.run("export", path)
            #expect(refused.status == 73)
            #expect(refused.error.contains(reason))
        }
    }

    @Test("A file that is not there is named")
    func missingFile() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let missing = try await shell.run("import", shell.folder + "/nobody.csv")
            #expect(missing.status == 66)
            #expect(missing.error.contains("No such file or directory"))
        }
    }
}
