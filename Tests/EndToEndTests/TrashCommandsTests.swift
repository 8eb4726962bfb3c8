import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// Who is deleted, restored, erased, and who asks what is kept of them, from the shell.
@Suite("The trash and erasures at the shell", .timeLimit(.minutes(3)))
struct TrashCommandsTests {
    private static let anna = "anna@example.com"

    @Test("A deletion says how it is taken back; who is restored has the id and the timeline that they had")
    func restore() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("note", Self.anna, "Likes tea.")
            let id = try await shell.run("show", Self.anna, "--json").customer.id
            let deleted = try await shell.run("delete", Self.anna, "--yes")
            #expect(deleted.error.contains("this brings them back: customers restore \(id.text)"), "\(deleted.error)")
            let gone = try await shell.run("show", id.text)
            #expect(gone.status == 66 && gone.error.contains("See: customers trash"), "\(gone.error)")
            let trash = try await shell.run("trash")
            #expect(
                trash.output.hasPrefix("Anna\t\(Self.anna)\tjust now") && trash.output.contains(id.text), "\(trash)")
            let json = try await shell.run("trash", "--json")
            #expect(json.output.contains("\"restorable_until\""), "\(json)")
            let restored = try await shell.run("restore", id.text)
            #expect(restored.status == 0 && restored.error == "Restored Anna, \(id.text).\n", "\(restored.error)")
            #expect(try await shell.run("show", Self.anna, "--json").customer.id == id)
            #expect(try await shell.run("history", Self.anna).output.contains("Likes tea."))
            #expect(try await shell.run("trash", "--json").output == "[\n]\n")
            let again = try await shell.run("restore", id.text)
            #expect(again.status == 0 && again.error.contains("Nothing to restore: Anna"), "\(again.error)")
        }
    }

    @Test("Whose email somebody else has by now is not restored, and it is said who has it; the others are")
    func emailTaken() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("add", "--name", "Cy", "--email", "cy@example.com")
            let id = try await shell.run("show", Self.anna, "--json").customer.id
            for email in [Self.anna, "cy@example.com"] { _ = try await shell.run("delete", email, "--yes") }
            let bob = try await shell.run("add", "--name", "Bob", "--email", Self.anna, "--json").customer.id
            let restored = try await shell.run("restore", id.text, "cy@example.com")
            #expect(restored.status == 65, "\(restored.error)")
            #expect(restored.error.contains("Bob has the email \(Self.anna)"), "\(restored.error)")
            #expect(restored.error.contains("customers show \(bob.text)") && restored.error.contains("Restored Cy"))
            #expect(try await shell.queue() == [])
        }
    }

    @Test("Who deleted somebody here restores them while the API is away, and it arrives")
    func restoreOffline() async throws {
        try await Outage.after {
            try await $0.addAnna()
            _ = try await $0.run("delete", Self.anna, "--yes")
        } _: { outage in
            let shell = outage.shell
            let restored = try await shell.run("restore", Self.anna)
            #expect(restored.status == 0 && restored.error.hasPrefix("Queued."), "\(restored.error)")
            let unknown = try await shell.run("restore", "bob@example.com")
            #expect(unknown.status == 69 && unknown.error.contains("entered on this machine"), "\(unknown.error)")
            try await outage.comeBack {
                let (sync, shown) = (try await shell.run("sync"), try await shell.run("show", Self.anna, "--json"))
                #expect(sync.status == 0)
                let version = try shown.customer.version
                #expect(version == 3)
            }
        }
    }

    @Test("Who is there again is not restored from what they were before")
    func restoreLiving() async throws {
        try await Outage.after {
            try await $0.addAnna()
            _ = try await $0.run("delete", Self.anna, "--yes")
            _ = try await $0.run("restore", Self.anna)
            _ = try await $0.run("edit", Self.anna, "--name", "Anna Two")
        } _: { outage in
            let restored = try await outage.shell.run("restore", Self.anna)
            #expect(restored.status == 0, "\(restored.error)")
            #expect(restored.error.contains("Nothing to restore: Anna Two is not deleted."), "\(restored.error)")
            #expect(try await outage.shell.queue() == [])
        }
    }

    @Test("A deletion that waits on this machine is taken back by a restoration")
    func restoreWaiting() async throws {
        try await Outage.after {
            try await $0.addAnna()
        } _: { outage in
            let shell = outage.shell
            _ = try await shell.run("delete", Self.anna, "--yes")
            #expect(try await shell.queue().map(\.kind) == ["delete"])
            let restored = try await shell.run("restore", Self.anna)
            #expect(restored.status == 0 && restored.error.hasPrefix("Restored Anna, "), "\(restored.error)")
            #expect(restored.error.contains("the deletion had not been sent"), "\(restored.error)")
            #expect(try await shell.queue() == [])
        }
    }

    @Test(
        "An edit of somebody who was deleted arrives once they are back, whoever restores them",
        arguments: [true, false])
    func editOfDeleted(isRestored: Bool) async throws {
        try await Outage.after {
            try await $0.addAnna()
            _ = try await $0.run("show", Self.anna)
        } _: { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", Self.anna, "--phone", "555 0199")
            try await outage.rival { _ = try await $0.run("delete", Self.anna, "--yes") }
            try await outage.comeBack { _ = try await shell.run("sync") }
            if isRestored { try await outage.rival { _ = try await $0.run("restore", Self.anna) } }
            try await outage.comeBack {
                let edit = try #require(try await shell.queue().first)
                #expect(edit.state == "conflict")
                let listed = try await shell.run("queue")
                #expect(listed.output.contains("Anna") && listed.output.contains("deleted meanwhile"))
                if isRestored {
                    _ = try await shell.run("show", Self.anna)
                    #expect(try await shell.run("queue").output.contains("deleted meanwhile, restored since"))
                }
                let retried = try await shell.run("queue", "retry", String(edit.seq))
                if isRestored {
                    #expect(retried.status == 0, "\(retried.error)")
                } else {
                    #expect(retried.status == 75 && retried.error.contains("--mine"), "\(retried.error)")
                    let resolved = try await shell.run("queue", "resolve", String(edit.seq), "--mine")
                    #expect(resolved.status == 0, "\(resolved.error)")
                }
                #expect(try await shell.run("show", Self.anna).output.contains("555 0199"))
                #expect(try await shell.queue() == [])
            }
        }
    }

    @Test("A decision says that it restores nobody whose email somebody else has by now, and does once that is free")
    func decidedWithEmailTaken() async throws {
        try await Outage.after {
            try await $0.addAnna()
            _ = try await $0.run("show", Self.anna)
        } _: { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", Self.anna, "--phone", "555 0199")
            try await outage.rival { rival in
                _ = try await rival.run("delete", Self.anna, "--yes")
                _ = try await rival.run("add", "--name", "Bob", "--email", Self.anna)
            }
            try await outage.comeBack {
                _ = try await shell.run("sync")
                let edit = try #require(try await shell.queue().first)
                let refused = try await shell.run("queue", "resolve", String(edit.seq), "--mine")
                #expect(refused.status == 65, "\(refused.error)")
                let reason = "was not restored: Another customer has this email."
                #expect(refused.error.contains(reason), "\(refused.error)")
                let queue = try await shell.queue()
                #expect(queue.map(\.kind) == ["restore", "edit"] && queue.map(\.state) == ["rejected", "held"])
                let restoration = String(try #require(queue.first).seq)
                #expect(refused.error.contains("customers queue show \(restoration)"), "\(refused.error)")
                let waiting = try await shell.run("queue", "retry", String(try #require(queue.last).seq))
                #expect(waiting.status == 75, "\(waiting.error)")
                #expect(waiting.error.contains("has to be decided on first"), "\(waiting.error)")
            }
            try await outage.rival { _ = try await $0.run("edit", Self.anna, "--email", "bob@example.com") }
            try await outage.comeBack {
                let restoration = try #require(try await shell.queue().first)
                let resolved = try await shell.run("queue", "resolve", String(restoration.seq), "--mine")
                #expect(resolved.status == 0, "\(resolved.error)")
                _ = try await shell.run("sync")
                #expect(try await shell.run("show", Self.anna).output.contains("555 0199"))
                #expect(try await shell.queue() == [])
            }
        }
    }

    @Test("What was queued for an erased person is not sent again, and nothing says that it was")
    func retryOfErased() async throws {
        try await Outage.after {
            try await $0.addAnna()
            _ = try await $0.run("show", Self.anna)
        } _: { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", Self.anna, "--phone", "555 0199")
            try await outage.rival { _ = try await $0.run("erase", Self.anna, "--yes") }
            try await outage.comeBack {
                _ = try await shell.run("sync")
                let edit = try #require(try await shell.queue().first)
                let retried = try await shell.run("queue", "retry", String(edit.seq))
                #expect(retried.status == 66 && retried.error.contains("erased on request"), "\(retried.error)")
            }
        }
    }

    @Test("An erasure asks, takes everything on the server and here, and cannot be taken back")
    func erase() async throws {
        try await Outage.after { shell in
            try await shell.addAnna()
            _ = try await shell.run("note", Self.anna, "Secret-word")
            _ = try await shell.run("history", Self.anna)
            let id = try await shell.run("show", Self.anna, "--json").customer.id
            let unasked = try await shell.run("erase", Self.anna)
            #expect(unasked.status == 64 && unasked.error.contains("--yes"), "\(unasked.error)")
            let erased = try await shell.run("erase", Self.anna, "--yes")
            #expect(erased.status == 0 && erased.error.hasPrefix("Erased \(id.text)"), "\(erased.error)")
            for words in [
                ["show", id.text], ["history", id.text], ["restore", id.text], ["subject", "export", id.text],
            ] {
                let gone = try await shell.customers.run(words)
                #expect(gone.status == 66 && gone.output.isEmpty, "\(words): \(gone.error)")
            }
            #expect(try await shell.run("trash", "--json").output == "[\n]\n")
            let found = try await shell.grep("Secret-word", Self.anna, "555 0100")
            #expect(found == "", "\(found)")
        } _: { _ in
        }
    }

    @Test("Who is in the trash is erased by the id, and a typed name has to be theirs")
    func eraseFromTrash() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            let id = try await shell.run("show", Self.anna, "--json").customer.id
            _ = try await shell.run("delete", Self.anna, "--yes")
            func typed(_ answer: String) async throws -> Program.Finished {
                try await shell.customers.shell(
                    "printf '\(answer)\\n' | script -qec \"$program erase \(id.text)\" /dev/null", input: "")
            }
            let no = try await typed("yes")
            #expect(no.status == 1 && no.output.contains("Nobody was erased: that is not the name"), "\(no)")
            let done = try await typed("anna")
            #expect(done.status == 0 && done.output.contains("Erased \(id.text)"), "\(done)")
        }
    }

    @Test("An erasure takes the role admin, and the API says so")
    func role() async throws {
        try await Shell.named("kim", "agent") { shell in
            try await shell.addAnna()
            let refused = try await shell.run("erase", Self.anna, "--yes")
            #expect(refused.status == 77, "\(refused.error)")
            #expect(refused.error.contains("This needs the role admin; yours is agent."), "\(refused.error)")
            #expect(try await shell.run("show", Self.anna).status == 0)
        }
    }

    @Test("Who asks gets the record, every version, the timeline and what is kept here; the file is the owner's alone")
    func subject() async throws {
        struct Document: Decodable {
            struct Record: Decodable { let version: Int, phone: String? }
            struct Entry: Decodable { let kind: String, note: String? }
            let record: Record?
            let trash: Record?
            let timeline: [Entry]?
            let versions: [Record]?
            let notTheSameAs: [String]?
        }
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("add", "--name", "Ann", "--email", "ann@example.org")
            let ann = try await shell.run("show", "ann@example.org", "--json").customer.id
            let dismissed = try await shell.run("duplicates", Self.anna, "--dismiss", ann.text)
            #expect(dismissed.status == 0, "\(dismissed.error)")
            _ = try await shell.run("edit", Self.anna, "--phone", "555 0199")
            _ = try await shell.run("note", Self.anna, "Likes tea.")
            let path = shell.folder + "/anna.json"
            let exported = try await shell.run("subject", "export", Self.anna, "--output", path)
            #expect(exported.status == 0 && exported.output.isEmpty, "\(exported.error)")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let document = try decoder.decode(Document.self, from: Data(contentsOf: URL(filePath: path)))
            #expect(document.record?.version == 2 && document.trash == nil)
            #expect(document.timeline?.map(\.kind) == ["note", "changed", "created"])
            #expect(document.timeline?.first?.note == "Likes tea.")
            #expect(document.notTheSameAs == [ann.text])
            #expect(document.versions?.map(\.phone) == ["555 0199", "555 0100"])
            #expect(try await shell.run("subject", "export", Self.anna, "--output", path).status == 73)
            _ = try await shell.run("delete", Self.anna, "--yes")
            let trashed = try await shell.run("subject", "export", Self.anna)
            let gone = try trashed.decoded(as: Document.self)
            #expect(gone.record == nil && gone.trash?.phone == "555 0199", "\(trashed.error)")
            #expect(gone.timeline?.map(\.kind) == ["deleted", "note", "changed", "created"])
            #expect(gone.timeline?.dropFirst().first?.note == "Likes tea.")
            #expect(gone.versions?.map(\.phone) == ["555 0199", "555 0100"])
            #expect(gone.notTheSameAs == [ann.text])
            #expect(!trashed.error.contains("timeline"), "\(trashed.error)")
            let nobody = try await shell.run("subject", "export", "bob@example.com")
            #expect(nobody.status == 66 && nobody.output.isEmpty, "\(nobody.error)")
        }
    }

    @Test("Who has the same number is named with the reason, until somebody says that they are not the same")
    func duplicates() async throws {
        try await Shell.beside { shell in
            try await shell.addAnna()
            _ = try await shell.run("add", "--name", "Ann", "--phone", "+1 202 555 0147")
            _ = try await shell.run("edit", Self.anna, "--phone", "(202) 555-0147")
            let found = try await shell.run("duplicates", Self.anna)
            #expect(found.output.hasPrefix("phone\tAnn\t"), "\(found)")
            let id = try #require(found.output.split(whereSeparator: \.isWhitespace).last.map(String.init))
            #expect(try await shell.run("duplicates", Self.anna, "--json").output.contains("\"reason\":\"phone\""))
            let dismissed = try await shell.run("duplicates", Self.anna, "--dismiss", id)
            #expect(dismissed.status == 0, "\(dismissed.error)")
            let none = try await shell.run("duplicates", id)
            #expect(none.status == 0 && none.output.isEmpty && none.error.contains("Nobody seems"), "\(none)")
        }
    }
}

extension Shell {
    /// The lines of `grep` for any of some values in everything that this home keeps, binary files too.
    func grep(_ values: String...) async throws -> String {
        let patterns = values.map { "-e '\($0)'" }.joined(separator: " ")
        return try await customers.shell(
            "grep -rlaF \(patterns) \"$HOME/.local\" \"$HOME/.cache\" \"$XDG_RUNTIME_DIR\" 2>/dev/null; true"
        ).output
    }
}
