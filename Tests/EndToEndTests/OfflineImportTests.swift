import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// Importing while the API is away.
struct OfflineImportTests {
    @Test(
        "A file that moves emails on by one is queued whole while the API is away, and arrives",
        arguments: [true, false])
    func shifting(isReversed: Bool) async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            for letter in ["a", "b", "c"] {
                let added = try await shell.run("add", "--name", letter, "--email", "\(letter)@example.com")
                #expect(added.status == 0, "\(added.error)")
            }
            #expect(try await shell.run("list", "--json").status == 0)
        }
        try await Outage.after(seed) { outage in
            let shell = outage.shell
            let known = try await shell.run("list", "--json").customers
            let next = ["a": "b", "b": "c", "c": "d"]
            let lines = known.map { "\($0.id),\($0.name),\(next[$0.name] ?? "")@example.com" }
            let file = try shell.file(
                "shift.csv",
                "customer_id,name,email\n" + (isReversed ? lines.reversed() : lines).joined(separator: "\n") + "\n")
            let imported = try await shell.run("import", "--update", file)
            #expect(imported.status == 0 && imported.output.contains("3 queued"), "\(imported)")
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 0, "\(sent.error)")
                let all = try await shell.run("list", "--json").customers
                #expect(all.map(\.email) == ["b@example.com", "c@example.com", "d@example.com"])
            }
        }
    }

    @Test("An import goes on into the queue, and again changes nothing, before and after it has arrived")
    func importing() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            let people = (1...1_200).map { "Person \($0),p\($0)@example.com" }.joined(separator: "\n")
            let file = try shell.file("people.csv", "name,email\n" + people + "\n")
            for outcome in ["1,200 queued", "1,200 waiting already"] {
                let imported = try await shell.run("import", file)
                #expect(imported.status == 0, "\(imported.error)")
                #expect(imported.output.hasSuffix(" \(outcome)\n"), "\(imported.output)")
                #expect(try await shell.queue().count == 1_200)
            }
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 0, "\(sent.error)")
                #expect(try await shell.run("list", "--json").customers.count == 1_201)
                let again = try await shell.run("import", file)
                #expect(again.output.hasPrefix("0 created, 0 updated, 1,200 unchanged"), "\(again.output)")
            }
        }
    }

    @Test("Who was imported offline and is there under another number ends as an import would have found them")
    func phoneMatches() async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            try await shell.addAnna()
            let added = try await shell.run("add", "--name", "Bea", "--email", "bea@example.com", "--phone", "111")
            #expect(added.status == 0, "\(added.error)")
        }
        try await Outage.after(seed) { outage in
            // The person who imports has never seen them.
            var shell = outage.shell
            shell.customers.environment["XDG_DATA_HOME"] = shell.folder + "/another"
            shell.customers.environment["XDG_RUNTIME_DIR"] = shell.folder + "/another"
            let file = try shell.file(
                "p.csv", "name,email,phone\nAnna,anna@example.com,555 0100\nBea,bea@example.com,222\n")
            let imported = try await shell.run("import", file)
            #expect(imported.output.contains("2 queued"), "\(imported.error)")
            let here = shell
            try await outage.comeBack {
                let sent = try await here.run("sync")
                #expect(sent.status == 75 && sent.error.contains("1 rejected"), "\(sent.error)")
                let refused = try await here.queue()
                #expect(refused.count == 1)
                #expect(refused.first?.reason?.contains("differs in phone. Import the file again") == true)
                let again = try await here.run("import", "--update", file)
                #expect(again.output.hasPrefix("0 created, 1 updated, 1 unchanged, 0 differ"), "\(again.output)")
                #expect(try await here.queue().isEmpty)
                #expect(try await here.run("list", "--json").customers.map(\.phone) == ["555 0100", "222"])
            }
        }
    }
}
