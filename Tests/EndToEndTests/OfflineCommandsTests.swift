import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// The plain commands while the API is away, and what becomes of their edits when it is back.
struct OfflineCommandsTests {
    private static let nowhere = "http://127.0.0.1:9"

    private struct Queued: Decodable, Equatable {
        let seq: Int
        let op: String
        let kind: String
        let state: String
        let attempts: Int
        let reason: String?
    }

    private func queue(_ shell: Shell) async throws -> [Queued] {
        let printed = try await shell.run("queue", "--json")
        #expect(printed.status == 0, "\(printed.error)")
        return try decode([Queued].self, printed)
    }

    /// What a writing command printed.
    private struct Printed: Decodable {
        let phone: String?
        let queued: Bool?
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ finished: Program.Finished) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(finished.output.utf8))
    }

    @Sendable private static func addAnna(_ shell: Shell) async throws {
        let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com", "--phone", "555 0100")
        #expect(added.status == 0, "\(added.error)")
    }

    @Test("Edits made while the API is away are queued, say so, and all arrive once it is back")
    func arrive() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            let edited = try await shell.run("edit", "anna@example.com", "--phone", "555 0199", "--json")
            #expect(edited.status == 0, "\(edited.error)")
            #expect(edited.error.contains("Queued"))
            #expect(try decode(Printed.self, edited).queued == true)
            #expect(try decode(Printed.self, edited).phone == "555 0199")
            let added = try await shell.run("add", "--name", "Bob", "--email", "bob@example.com", "--json")
            #expect(added.status == 0 && added.error.contains("Queued"), "\(added.error)")
            let renamed = try await shell.run("edit", "bob@example.com", "--name", "Bobby")
            #expect(renamed.status == 0 && renamed.error.contains("Queued"), "\(renamed.error)")
            let queued = try await queue(shell)
            #expect(queued.map(\.kind) == ["edit", "create", "edit"])
            #expect(queued.allSatisfy { $0.state == "waiting" && $0.attempts == 0 && $0.reason == nil })
            let shown = try await shell.run("show", "anna@example.com")
            let message = "1 edit of this customer in the queue: customers queue\n"
            #expect(shown.status == 0 && shown.error.contains(message), "\(shown.error)")
            #expect(try await shell.run("sync").status == 75)
            try await outage.comeBack {
                let sent = try await shell.run("sync", "--wait", "30")
                #expect(sent.status == 0, "\(sent.error)")
                #expect(try await queue(shell) == [])
                let all = try await shell.run("list", "--json").customers
                #expect(all.map(\.name) == ["Anna", "Bobby"])
                #expect(all.map(\.version) == [2, 1])
                #expect(all.first?.phone == "555 0199")
            }
        }
    }

    @Test("The queue names people, for people and for programs, and into a pipe with their ids")
    func names() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            let anna = try await shell.run("show", "anna@example.com", "--json").customer
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            _ = try await shell.run("add", "--name", "Bo Berg", "--email", "bo@example.com")
            _ = try await shell.run("delete", "anna@example.com", "--yes")
            let lines = try await shell.run("queue").output.split(separator: "\n").map {
                $0.split(separator: "\t", omittingEmptySubsequences: false)
            }
            #expect(lines.map { $0[2] } == ["Anna", "Bo Berg", "Anna"])
            #expect(lines.map { $0.last } == [Substring(anna.id.text), lines[1].last, Substring(anna.id.text)])
            let terminal = try Pseudoterminal(
                [shell.customers.path, "queue"], environment: shell.customers.environment)
            _ = try await terminal.waitForEnd()
            #expect(await terminal.screen.lines.contains { $0.contains("Bo Berg") })
            #expect(await !terminal.screen.lines.contains { $0.contains(anna.id.text) })
        }
    }

    @Test("While the API answers nothing is said of a queue: what went through prints as the API has it")
    func online() async throws {
        try await Outage.after { shell in
            let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com", "--json")
            #expect(added.error.isEmpty)
            #expect(try decode(Printed.self, added).queued == nil)
            #expect(try await queue(shell) == [])
        } _: { _ in
        }
    }

    @Test("Editing a customer not kept here queues nothing and is 69")
    func unknown() async throws {
        try await Outage.after { outage in
            let edited = try await outage.shell.run("edit", "anna@example.com", "--name", "A")
            #expect(edited.status == 69)
            #expect(edited.error.contains("not kept on this machine"))
            #expect(try await queue(outage.shell) == [])
        }
    }

    @Test("What was read is shown while the API is away, with its age; a list says that it is not whole")
    func kept() async throws {
        try await Outage.after(Self.addAnna) { outage in
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
        try await Outage.after(Self.addAnna) { outage in
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

    @Test("What the API refuses later is kept with its reason, can be looked at, and be thrown away")
    func refused() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("add", "--name", "Other", "--email", "ANNA@example.com")
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 75)
                #expect(sent.error.contains("1 rejected"), "\(sent.error)")
                let refused = try #require(try await queue(shell).first)
                #expect(refused.state == "rejected")
                #expect(refused.reason?.contains("email") == true)
                let sequence = String(refused.seq)
                let shown = try await shell.run("queue", "show", sequence)
                #expect(shown.output.contains("Other") && shown.output.contains("ANNA@example.com"))
                #expect(try await shell.run("queue", "retry", sequence).status == 65)
                #expect(try await shell.run("queue", "discard", sequence).status == 0)
                #expect(try await queue(shell) == [])
                #expect(try await shell.run("queue", "discard", sequence).status == 66)
            }
        }
    }

    @Test("When both sides changed the same field nothing is overwritten, and both values are shown")
    func conflict() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            try await outage.rival { rival in
                let theirs = try await rival.run("edit", "anna@example.com", "--phone", "555 0155")
                #expect(theirs.status == 0, "\(theirs.error)")
            }
            try await outage.comeBack {
                #expect(try await shell.run("sync").status == 75)
                let conflict = try #require(try await queue(shell).first)
                #expect(conflict.state == "conflict")
                let shown = try await shell.run("queue", "show", String(conflict.seq)).output
                #expect(shown.contains("555 0100 → 555 0199 (theirs: 555 0155)"), "\(shown)")
                #expect(try await shell.run("queue", "retry", String(conflict.seq)).status == 75)
                #expect(try await shell.run("show", "anna@example.com", "--json").customer.phone == "555 0155")
            }
        }
    }

    @Test("An edit sent together with a waiting one is reported done when both are, though others were faster")
    func together() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            try await outage.rival { rival in
                let theirs = try await rival.run("edit", "anna@example.com", "--address", "1 Main St")
                #expect(theirs.status == 0, "\(theirs.error)")
            }
            try await outage.comeBack {
                let edited = try await shell.run("edit", "anna@example.com", "--name", "Anne", "--json")
                #expect(edited.status == 0, "\(edited.error)")
                #expect(!edited.error.contains("Nothing was saved"), "\(edited.error)")
                let anna = try edited.customer
                #expect([anna.name, anna.phone, anna.details.address] == ["Anne", "555 0199", "1 Main St"])
                #expect(try await queue(shell) == [])
            }
        }
    }

    @Sendable private static func addAnnaAndBea(_ shell: Shell) async throws {
        try await addAnna(shell)
        let added = try await shell.run("add", "--name", "Bea", "--email", "bea@example.com")
        #expect(added.status == 0, "\(added.error)")
    }

    @Test("What was sent as one with a waiting edit that is refused, or waits behind it, is kept and said to be")
    func togetherRefused() async throws {
        try await Outage.after(Self.addAnnaAndBea) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--email", "BEA@example.com")
            try await outage.comeBack {
                let edited = try await shell.run("edit", "anna@example.com", "--phone", "555 0177")
                #expect(edited.status == 0, "\(edited.error)")
                #expect(edited.error.contains("Queued.") && !edited.error.contains("Nothing was saved"))
                #expect(edited.error.contains("customers queue"), "\(edited.error)")
                // The waiting one may go alone before this one is entered.
                let edits = try await queue(shell)
                #expect([["rejected"], ["rejected", "held"]].contains(edits.map(\.state)))
                var shown = ""
                for edit in edits { shown += try await shell.run("queue", "show", String(edit.seq)).output }
                #expect(shown.contains("555 0177") && shown.contains("BEA@example.com"), "\(shown)")
            }
        }
    }

    @Test("An edit behind one that has to be decided on is queued, and says what it waits for")
    func behindRefused() async throws {
        try await Outage.after(Self.addAnnaAndBea) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--email", "BEA@example.com")
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 75 && sent.error.contains("1 rejected"), "\(sent.error)")
                let edited = try await shell.run("edit", "anna@example.com", "--phone", "555 0177")
                let message =
                    "Queued. An earlier edit of this customer has to be decided on first; see: customers queue\n"
                #expect(edited.status == 0 && edited.error.contains(message), "\(edited.error)")
                #expect(try await queue(shell).map(\.state) == ["rejected", "held"])
            }
        }
    }

    @Test("Throwing an edit away says whose it was, what it did, when and by which program it was entered")
    func discarding() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            let sequence = String(try #require(try await queue(shell).first).seq)
            #expect(try await shell.run("queue", "show", sequence).output.contains("just now by customers edit"))
            let discarded = try await shell.run("queue", "discard", sequence)
            let message =
                "Discarded: edit (phone) of Anna, entered just now by customers edit. Phone: 555 0100 → 555 0199."
            #expect(discarded.error.contains(message), "\(discarded.error)")
        }
    }

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
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            let people = (1...1_200).map { "Person \($0),p\($0)@example.com" }.joined(separator: "\n")
            let file = try shell.file("people.csv", "name,email\n" + people + "\n")
            for outcome in ["1,200 queued", "1,200 waiting already"] {
                let imported = try await shell.run("import", file)
                #expect(imported.status == 0, "\(imported.error)")
                #expect(imported.output.hasSuffix(" \(outcome)\n"), "\(imported.output)")
                #expect(try await queue(shell).count == 1_200)
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

    @Test("Status shows what waits and what is kept, for people and for programs")
    func status() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            let status = try await shell.run("status")
            #expect(status.status == 69)
            #expect(status.output.contains("Queue: 1 waiting\n") && status.output.contains("Kept here: 1 customer\n"))
            struct Status: Decodable {
                let profile: String
                let cachedCustomers: Int
                let reachable: Bool
                let queue: [String: Int]
            }
            let json = try decode(Status.self, try await shell.run("status", "--json"))
            #expect(json.profile == "default" && json.cachedCustomers == 1)
            #expect(!json.reachable)
            let counts = ["waiting": 1, "sending": 0, "unknown": 0, "rejected": 0, "conflict": 0, "held": 0]
            #expect(json.queue == counts)
        }
    }

    @Test("A wipe refuses while edits wait; forced, it leaves nothing of any customer on the disk")
    func wipe() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            let refused = try await shell.run("wipe")
            #expect(refused.status == 75)
            #expect(refused.error.contains("1 edit would be lost"))
            #expect(try await queue(shell).count == 1)
            let wiped = try await shell.run("wipe", "--force")
            #expect(wiped.status == 0, "\(wiped.error)")
            #expect(try await queue(shell) == [])
            let left = try await shell.customers.shell(
                "grep -rlae anna@example.com -e '555 0199' \"$HOME\" --exclude='customers.db*'; true")
            #expect(left.output.isEmpty, "\(left.output)")
        }
    }

    @Test("A clock that jumps by ten years between the edits changes nothing: all arrive, once and in order")
    func clock() async throws {
        try await Outage.after(Self.addAnna) { outage in
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

    @Test("Under another address the queue is shown and held, and never sent")
    func foreign() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
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
                #expect(try decode([Queued].self, held).map(\.state) == ["held"])
                let status = try await shell.run("status", "--api", staging.url)
                #expect(status.output.contains("Queue: 1 held\n"), "\(status.output)")
                #expect(try await queue(shell).map(\.state) == ["waiting"])
            }
        }
    }

    @Test("A queue without unfinished edits goes over to another address")
    func takenOver() async throws {
        try await Outage.after(Self.addAnna) { outage in
            let shell = outage.shell
            _ = try await shell.run("edit", "anna@example.com", "--phone", "555 0199")
            let sequence = String(try #require(try await queue(shell).first).seq)
            #expect(try await shell.run("queue", "discard", sequence).status == 0)
            try await APIServerProcess.serving { staging in
                let added = try await shell.run("add", "--name", "B", "--email", "b@b.co", "--api", staging.url)
                #expect(added.status == 0, "\(added.error)")
                #expect(try await shell.run("list", "--json", "--api", staging.url).customers.map(\.name) == ["B"])
                #expect(try await queue(shell).isEmpty)
            }
        }
    }

    @Test("Who was imported offline and is there under another number ends as an import would have found them")
    func namesakes() async throws {
        let seed: @Sendable (Shell) async throws -> Void = { shell in
            try await Self.addAnna(shell)
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
                let refused = try await queue(here)
                #expect(refused.count == 1)
                #expect(refused.first?.reason?.contains("differs in phone. Import the file again") == true)
                let again = try await here.run("import", "--update", file)
                #expect(again.output.hasPrefix("0 created, 1 updated, 1 unchanged, 0 differ"), "\(again.output)")
                #expect(try await queue(here).isEmpty)
                #expect(try await here.run("list", "--json").customers.map(\.phone) == ["555 0100", "222"])
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
                let queued = try await queue(shell)
                if queued.isEmpty {
                    #expect(ended.status == 75 && ended.error.contains("Interrupted"), "\(ended)")
                } else {
                    #expect(ended.status == 0 && ended.error.contains("Queued"), "\(ended)")
                }
            }
        }
    }
}
