import ArgumentParser
import Domain
import Testing
import Wire
import Wording

@testable import CommandWords
@testable import Commands
@testable import customers

@Suite("Timelines for people")
struct TimelineTextTests {
    private static func step(
        _ kind: TimelineEntry.Kind, by author: String? = "kim", _ changes: [CustomerField: FieldChange] = [:],
        note: String? = nil, via: String? = nil
    ) -> TimelineStep {
        TimelineStep(
            TimelineEntry(
                number: 3, moment: Timestamp(microseconds: 0), author: author, kind: kind, version: 2,
                edit: CustomerEdit(changes), note: note, via: via))
    }

    @Test("A change has its fields below it, old and new, further lines further in; what is not there is a dash")
    func change() {
        let text = TimelineText.lines(
            Self.step(
                .changed,
                [
                    .phone: FieldChange(from: nil, to: "555 0100"),
                    .address: FieldChange(from: "1 Main St\nBonn", to: nil),
                ]), in: .utc)
        #expect(
            text == """
                #3  1970-01-01 00:00 UTC by kim: changed (version 2)
                    Phone: – → 555 0100
                    Address: 1 Main St
                        Bonn → –

                """)
    }

    @Test("No line of a value looks like another field, or another entry")
    func forged() {
        let address = "1 Main\n    Email: a@b.example\n#99  1970-01-01 00:00 UTC: deleted"
        let text = TimelineText.lines(Self.step(.changed, [.address: FieldChange(from: nil, to: address)]), in: .utc)
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4)
        for line in lines.dropFirst(2) { #expect(line.hasPrefix("        "), "\(line)") }
    }

    @Test("Who began is shown with their values alone, a note with all of its lines")
    func others() {
        let created = TimelineText.lines(
            Self.step(.created, by: nil, [.name: FieldChange(from: nil, to: "Anna")]), in: .utc)
        #expect(created == "#3  1970-01-01 00:00 UTC: created (version 2)\n    Name: Anna\n")
        let note = TimelineText.lines(
            Self.step(.note, note: "Called.\nWants a call back.", via: "customers/1.0"), in: .utc)
        #expect(
            note
                == "#3  1970-01-01 00:00 UTC by kim, with customers/1.0: note\n    Called.\n    Wants a call back.\n"
        )
    }

    @Test("No author and no program makes a line or a command of its own", arguments: ["kim\nFORGED", "kim\u{1B}[2J"])
    func hostile(_ name: String) {
        let text = TimelineText.lines(Self.step(.note, by: name, note: "x", via: name), in: .utc)
        #expect(text.split(separator: "\n").count == 2)
        #expect(!text.unicodeScalars.contains { $0.isControl && $0 != "\n" })
    }

    @Test("Times are those of the place")
    func zone() throws {
        // A place whose clocks are an hour ahead.
        let header = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        let block = header + [0, 0, 0, 0, 1, 1].flatMap { [0, 0, 0, $0] } + [0, 0, 0x0E, 0x10, 0, 0, 0]
        let zone = try #require(TimeZoneRules(zoneFile: block + block + Array("\n<+01>-1\n".utf8)))
        #expect(TimelineText.lines(Self.step(.deleted), in: zone).hasPrefix("#3  1970-01-01 01:00 +01:00 by kim: "))
    }

    @Test("Each kind has words of its own")
    func kinds() {
        let words = TimelineEntry.Kind.allCases.map { Phrases.summary(of: Self.step($0)) }
        #expect(Set(words).count == TimelineEntry.Kind.allCases.count, "\(words)")
    }
}

@Suite("Command lines of what was and who is gone")
struct TimelineCommandLineTests {
    @Test(
        "What belongs together or not is said before anything is asked",
        arguments: [
            (["show", "a@b.co", "--at", "today", "--at-version", "2"], "one of --at, --at-version and --blame"),
            (["show", "a@b.co", "--blame", "--at-version", "2"], "one of --at, --at-version and --blame"),
            (["show", "a@b.co", "--at-version", "0"], "--at-version must be 1 or more"),
            (["history", "a@b.co", "--limit", "0"], "--limit must be 1 or more"),
            (["note", "a@b.co"], "Give the text, or -"), (["note", "a@b.co", "x", "--retract", "3"], "not both"),
            (["note", "a@b.co", "--retract", "0"], "--retract must be 1 or more"),
            (["edit", "a@b.co", "--field", "phone"], "--from-version"),
            (["edit", "a@b.co", "--from-version", "0"], "--from-version must be 1 or more"),
            (["edit", "a@b.co", "--from-version", "2", "--phone", "1"], "not both"),
            (["edit", "a@b.co", "--from-version", "2", "--field", "fax"], "fax"), (["restore"], "Missing"),
            (["duplicates", "a@b.co", "--dismiss", "c@d.co", "--json"], "not both"),
        ])
    func faults(_ words: [String], _ message: String) {
        let error = #expect(throws: (any Error).self) { try CustomersCommand.command(for: words) }
        let text = error.map { ($0 as? UsageFailure)?.text ?? CustomersCommand.fullMessage(for: $0) }
        #expect(text?.contains(message) == true, "\(words): \(text ?? "")")
    }

    @Test("The version of show is the customer's, and the text of a note is all that follows")
    func arrive() throws {
        let show = try #require(
            try CustomersCommand.command(for: ["show", "a@b.co", "--at-version", "3"]) as? ShowCommand)
        #expect(show.atVersion == 3)
        let words = ["note", "a@b.co", "Called", "back.", "--profile", "x"]
        let note = try #require(try CustomersCommand.command(for: words) as? NoteCommand)
        #expect(note.text == ["Called", "back."] && note.options.profile == "x")
        let pipe = try #require(try CustomersCommand.command(for: ["note", "a@b.co", "-"]) as? NoteCommand)
        #expect(pipe.text == ["-"])
        let edit = ["edit", "a@b.co", "--from-version", "2", "--field", "phone", "--field", "tags"]
        #expect(try #require(try CustomersCommand.command(for: edit) as? EditCommand).field == [.phone, .tags])
    }

    @Test("Who is to be erased is named as they are called, whatever the case; of whom only the id is left by that")
    func naming() throws {
        let details = try CustomerDetails(name: "Zoë Smith", email: "z@b.co")
        let customer = Customer(
            id: .random(), details: details, registrationDate: .now(), createdAt: .now(), updatedAt: .now(), version: 1,
            updatedBy: nil)
        let living = Erasable(id: customer.id, customer: customer)
        #expect(living.isNamed(by: "zoë smith") && !living.isNamed(by: "Zoë") && !living.isNamed(by: "y"))
        #expect(!living.isNamed(by: "") && !living.isNamed(by: "yes"))
        let gone = Erasable(id: customer.id, customer: nil)
        #expect(gone.isNamed(by: customer.id.text) && !gone.isNamed(by: "Zoë Smith"))
    }
}
