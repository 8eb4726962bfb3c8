import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// A shift at the shell, from the first call to a request for erasure.
@Suite("A shift at the shell", .timeLimit(.minutes(3)))
struct ShiftTests {
    private static let number = "+1 202 555 0147"

    /// A colleague on another host: a home directory of their own, and the same API.
    private static func colleague(of shell: Shell, _ url: String) throws -> Shell {
        let home = shell.folder + "/colleague"
        try FileManager.default.createDirectory(
            atPath: home + "/runtime", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var colleague = Shell(folder: home, url: url)
        colleague.customers.environment["XDG_RUNTIME_DIR"] = home + "/runtime"
        return colleague
    }

    @Test(
        "Callers are added, noted, found, told apart, deleted, restored, put right and erased, also where a host was away"
    )
    func shift() async throws {
        try await Outage.after { shell in
            // A caller without an email is added, noted, and found again by the number.
            let added = try await shell.run("add", "--name", "Ada Moore", "--phone", Self.number, "--json")
            let ada = try added.customer.id.text
            #expect(try await shell.run("note", ada, "-", input: "Wants the invoice by post.").status == 0)
            #expect(try await shell.run("list", "--search", "0147", "--json").customers.map(\.id.text) == [ada])

            // A second caller is recognised as the same.
            let second = [
                "add", "--name", "A. Moore", "--email", "ada@example.com", "--phone", "(202) 555-0147", "--json",
            ]
            let again = try await shell.customers.run(second).customer.id.text
            let same = try await shell.run("duplicates", again)
            #expect(same.output.hasPrefix("phone\tAda Moore\t") && same.output.contains(ada), "\(same)")

            _ = (try shell.file("ada", ada), try shell.file("again", again))

            // A deletion is restored.
            #expect(try await shell.run("delete", ada, "--yes").status == 0)
            #expect(try await shell.run("restore", ada).status == 0)
            #expect(try await shell.run("history", ada).output.contains("Wants the invoice by post."))

            // A wrong change is found by who made it, and put back.
            #expect(try await shell.run("edit", again, "--name", "Adam Moore").status == 0)
            #expect(try await shell.run("show", again, "--blame").output.contains("(version 2)"))
            let back = try await shell.run("edit", again, "--from-version", "1", "--field", "name", "--json")
            #expect(try back.customer.name == "A. Moore", "\(back.error)")

            // A colleague looks at both of them before the API goes.
            let colleague = try Self.colleague(of: shell, shell.customers.environment["CUSTOMERS_API_URL"] ?? "")
            for id in [ada, again] {
                #expect(try await colleague.run("history", id).status == 0)
                #expect(try await colleague.run("show", id).status == 0)
            }
        } _: { outage in
            let (ada, again) = (try outage.shell.text(of: "ada"), try outage.shell.text(of: "again"))
            let colleague = try Self.colleague(of: outage.shell, outage.url)
            // The colleague edits while the API is away.
            let queued = try await colleague.run("edit", again, "--address", "7 Elm Row")
            #expect(queued.status == 0 && queued.error.hasPrefix("Queued."), "\(queued.error)")
            #expect(try await colleague.run("note", ada, "Rang twice.").error.hasPrefix("Queued."))
            #expect(try await colleague.grep("Ada Moore", "Rang twice") != "")

            // Somebody is erased on request meanwhile.
            try await outage.rival { rival in
                let erased = try await rival.run("erase", ada, "--yes")
                #expect(erased.status == 0, "\(erased.error)")
            }

            // The colleague's host comes back: what waits of others arrives, and nothing of the erased one stays.
            try await outage.comeBack {
                let synced = try await colleague.run("sync")
                #expect(synced.error.contains("erased on request"), "\(synced.error)")
                let edited = try await colleague.run("show", again, "--json")
                #expect(try edited.customer.details[.address] == "7 Elm Row", "\(edited.error)")
                let left = try await colleague.grep("Ada Moore", "Rang twice", "invoice by post", Self.number)
                #expect(left == "", "\(left)")
                #expect(try await colleague.run("show", ada).status == 66)
            }
        }
    }
}
