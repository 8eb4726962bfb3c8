import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// Looking at what waits while the API is away, and doing away with it.
struct OfflineQueueTests {
    @Test("The queue names people, for people and for programs, and into a pipe with their ids")
    func names() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            let anna = try await shell.run("show", "anna@example.com", "--json").customer
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            _ = try await shell.run("add", "--name", "Bo Berg", "--email", "bo@example.com")
            _ = try await shell.run("delete", "anna@example.com", "--yes")
            let lines = try await shell.run("queue").output.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false)
            }
            #expect(lines.map { $0[2] } == ["Anna", "Bo Berg", "Anna"])
            // Behind the id stands the group, which none of them has.
            let ids = lines.compactMap { $0.dropLast().last }
            #expect(ids == [Substring(anna.id.text), ids[1], Substring(anna.id.text)])
            #expect(lines.allSatisfy { $0.last == "" })
            let terminal = try Pseudoterminal(
                [shell.customers.path, "queue"], environment: shell.customers.environment)
            _ = try await terminal.waitForEnd()
            #expect(await terminal.screen.lines.contains { $0.contains("Bo Berg") })
            #expect(await !terminal.screen.lines.contains { $0.contains(anna.id.text) })
        }
    }

    @Test("Throwing an edit away says whose it was, what it did, when and by which program it was entered")
    func discarding() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            let sequence = String(try #require(try await shell.queue().first).seq)
            #expect(try await shell.run("queue", "show", sequence).output.contains("just now by customers edit"))
            let discarded = try await shell.run("queue", "discard", sequence)
            let message =
                "Discarded: edit (phone) of Anna, entered just now by customers edit. Phone: 555 0100 → 555 0199."
            #expect(discarded.error.contains(message), "\(discarded.error)")
        }
    }

    @Test("Status shows what waits and what is kept, for people and for programs")
    func status() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            let status = try await shell.run("status")
            #expect(status.status == 69)
            #expect(status.output.contains("Queue: 1 waiting\n") && status.output.contains("Kept here: 1 customer\n"))
            struct Status: Decodable {
                let profile: String
                let cachedCustomers: Int
                let reachable: Bool
                let queue: [String: Int]
            }
            let json = try await shell.run("status", "--json").decoded(as: Status.self)
            #expect(json.profile == "default" && json.cachedCustomers == 1)
            #expect(!json.reachable)
            let counts = ["waiting": 1, "sending": 0, "unknown": 0, "rejected": 0, "conflict": 0, "held": 0]
            #expect(json.queue == counts)
        }
    }

    @Test("A wipe refuses while edits wait; forced, it leaves nothing of any customer on the disk")
    func wipe() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            let refused = try await shell.run("wipe")
            #expect(refused.status == 75)
            #expect(refused.error.contains("1 edit would be lost"))
            #expect(try await shell.queue().count == 1)
            let wiped = try await shell.run("wipe", "--force")
            #expect(wiped.status == 0, "\(wiped.error)")
            #expect(try await shell.queue() == [])
            let left = try await shell.customers.shell(
                "grep -rlae anna@example.com -e '555 0199' \"$HOME\" --exclude='customers.db*'; true")
            #expect(left.output.isEmpty, "\(left.output)")
        }
    }

    @Test("Under another address the queue is shown and held, and never sent")
    func foreign() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            try await APIServerProcess.serving { staging in
                let sent = try await shell.run("sync", "--api", staging.url)
                #expect(sent.status == 75)
                #expect(sent.error.contains("belongs to \(outage.url)"), "\(sent.error)")
                let added = try await shell.run("add", "--name", "B", "--email", "b@b.co", "--api", staging.url)
                #expect(added.status == 78)
                #expect(added.error.contains("NOT SAVED"))
                #expect(added.error.contains("customers sync --api \(outage.url)"), "\(added.error)")
                #expect(added.error.contains("--profile NAME"))
                #expect(try await shell.run("list", "--json", "--api", staging.url).customers.isEmpty)
                let held = try await shell.run("queue", "--json", "--api", staging.url)
                #expect(try held.decoded(as: [QueuedEdit].self).map(\.state) == ["held"])
                let status = try await shell.run("status", "--api", staging.url)
                #expect(status.output.contains("Queue: 1 held\n"), "\(status.output)")
                #expect(try await shell.queue().map(\.state) == ["waiting"])
            }
        }
    }

    @Test("What waits goes to an API's new address only when the person has said so, and has seen what waits")
    func adopted() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            try await outage.rival { rival in
                let new = try #require(rival.customers.environment["CUSTOMERS_API_URL"])
                let refused = try await shell.run("sync", "--api", new)
                #expect(refused.status == 75)
                for word in [outage.url, new, "customers queue adopt"] {
                    #expect(refused.error.contains(word), "\(refused.error)")
                }
                let unasked = try await shell.run("queue", "adopt", "--api", new)
                #expect(unasked.status == 64 && unasked.error.contains("--yes"), "\(unasked)")
                #expect(try await shell.run("sync", "--api", new).status == 75)
                let adopted = try await shell.run("queue", "adopt", "--yes", "--api", new)
                #expect(adopted.status == 0 && adopted.output.contains("edit (phone)"), "\(adopted)")
                #expect(adopted.error.contains("From: \(outage.url)\nTo:   \(new)\n1 edit moved."), "\(adopted.error)")
                #expect(try await shell.run("queue", "adopt", "--yes", "--api", new).error.contains("Nothing waits"))
                #expect(try await shell.run("sync", "--api", new).status == 0)
                #expect(
                    try await rival.run("show", "anna@example.com", "--json").customer.details[.phone] == "555 0199")
            }
        }
    }

    @Test("A queue without unfinished edits goes over to another address")
    func takenOver() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            let sequence = String(try #require(try await shell.queue().first).seq)
            #expect(try await shell.run("queue", "discard", sequence).status == 0)
            try await APIServerProcess.serving { staging in
                let added = try await shell.run("add", "--name", "B", "--email", "b@b.co", "--api", staging.url)
                #expect(added.status == 0, "\(added.error)")
                #expect(try await shell.run("list", "--json", "--api", staging.url).customers.map(\.name) == ["B"])
                #expect(try await shell.queue().isEmpty)
            }
        }
    }
}
