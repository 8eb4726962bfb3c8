import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// The plain commands while the API is away, and what becomes of their edits when it is back.
struct OfflineCommandsTests {
    private static let nowhere = "http://127.0.0.1:9"

    /// What a writing command printed.
    private struct Printed: Decodable {
        let phone: String?
        let queued: Bool?
    }

    @Test("Edits made while the API is away are queued, say so, and all arrive once it is back")
    func arrive() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            let edited = try await shell.run("edit", "anna@example.com", "--phone", "555 0199", "--json")
            #expect(edited.status == 0, "\(edited.error)")
            #expect(edited.error.contains("Queued"))
            #expect(try edited.decoded(as: Printed.self).queued == true)
            #expect(try edited.decoded(as: Printed.self).phone == "555 0199")
            let added = try await shell.run("add", "--name", "Bob", "--email", "bob@example.com", "--json")
            #expect(added.status == 0 && added.error.contains("Queued"), "\(added.error)")
            let renamed = try await shell.run("edit", "bob@example.com", "--name", "Bobby")
            #expect(renamed.status == 0 && renamed.error.contains("Queued"), "\(renamed.error)")
            let queued = try await shell.queue()
            #expect(queued.map(\.kind) == ["edit", "create", "edit"])
            #expect(queued.allSatisfy { $0.state == "waiting" && $0.attempts == 0 && $0.reason == nil })
            let shown = try await shell.run("show", "anna@example.com")
            let message = "1 edit of this customer in the queue: customers queue\n"
            #expect(shown.status == 0 && shown.error.contains(message), "\(shown.error)")
            #expect(try await shell.run("sync").status == 75)
            try await outage.comeBack {
                let sent = try await shell.run("sync", "--wait", "30")
                #expect(sent.status == 0, "\(sent.error)")
                #expect(try await shell.queue() == [])
                let all = try await shell.run("list", "--json").customers
                #expect(all.map(\.name) == ["Anna", "Bobby"])
                #expect(all.map(\.version) == [2, 1])
                #expect(all.first?.phone == "555 0199")
            }
        }
    }

    @Test("While the API answers nothing is said of a queue: what went through prints as the API has it")
    func online() async throws {
        try await Outage.after { shell in
            let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com", "--json")
            #expect(added.error.isEmpty)
            #expect(try added.decoded(as: Printed.self).queued == nil)
            #expect(try await shell.queue() == [])
        } _: { _ in
        }
    }

    @Test("Who waits to be made is shown by their id while the API knows nobody of it")
    func waitingToBeMade() async throws {
        try await Outage.after { outage in
            let shell = outage.shell
            let added = try await shell.run("add", "--name", "Bob", "--email", "bob@example.com")
            #expect(added.status == 0 && added.error.contains("Queued"), "\(added.error)")
            let line = try await shell.run("queue").output.split(separator: "\n").first
            let id = String(try #require(line?.split(separator: "\t").last))
            try await outage.comeBack {
                let shown = try await shell.run("show", id)
                #expect(shown.status == 0 && shown.output.contains("Name     Bob\n"), "\(shown.error)")
            }
        }
    }

    @Test("Editing a customer not kept here queues nothing and is 69")
    func unknown() async throws {
        try await Outage.after { outage in
            let edited = try await outage.shell.run("edit", "anna@example.com", "--name", "A")
            #expect(edited.status == 69)
            #expect(edited.error.contains("not kept on this machine"))
            #expect(try await outage.shell.queue() == [])
        }
    }

    @Test("What was read is shown while the API is away, with its age; a list says that it is not whole")
    func kept() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            let shown = try await shell.run("show", "anna@example.com", "--json")
            #expect(shown.status == 0)
            #expect(try shown.customer.name == "Anna")
            #expect(shown.error.contains("as seen just now") && shown.error.contains("cannot be reached"))
            _ = try await shell.run("add", "--name", "aaron", "--email", "aaron@example.com")
            let listed = try await shell.run("list", "--json")
            #expect(listed.status == 69)
            #expect(try listed.customers.map(\.name) == ["aaron", "Anna"])
            #expect(listed.error.contains("Only the customers kept on this machine"))
            let found = try await shell.run("list", "--search", "0100", "--json")
            #expect(try found.customers.map(\.name) == ["Anna"])
        }
    }

    @Test("A queued deletion hides the customer here, and deletes them when the API is back")
    func delete() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            let deleted = try await shell.run("delete", "anna@example.com", "--yes")
            #expect(deleted.status == 0 && deleted.error.contains("Queued"), "\(deleted.error)")
            let hidden = try await shell.run("show", "anna@example.com")
            #expect(hidden.status == 66 && hidden.error.contains("waits to be deleted"), "\(hidden.error)")
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 0, "\(sent.error)")
                #expect(try await shell.run("show", "anna@example.com").status == 66)
            }
        }
    }

    @Test("A clock that jumps by ten years between the edits changes nothing: all arrive, once and in order")
    func clock() async throws {
        try await Outage.afterAddingAnna { outage in
            for (years, phone) in [(10, "1"), (-10, "2"), (0, "3")] {
                let shell = outage.shell.withClock(yearsAhead: years)
                let edited = try await shell.run("edit", "anna@example.com", "--phone", phone)
                // What was seen before the clock went back is not from the future, what it went past has expired.
                #expect(edited.status == (years > 0 ? 69 : 0), "\(years): \(edited.error)")
                let added = try await shell.run("add", "--name", "P\(phone)", "--email", "p\(phone)@example.com")
                #expect(added.status == 0, "\(added.error)")
            }
            try await outage.comeBack {
                let sent = try await outage.shell.withClock(yearsAhead: -10).run("sync")
                #expect(sent.status == 0, "\(sent.error)")
                let all = try await outage.shell.run("list", "--json").customers
                #expect(all.map(\.name) == ["Anna", "P1", "P2", "P3"])
                #expect(all.first?.phone == "3")
                #expect(all.map(\.version) == [2, 1, 1, 1])
            }
        }
    }

    @Test("Without a place for the queue an edit that cannot be sent is not saved, and says so")
    func noHome() async throws {
        try await withTemporaryFolder { folder in
            var shell = Shell(folder: folder, url: Self.nowhere)
            shell.customers.environment["HOME"] = nil
            let added = try await shell.run("add", "--name", "A", "--email", "a@b.co")
            #expect(added.status == 69)
            #expect(added.error.contains("NOT SAVED") && added.error.contains("set HOME"), "\(added.error)")
            let files = try shell.files
            #expect(files.isEmpty)
        }
        try await APIServerProcess.serving { server in
            try await withTemporaryFolder { folder in
                var shell = Shell(folder: folder, url: server.url)
                shell.customers.environment["HOME"] = nil
                let added = try await shell.run("add", "--name", "A", "--email", "a@b.co", "--json")
                #expect(added.status == 0, "\(added.error)")
                let files = try shell.files
                #expect(files.isEmpty)
            }
        }
    }

    @Test("An edit that was interrupted while the API hangs has either left or is gone")
    func interrupted() async throws {
        try await SilentServer.listening { url in
            try await withTemporaryFolder { folder in
                let shell = Shell(folder: folder, url: url)
                let ended = try await shell.customers.shell(
                    """
                    "$program" add --name A --email a@b.co & job=$!
                    until grep -q '"k":"create"' "$HOME/.local/share/customers/default/journal.jsonl" 2>/dev/null
                    do sleep 0.02; done
                    kill -TERM $job; wait $job
                    """)
                let queued = try await shell.queue()
                if queued.isEmpty {
                    #expect(ended.status == 75 && ended.error.contains("Interrupted"), "\(ended)")
                } else {
                    #expect(ended.status == 0 && ended.error.contains("Queued"), "\(ended)")
                }
            }
        }
    }
}
