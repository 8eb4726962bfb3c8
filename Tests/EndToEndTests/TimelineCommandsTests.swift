import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// Who did what, what was said, and the record as it was, from the shell.
@Suite("Timelines at the shell", .timeLimit(.minutes(3)))
struct TimelineCommandsTests {
    /// An entry as `history --json` prints it.
    private struct Printed: Decodable, Equatable {
        let seq: Int
        let kind: String
        let version: Int
        let note: String?
    }

    private static let anna = "anna@example.com"

    @Test("A history has what was done and said, newest first; a note leaves the version as it is")
    func history() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            let noted = try await shell.run("note", Self.anna, "-", input: "Called.\nWants an invoice.\n")
            #expect(noted.status == 0 && noted.output.isEmpty && noted.error == "Noted.\n", "\(noted.error)")
            let edited = try await shell.run("edit", Self.anna, "--phone", "555 0199", "--json")
            #expect(try edited.customer.version == 2, "\(edited.error)")
            let printed = try await shell.run("history", Self.anna, "--json")
            #expect(
                try printed.decoded(as: [Printed].self) == [
                    Printed(seq: 3, kind: "changed", version: 2, note: nil),
                    Printed(seq: 2, kind: "note", version: 1, note: "Called.\nWants an invoice."),
                    Printed(seq: 1, kind: "created", version: 1, note: nil),
                ], "\(printed.error)")
            let text = try await shell.run("history", Self.anna).output
            #expect(text.contains(": changed (version 2)\n    Phone: 555 0100 → 555 0199\n"), "\(text)")
            #expect(text.contains(": note\n    Called.\n    Wants an invoice.\n"), "\(text)")
            let notes = try await shell.run("history", Self.anna, "--notes", "--json")
            #expect(try notes.decoded(as: [Printed].self).map(\.seq) == [2])
            let newest = try await shell.run("history", Self.anna, "--limit", "1", "--json")
            #expect(try newest.decoded(as: [Printed].self).map(\.seq) == [3])
        }
    }

    @Test("One person's changes to a field within two minutes are one step, with --all and in JSON each by itself")
    func steps() async throws {
        try await Shell.named("kim") { shell in
            try await shell.addAnna()
            for phone in ["1", "12", "123"] { _ = try await shell.run("edit", Self.anna, "--phone", phone) }
            let text = try await shell.run("history", Self.anna).output
            #expect(text.contains("changed (versions 2–4)\n    Phone: 555 0100 → 123\n"), "\(text)")
            let all = try await shell.run("history", Self.anna, "--all").output
            #expect(all.contains("Phone: 1 → 12\n") && all.contains("Phone: 12 → 123\n"), "\(all)")
            let entries = try await shell.run("history", Self.anna, "--json").decoded(as: [Printed].self)
            #expect(entries.map(\.version) == [4, 3, 2, 1])
        }
    }

    @Test("Where the server knows nobody by name each change is a step of its own")
    func nameless() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            for phone in ["1", "12"] { _ = try await shell.run("edit", Self.anna, "--phone", phone) }
            let text = try await shell.run("history", Self.anna).output
            #expect(text.contains("Phone: 555 0100 → 1\n") && text.contains("Phone: 1 → 12\n"), "\(text)")
        }
    }

    @Test("A long history is read page by page to its end")
    func pages() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            let loop =
                "for i in $(seq 45); do \"$program\" note anna@example.com \"Note $i\" 2>/dev/null || exit 1; done"
            #expect(try await shell.customers.shell(loop).status == 0)
            let entries = try await shell.run("history", Self.anna, "--json").decoded(as: [Printed].self)
            #expect(entries.map(\.seq) == Array((1...46).reversed()))
            let some = try await shell.run("history", Self.anna, "--json", "--limit", "30").decoded(as: [Printed].self)
            #expect(some.count == 30)
        }
    }

    @Test("A note that is taken back keeps its entry, and loses its text for good")
    func retraction() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("note", Self.anna, "Owes", "us", "money")
            let retracted = try await shell.run("note", Self.anna, "--retract", "2")
            #expect(retracted.status == 0 && retracted.error.contains("Note #2 is taken back"), "\(retracted.error)")
            let printed = try await shell.run("history", Self.anna)
            #expect(printed.output.contains("note, taken back") && !printed.output.contains("Owes us money"))
            let none = try await shell.run("note", Self.anna, "--retract", "1")
            #expect(none.status == 66 && none.error.contains("has no note with this number"), "\(none.error)")
        }
    }

    @Test(
        "What is no note is refused with the reason, and nothing is queued",
        arguments: [
            ("", "is required"), ("  \n ", "is required"), ("a\u{1B}[2Jb", "control characters"),
            (String(repeating: "x", count: 2_001), "2000 characters at most"),
        ])
    func noNote(_ text: String, _ reason: String) async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let noted = try await shell.run("note", Self.anna, "-", input: text)
            #expect(noted.status == 65 && noted.error.contains(reason), "\(noted.error)")
            #expect(noted.error.hasPrefix("customers: Nothing was noted"))
            #expect(try await shell.queue() == [])
        }
    }

    @Test("Of a note of ten million characters no more is read than it takes to refuse it")
    func endlessNote() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let noted = try await shell.customers.shell(
                "head -c 10000000 /dev/zero | tr '\\0' x | \"$program\" note anna@example.com -")
            #expect(noted.status == 65 && noted.error.contains("2,000 characters at most"), "\(noted.error)")
        }
    }

    @Test("The record as it was is shown by version and by time, and what was never recorded is said to be so")
    func past() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("edit", Self.anna, "--phone", "555 0199")
            let first = try await shell.run("show", Self.anna, "--at-version", "1", "--json")
            #expect(try first.customer.phone == "555 0100", "\(first.error)")
            let then = try first.customer.updatedAt.text
            #expect(try await shell.run("show", Self.anna, "--at", then, "--json").customer.version == 1)
            #expect(try await shell.run("show", Self.anna, "--at", "today", "--json").customer.version == 2)
            let before = try await shell.run("show", Self.anna, "--at", "2020-01-01")
            #expect(before.status == 66 && before.error.contains("not recorded"), "\(before.error)")
            #expect(try await shell.run("show", Self.anna, "--at-version", "9").status == 66)
            let noTime = try await shell.run("show", Self.anna, "--at", "noon")
            #expect(noTime.status == 64 && noTime.error.contains("\"noon\" is no time"), "\(noTime.error)")
        }
    }

    @Test("A wrong change is found by who made it, and one field of an older version is put back as an edit")
    func blame() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("edit", Self.anna, "--phone", "555 9999", "--address", "1 Main St")
            let blame = try await shell.run("show", Self.anna, "--blame")
            let lines = blame.output.split(separator: "\n")
            let phone = try #require(
                lines.firstIndex { $0.hasPrefix("Phone    555 9999") }, "\(blame.output) \(blame.error)")
            #expect(lines[phone + 1].hasSuffix("(version 2)"), "\(blame.output)")
            let name = try #require(lines.firstIndex { $0.hasPrefix("Name     Anna") })
            #expect(lines[name + 1].hasSuffix("(version 1)"), "\(blame.output)")
            let back = try await shell.run("edit", Self.anna, "--from-version", "1", "--field", "phone", "--json")
            let customer = try back.customer
            #expect(customer.phone == "555 0100" && customer.details[.address] == "1 Main St", "\(back.error)")
            #expect(customer.version == 3)
            let all = try await shell.run("edit", Self.anna, "--from-version", "1", "--json")
            #expect(try all.customer.details[.address] == nil, "\(all.error)")
            let again = try await shell.run("edit", Self.anna, "--from-version", "1", "--json")
            #expect(again.status == 0 && again.error.contains("Nothing to change"), "\(again.error)")
        }
    }

    @Test("While the API is away a note is queued, the kept history is shown with its age, and all arrives once")
    func offline() async throws {
        try await Outage.after {
            try await $0.addAnna()
            _ = try await $0.run("history", Self.anna)
        } _: { outage in
            let shell = outage.shell
            let noted = try await shell.run("note", Self.anna, "Called back.")
            #expect(noted.status == 0 && noted.error.hasPrefix("Queued."), "\(noted.error)")
            #expect(try await shell.queue().map(\.kind) == ["note"])
            let kept = try await shell.run("history", Self.anna)
            #expect(kept.status == 0 && kept.output.contains("created (version 1)"), "\(kept.error)")
            #expect(kept.error.contains("As kept on this machine, seen just now."), "\(kept.error)")
            #expect(kept.error.contains("1 edit of this customer in the queue"), "\(kept.error)")
            for words in [["show", Self.anna, "--at-version", "1"], ["show", Self.anna, "--blame"]] {
                let away = try await shell.customers.run(words)
                #expect(away.status == 69 && away.output.isEmpty, "\(words): \(away.error)")
            }
            try await outage.comeBack {
                #expect(try await shell.run("sync").status == 0)
                let entries = try await shell.run("history", Self.anna, "--json").decoded(as: [Printed].self)
                #expect(entries.map(\.kind) == ["note", "created"])
                #expect(try await shell.run("show", Self.anna, "--json").customer.version == 1)
            }
        }
    }

    @Test(
        "A server of an earlier version is named as the reason, and nothing is queued",
        arguments: [
            (["history", id], "no timeline"), (["note", id, "x"], "no timeline"),
            (["show", id, "--at-version", "1"], "no timeline"), (["trash"], "no trash"),
            (["erase", id, "--yes"], "no list of who was erased, and erases nobody"),
            (["restore", id], "no trash"), (["duplicates", id], "no account of who may be the same person"),
        ])
    func olderServer(_ words: [String], _ what: String) async throws {
        let health = """
            {"status":"OK","timestamp":"2026-01-02T03:04:05.000Z","version":"1.0.0","replicate":false,"contract":"2.1",\
            "capabilities":["whoami"]}
            """
        let unknown = #"{"type":"urn:customers:problem:not-found","status":404,"detail":"There is no such resource."}"#
        let server = try MisbehavingServer(
            answering: { $0.hasPrefix("GET /api/health ") ? .json(200, health) : .json(404, unknown) })
        try await Shell.without(url: server.url) { shell in
            let finished = try await shell.customers.run(words)
            #expect(finished.status == 69 && finished.output.isEmpty, "\(finished.error)")
            #expect(finished.error.contains("This server keeps \(what)"), "\(finished.error)")
            #expect(finished.error.contains("speaks version 2.1 of the contract"), "\(finished.error)")
            #expect(try await shell.queue() == [])
        }
    }

    private static let id = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
}
