import Domain
import Foundation
import TestSupport
import Testing

@Suite("Several customers at once, on the real programs", .serialized)
struct MarkingTests {
    private func tagged(_ shell: Shell, _ tag: String) async throws -> [Customer] {
        try await shell.run("list", "--search", tag, "--json").customers.filter { customer in
            CustomerField.tags.words(in: customer.details[.tags]).contains(tag)
        }
    }

    @Test("Three who are marked are tagged while the API is away; it gets all of it, and one undo takes all of it back")
    func outage() async throws {
        try await Outage.after(sample: 40) { outage in
            let client = try outage.interface()
            try await outage.comeBack {
                try await client.wait(for: "the list", seconds: 30) { $0.contains(" ▸ ") && $0.contains("● online") }
            }
            await client.send("   ")
            try await client.wait(forText: "3 marked")
            await client.send("t")
            try await client.wait(forText: "Tag 3 marked customers")
            await client.send("quitevip\r")
            try await client.wait(forText: "Tag quitevip · 3 customers")
            await client.send("\r")
            try await client.wait(for: "three in the queue", seconds: 30) {
                $0.contains("0 of 3 with the server · 3 wait") && $0.contains("queue 3")
            }
            try await outage.comeBack {
                try await client.wait(for: "all of it with the server", seconds: 60) {
                    $0.contains("3 of 3 with the server") && $0.contains("queue 0")
                }
                #expect(try await tagged(outage.shell, "quitevip").count == 3)
                await client.send("u")
                try await client.wait(for: "all of it taken back", seconds: 60) {
                    $0.contains("0 of 3 with the server · 3 taken back") && $0.contains("queue 0")
                }
                #expect(try await tagged(outage.shell, "quitevip").isEmpty)
                await client.send("\u{1B}")
                try await client.wait(forText: "3 marked")
                await client.send("x\(outage.shell.folder)/marked.csv\r")
                try await client.wait(forText: "Written to")
            }
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
        }
    }

    @Test("A file of the interface has who was marked, is its owner's alone, and takes the place of none")
    func export() async throws {
        try await TerminalFixture.onServer { fixture in
            let (client, path) = (fixture.client, fixture.folder + "/marked.json")
            try await fixture.waitForList()
            await client.send("   ")
            try await client.wait(forText: "3 marked")
            for expected in ["Written to", "is there already"] {
                await client.send("x")
                try await client.wait(forText: "Export 3 marked customers")
                await client.send(path + "\r")
                try await client.wait(forText: expected)
            }
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let data = try Data(contentsOf: URL(filePath: path))
            #expect((try JSONSerialization.jsonObject(with: data) as? [[String: Any]])?.count == 3)
        }
    }

    // MARK: Commands

    private static let people = """
        name,email,company
        Anna Smith,anna@example.com,
        Bao Smith,bao@example.com,Acme
        Carla Jones,carla@example.com,

        """

    @Test("A command says what it would do, does it as one step, names each, and another takes it back")
    func commands() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", try shell.file("people.csv", Self.people))
            let preview = try await shell.run("bulk", "edit", "--company", "Acme", "--search", "smith", "--dry-run")
            #expect(preview.status == 0 && preview.output.contains("company: none → \"Acme\""), "\(preview)")
            #expect(preview.output.contains("Bao Smith\tunchanged"))
            #expect(
                preview.error.contains("Nothing was sent. 1 customer would be changed, 1 already has these values."))
            let unasked = try await shell.run("bulk", "edit", "--company", "Acme", "--search", "smith", input: "")
            #expect(unasked.status == 64 && unasked.error.contains("Add --yes"))
            let done = try await shell.run(
                "bulk", "tag", "vip", "--ids", "-", "--yes", input: "anna@example.com\nbao@example.com\n")
            #expect(
                done.status == 0 && done.output.split(separator: "\n").allSatisfy { $0.hasSuffix("\tdone") }, "\(done)")
            #expect(try await tagged(shell, "vip").count == 2)
            let back = try await shell.run("bulk", "undo", "--yes")
            #expect(back.status == 0 && back.output == "Taken back: “Tag vip” (2 edits).\n", "\(back)")
            #expect(try await tagged(shell, "vip").isEmpty)
        }
    }

    @Test("Whom somebody else has changed since is named when it is taken back, and the others are as before")
    func undoOfChanged() async throws {
        try await Shell.beside { shell in
            var shell = shell
            let runtime = shell.folder + "/runtime"
            try FileManager.default.createDirectory(
                atPath: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
            _ = try await shell.run("import", try shell.file("people.csv", Self.people))
            _ = try await shell.run("list")
            let done = try await shell.run("bulk", "edit", "--company", "Zoo", "--search", "smith", "--yes")
            #expect(done.status == 0, "\(done)")
            let colleague = Shell(
                folder: shell.folder + "/colleague", url: shell.customers.environment["CUSTOMERS_API_URL"])
            try FileManager.default.createDirectory(atPath: colleague.folder, withIntermediateDirectories: true)
            let edited = try await colleague.run("edit", "anna@example.com", "--company", "Aster")
            #expect(edited.status == 0, "\(edited)")
            let back = try await shell.run("bulk", "undo", "--yes")
            #expect(back.status == 65 && back.error.contains("1 customer could not be changed"), "\(back)")
            #expect(back.output.contains("Anna Smith\trefused\tthe same was changed meanwhile"), "\(back)")
            #expect(back.output.contains("Bao Smith\tdone") && !back.output.contains("Taken back"), "\(back)")
            #expect(try await shell.queue() == [])
            let now = try await shell.run("list", "--search", "smith", "--json").customers
            #expect(Set(now.map { $0.details[.company] }) == ["Aster", "Acme"])
        }
    }

    @Test("What waits behind a conflict is said to, and not that the API is away")
    func behindConflict() async throws {
        try await Outage.after { shell in
            _ = try await shell.run("import", try shell.file("people.csv", Self.people))
            _ = try await shell.run("list")
        } _: { outage in
            let shell = outage.shell
            let queued = try await shell.run("edit", "anna@example.com", "--company", "Mine")
            #expect(queued.error.hasPrefix("Queued."), "\(queued)")
            try await outage.rival { rival in
                let edited = try await rival.run("edit", "anna@example.com", "--company", "Theirs")
                #expect(edited.status == 0, "\(edited)")
            }
            try await outage.comeBack {
                _ = try await shell.run("sync")
                #expect(try await shell.queue().map(\.state) == ["conflict"])
                let bulk = try await shell.run("bulk", "tag", "vip", "--search", "smith", "--yes")
                let isTold = bulk.output.contains("Anna Smith\tqueued") && bulk.output.contains("Bao Smith\tdone")
                #expect(isTold, "\(bulk)")
                #expect(bulk.error.contains("1 edit is queued.\nQueued. An earlier edit of this customer"), "\(bulk)")
                #expect(!bulk.error.contains("has not answered"), "\(bulk)")
            }
        }
    }

    @Test("Who cannot be changed is named with the reason, the others are changed, and the exit status says so")
    func refused() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", try shell.file("people.csv", Self.people))
            let gone = "0b6e5a3e-4b9a-4b7e-9a53-0d0f6a3f2c11"
            let result = try await shell.run(
                "bulk", "tag", "vip", "--ids", "-", "--yes", "--json", input: "anna@example.com\n\(gone)\n")
            #expect(result.status == 65 && result.error.contains("1 customer could not be changed"), "\(result)")
            #expect(result.output.contains("\"detail\":\"nobody has this id\""), "\(result)")
            #expect(result.output.contains("\"outcome\":\"refused\"") && result.output.contains("\"outcome\":\"done\""))
            #expect(try await tagged(shell, "vip").map(\.name) == ["Anna Smith"])
        }
    }

    @Test("Customers who are deleted together are gone together")
    func delete() async throws {
        try await Shell.beside { shell in
            _ = try await shell.run("import", try shell.file("people.csv", Self.people))
            let result = try await shell.run("bulk", "delete", "--search", "smith", "--yes")
            #expect(result.status == 0, "\(result)")
            #expect(try await shell.run("list", "--json").customers.map(\.name) == ["Carla Jones"])
        }
    }
}
