import Domain
import Foundation
import TestSupport
import Testing

/// What nobody should enter, and somebody will, at the real programs.
@Suite("Bad input at records that remember", .serialized, .timeLimit(.minutes(3)))
struct RecordInputTests {
    private static let anna = "anna@example.com"

    /// The interface on Anna's row, beside somebody else at a shell.
    private func beside(_ body: @escaping @Sendable (AtDesk, Shell) async throws -> Void) async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            let desk = AtDesk(client: try shell.interface())
            try await desk.sees("the list", seconds: 30) { $0.contains(" ▸ Anna") && $0.contains("● online") }
            try await body(desk, try shell.colleague)
            #expect(await desk.client.end == nil)
            #expect(await desk.client.screen.surprises == [])
            await desk.client.kill(SIGKILL)
        }
    }

    // MARK: Values

    @Test("Twenty tags are taken whatever blanks stand between them, and one more is refused with the number")
    func tags() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            let twenty = (10..<30).map { "t\($0)" }
            let edited = try await shell.run(
                "edit", Self.anna, "--tags", "  " + twenty.joined(separator: " \t , ") + " ", "--json")
            #expect(try edited.customer.details[.tags] == twenty.joined(separator: " "), "\(edited.error)")
            let words = (["a b"] + twenty).joined(separator: " ")
            let refused = try await shell.run("edit", Self.anna, "--tags", words)
            #expect(refused.status == 65 && refused.error.contains("20 words at most, not 22"), "\(refused.error)")
            let json = "{\"tags\":[" + twenty.map { "\"\($0) x\"" }.joined(separator: ",") + "]}"
            let inside = try await shell.run("edit", Self.anna, "--stdin", input: json)
            #expect(inside.status == 65 && inside.error.contains("without blanks"), "\(inside.error)")
            #expect(try await shell.run("show", Self.anna, "--json").customer.version == 2)
            #expect(try await shell.queue() == [])
        }
    }

    @Test(
        "Who has neither email nor phone is refused with both named, by command and in the form, and nothing is queued")
    func unreachable() async throws {
        try await beside { desk, shell in
            let added = try await shell.run("add", "--name", "Bea")
            #expect(added.status == 65, "\(added)")
            #expect(added.error.contains("email is required where there is no phone"), "\(added.error)")
            let edited = try await shell.run("edit", Self.anna, "--email", "", "--phone", "")
            #expect(edited.status == 65 && edited.error.contains("required where there is no"), "\(edited.error)")
            #expect(try await shell.queue() == [])
            await desk.types("nBea\u{13}")
            try await desk.sees("New customer", "is required where there is no phone", "Not saved")
            await desk.types("\u{1B}y")
            try await desk.sees("the list") { $0.contains(" ▸ Anna") && $0.contains("queue 0") }
            await desk.types("e\t\u{15}\t\u{15}\u{13}")
            try await desk.sees("Edit Anna", "is required where there is no phone", "Not saved")
        }
    }

    // MARK: Notes

    @Test("Of ten megabytes pasted into a note what fits is taken, and refused as too long; the keys are answered")
    func endlessNote() async throws {
        try await beside { desk, shell in
            await desk.types("N")
            try await desk.sees("Note · Anna", "0 of 2,000 characters")
            await desk.types("\u{1B}[200~" + String(repeating: "x", count: 10_000_000) + "\u{1B}[201~")
            try await desk.sees("It must have 2000 characters at most, not 4000.")
            await desk.types("\u{13}")
            try await desk.sees("Not saved: the note must have 2000 characters at most, not 4000.")
            await desk.types("\u{15}Called.\u{13}")
            try await desk.sees("the note") { $0.reports("Noted on Anna") && $0.contains("queue 0") }
            #expect(try await shell.run("history", Self.anna).output.contains("    Called.\n"))
        }
    }

    @Test("Control characters pasted into a note do nothing and do not stay")
    func controls() async throws {
        try await beside { desk, shell in
            await desk.types("N")
            try await desk.sees("Note · Anna")
            await desk.types("\u{1B}[200~a\u{1B}[2J\u{7}b\u{0}\u{9B}\u{85}c\u{1B}[201~")
            try await desk.sees("a[2Jbc")
            await desk.types("\u{13}")
            try await desk.sees("the note") { $0.reports("Noted on Anna") && $0.contains("queue 0") }
            let history = try await shell.run("history", Self.anna, "--json").output
            #expect(history.contains("a[2Jbc"), "\(history)")
        }
    }

    @Test("A note on somebody whom a colleague deletes meanwhile is not saved, and what was written can be copied")
    func noteOnDeleted() async throws {
        try await beside { desk, shell in
            await desk.types("NCalled back.")
            try await desk.sees("Note · Anna", "12 of 2,000 characters")
            #expect(try await shell.run("delete", Self.anna, "--yes").status == 0)
            try await desk.sees("word of it") { $0.contains("deleted") }
            await desk.types("\u{13}")
            try await desk.sees("Not saved: the customer is deleted. Ctrl-O copies what was written.", "Called back.")
        }
    }

    @Test("A note that waits while its customer is deleted is kept as refused, and arrives once they are restored")
    func queuedNoteOnDeleted() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            let noted = try await shell.run("note", Self.anna, "Called back.")
            #expect(noted.status == 0 && noted.error.hasPrefix("Queued."), "\(noted.error)")
            let id = try await shell.run("show", Self.anna, "--json").customer.id.text
            try await outage.rival { rival in
                let deleted = try await rival.run("delete", Self.anna, "--yes")
                #expect(deleted.status == 0, "\(deleted.error)")
            }
            try await outage.comeBack {
                let sync = try await shell.run("sync")
                #expect(sync.status == 75 && sync.error.contains("1 rejected"), "\(sync.error)")
                let edit = try #require(try await shell.queue().first)
                #expect(edit.kind == "note" && edit.state == "rejected", "\(edit)")
                let shown = try await shell.run("queue", "show", String(edit.seq))
                #expect(shown.output.contains("Called back."), "\(shown)")
                let restored = try await shell.run("restore", id)
                #expect(restored.status == 0, "\(restored.error)")
                #expect(try await shell.run("sync").status == 75)
                let retried = try await shell.run("queue", "retry", String(edit.seq))
                #expect(retried.status == 0, "\(retried.error)")
                #expect(try await shell.queue() == [])
                let history = try await shell.run("history", id).output
                #expect(history.split(separator: "Called back.").count == 2, "\(history)")
            }
        }
    }

    // MARK: Restoring

    @Test("Who was erased while their row was on the screen is not restored, and the row says nothing of them")
    func restoringErased() async throws {
        try await beside { desk, shell in
            let id = try await shell.run("show", Self.anna, "--json").customer.id.text
            #expect(try await shell.run("delete", Self.anna, "--yes").status == 0)
            await desk.types(":trash\r")
            try await desk.sees("the trash") { $0.contains(" ▸ Anna") && $0.contains("deleted just now") }
            #expect(try await shell.run("erase", id, "--yes").status == 0)
            try await desk.sees("the erasure") { $0.contains(" ▸ Erased on request") && !$0.contains("Anna") }
            await desk.types("\r")
            try await desk.sees("Erased on request: nothing is kept that could be restored.")
        }
    }

    @Test("Whose email was taken meanwhile stays in the trash, and a key leads to who has it")
    func restoringTaken() async throws {
        try await beside { desk, shell in
            #expect(try await shell.run("delete", Self.anna, "--yes").status == 0)
            #expect(try await shell.run("add", "--name", "Bob", "--email", Self.anna).status == 0)
            await desk.types(":trash\r")
            try await desk.sees("the trash") { $0.contains(" ▸ Anna") && $0.contains("deleted just now") }
            await desk.types("\r")
            try await desk.sees("Restore Anna?")
            await desk.types("y")
            try await desk.sees("who has the email") { $0.contains(" ▸ Anna") && $0.contains("Bob has this email.") }
            await desk.types("\r")
            try await desk.sees("Restoration of Anna", "o open who has it")
            await desk.types("o")
            try await desk.sees("the other") { $0.showsDetails(of: "Bob") }
        }
    }
}

extension Shell {
    /// Somebody else on another host, at the same API.
    fileprivate var colleague: Shell {
        get throws {
            let home = folder + "/colleague"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            return Shell(folder: home, url: customers.environment["CUSTOMERS_API_URL"])
        }
    }
}

/// Somebody at the keys.
private struct AtDesk: Typist {
    let client: Pseudoterminal
}
