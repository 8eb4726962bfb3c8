import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// Edits that were made while the API was away, and that it does not take as they are once it is back.
struct OfflineRefusalTests {
    /// Anna is to have the email that Bea has, which the API refuses once it is back.
    private func whileATakenEmailWaits(_ body: @Sendable (Outage) async throws -> Void) async throws {
        try await Outage.after { shell in
            try await shell.addAnna()
            let added = try await shell.run("add", "--name", "Bea", "--email", "bea@example.com")
            #expect(added.status == 0, "\(added.error)")
        } _: { outage in
            let edited = try await outage.shell.run("edit", "anna@example.com", "--email", "BEA@example.com")
            #expect(edited.status == 0, "\(edited.error)")
            try await body(outage)
        }
    }

    @Test("What the API refuses later is kept with its reason, can be looked at, and be thrown away")
    func refused() async throws {
        try await Outage.afterAddingAnna { outage in
            let shell = outage.shell
            _ = try await shell.run("add", "--name", "Other", "--email", "ANNA@example.com")
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 75)
                #expect(sent.error.contains("1 rejected"), "\(sent.error)")
                let refused = try #require(try await shell.queue().first)
                #expect(refused.state == "rejected")
                #expect(refused.reason?.contains("email") == true)
                let sequence = String(refused.seq)
                let shown = try await shell.run("queue", "show", sequence)
                #expect(shown.output.contains("Other") && shown.output.contains("ANNA@example.com"))
                #expect(try await shell.run("queue", "retry", sequence).status == 65)
                #expect(try await shell.run("queue", "discard", sequence).status == 0)
                #expect(try await shell.queue() == [])
                #expect(try await shell.run("queue", "discard", sequence).status == 66)
            }
        }
    }

    @Test("When both sides changed the same field nothing is overwritten, and both values are shown")
    func conflict() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            try await outage.rivalEdits("--phone", "555 0155")
            try await outage.comeBack {
                #expect(try await shell.run("sync").status == 75)
                let conflict = try #require(try await shell.queue().first)
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
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            try await outage.rivalEdits("--address", "1 Main St")
            try await outage.comeBack {
                let edited = try await shell.run("edit", "anna@example.com", "--name", "Anne", "--json")
                #expect(edited.status == 0, "\(edited.error)")
                #expect(!edited.error.contains("Nothing was saved"), "\(edited.error)")
                let anna = try edited.customer
                #expect([anna.name, anna.phone, anna.details.address] == ["Anne", "555 0199", "1 Main St"])
                #expect(try await shell.queue() == [])
            }
        }
    }

    @Test("What was sent as one with a waiting edit that is refused, or waits behind it, is kept and said to be")
    func togetherRefused() async throws {
        try await whileATakenEmailWaits { outage in
            let shell = outage.shell
            try await outage.comeBack {
                let edited = try await shell.run("edit", "anna@example.com", "--phone", "555 0177")
                #expect(edited.status == 0, "\(edited.error)")
                #expect(edited.error.contains("Queued.") && !edited.error.contains("Nothing was saved"))
                #expect(edited.error.contains("customers queue"), "\(edited.error)")
                // The waiting one may go alone before this one is entered.
                let edits = try await shell.queue()
                #expect([["rejected"], ["rejected", "held"]].contains(edits.map(\.state)))
                var shown = ""
                for edit in edits { shown += try await shell.run("queue", "show", String(edit.seq)).output }
                #expect(shown.contains("555 0177") && shown.contains("BEA@example.com"), "\(shown)")
            }
        }
    }

    @Test("An edit behind one that has to be decided on is queued, and says what it waits for")
    func behindRefused() async throws {
        try await whileATakenEmailWaits { outage in
            let shell = outage.shell
            try await outage.comeBack {
                let sent = try await shell.run("sync")
                #expect(sent.status == 75 && sent.error.contains("1 rejected"), "\(sent.error)")
                let edited = try await shell.run("edit", "anna@example.com", "--phone", "555 0177")
                let message =
                    "Queued. An earlier edit of this customer has to be decided on first; see: customers queue\n"
                #expect(edited.status == 0 && edited.error.contains(message), "\(edited.error)")
                #expect(try await shell.queue().map(\.state) == ["rejected", "held"])
            }
        }
    }
}
