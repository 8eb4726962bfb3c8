import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Changing several customers at once")
struct BulkTests {
    /// All three are marked.
    private static func marked(rows: Int = 24, columns: Int = 80, isReadOnly: Bool = false) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns, isReadOnly: isReadOnly)
        driver.press(.character("*"))
        return driver
    }

    private static func tagging(_ words: String = "vip") -> AppDriver {
        var driver = marked()
        driver.press(.character("t"))
        driver.type(words)
        driver.press(.enter)
        return driver
    }

    // MARK: Tags

    @Test("t asks for the words, names how many and some of them, and shows each change before anything is done")
    func preview() {
        var driver = Self.marked()
        driver.press(.character("t"))
        #expect(driver.text.contains("Tag 3 marked customers"))
        #expect(driver.text.contains("Anna Smith, Bao Smith, Carla Jones"))
        driver.type("VIP, berlin")
        driver.press(.enter)
        #expect(driver.text.contains("Tag berlin, vip · 3 customers"))
        #expect(driver.text.contains("3 customers would be changed. Enter does it, Esc leaves it."))
        #expect(driver.text.contains("Tags: – → berlin vip"))
        #expect(driver.queueRequests.isEmpty)
        driver.press(.escape)
        #expect(driver.queueRequests.isEmpty && driver.place == .list && driver.status == "3 marked")
    }

    @Test("Enter writes all of it as one group, then it says how far it is and what became of each")
    func progress() throws {
        var driver = Self.tagging()
        driver.press(.enter)
        #expect(driver.queueRequests.count == 1)
        #expect(driver.journal.groups.map(\.group.name) == ["Tag vip"] && driver.journal.count == 3)
        #expect(driver.text.contains("0 of 3 with the server · 3 wait"), "\(driver.text)")
        driver.acknowledge(anna.changed(.tags, to: "vip"))
        driver.reject(Problem(.forbidden, "No tags here."))
        #expect(driver.text.contains("1 of 3 with the server · 1 wait · 1 to be decided: Q"), "\(driver.text)")
        #expect(driver.text.contains("saved: Tags: – → vip") && driver.text.contains("No tags here."))
        driver.acknowledge(carla.changed(.tags, to: "vip"))
        #expect(driver.text.contains("2 of 3 with the server · 1 to be decided"))
    }

    @Test("u takes all of it back")
    func undo() {
        var driver = Self.tagging()
        driver.press(.enter, .character("u"))
        #expect(driver.journal.isEmpty && driver.text.contains("3 taken back"), "\(driver.text)")
        driver.press(.escape, .control("r"))
        #expect(driver.journal.count == 3)
    }

    @Test("u takes nothing else back when something was done since")
    func undoOfOther() {
        var driver = Self.tagging()
        driver.press(.enter)
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.press(.character("u"))
        #expect(driver.journal.count == 4 && driver.status.contains("is not what was done last"))
    }

    @Test(
        "A word with - takes the tag away; who has it so already is not changed, and who would have too many is named")
    func removal() {
        var driver = AppDriver()
        let full = (1...20).map { "t\($0)" }.joined(separator: " ")
        driver.answer(page: [
            anna.changed(.tags, to: "old vip"), bao.changed(.tags, to: "vip"), carla.changed(.tags, to: full),
        ])
        driver.press(.character("*"), .character("t"))
        driver.type("vip -old")
        driver.press(.enter)
        #expect(
            driver.text.contains("1 customer would be changed, 1 already has these values, 1 is left out"),
            "\(driver.text)")
        #expect(driver.text.contains("Tags: old vip → vip") && driver.text.contains("20 words at most"))
        driver.press(.enter)
        #expect(driver.journal.entries.map(\.customer) == [anna.id])
    }

    @Test(
        "What is no tag is said below the line, which stays to be put right", arguments: ["", "a/b", "vip -vip", "-"])
    func mistakes(_ words: String) {
        let driver = Self.tagging(words)
        let line = words.isEmpty ? " >" : "> \(words)"
        #expect(driver.text.contains(line) && driver.text.contains("tags "), "\(driver.text)")
        #expect(driver.queueRequests.isEmpty)
    }

    @Test("Without marks t is about the selected customer, and in the details about their own")
    func single() {
        var driver = loaded()
        driver.press(.down, .character("t"))
        #expect(driver.text.contains("Tag Bao Smith"))
        driver = Self.marked()
        driver.press(.down, .enter, .character("t"))
        #expect(driver.text.contains("Tag Bao Smith"), "marks are the list's")
        driver.type("vip")
        driver.press(.enter, .enter)
        #expect(driver.journal.entries.map(\.customer) == [bao.id])
    }

    @Test("One customer is tagged as :tag does it: at once, and undone alone")
    func singleAtOnce() {
        var driver = loaded()
        driver.press(.down, .character("t"))
        driver.type("vip")
        driver.press(.enter)
        #expect(driver.place == .list && driver.journal.groups.isEmpty)
        #expect(driver.changes == [.edit(bao.edit(.tags, to: "vip"), version: bao.version)])
        #expect(driver.status == "Saved the tags of Bao Smith; u undoes.")
        driver.press(.character("t"))
        driver.type("vip")
        driver.press(.enter)
        #expect(driver.status == "The tags of Bao Smith stay as they are." && driver.changes.count == 1)
    }

    @Test("Who was deleted by others is left out, though an edit of theirs waits; who is being restored is not")
    func deletedWithEdit() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        func tagging() -> AppDriver {
            var driver = driver
            driver.press(.character("*"), .character("t"))
            driver.type("vip")
            driver.press(.enter)
            return driver
        }
        #expect(tagging().text.contains("2 customers would be changed, 1 is left out"), "\(tagging().text)")
        let restoration = Entry.Change.restoration(of: anna.details, deletedFrom: 8)
        let entry = Entry(customer: anna.id, form: Entry.Form(op: .random(), change: restoration))
        for line in (try? driver.journal.lines(for: .restore(entry, editsUnder: .random()), by: driver.session)) ?? [] {
            driver.happen(line)
        }
        #expect(tagging().text.contains("3 customers would be changed."), "\(tagging().text)")
    }

    @Test("Somebody who was deleted while the words were typed is not tagged")
    func singleGone() {
        var driver = loaded()
        driver.press(.character("t"))
        driver.type("vip")
        driver.update(.gone(anna.id))
        driver.press(.enter)
        #expect(driver.status == "Anna Smith is deleted." && driver.queueRequests.isEmpty, "\(driver.text)")
    }

    @Test("What others have changed while it was looked at is shown before anything is done")
    func changedMeanwhile() {
        var driver = Self.tagging()
        driver.update(.served(anna.changed(.name, to: "Anna Schulz").changed(.tags, to: "vip")))
        driver.update(.gone(bao.id))
        driver.press(.enter)
        #expect(driver.queueRequests.isEmpty && driver.place == .bulk)
        #expect(driver.status == "This has changed meanwhile. Look at it again; Enter goes on.", "\(driver.text)")
        #expect(driver.text.contains("1 customer would be changed, 1 already has these values, 1 is left out"))
        #expect(driver.text.contains("Anna Schulz") && driver.text.contains("was deleted by someone else"))
        driver.press(.enter)
        #expect(driver.journal.entries.map(\.customer) == [carla.id])
    }

    @Test("What changes nothing that was read does not stop it, and the newest version is what it is made on")
    func changedUnseen() {
        var driver = Self.tagging()
        driver.update(.served(anna.changed(.phone, to: "+1 555 0123")))
        driver.press(.enter)
        #expect(driver.journal.count == 3)
        #expect(driver.changes.contains(.edit(anna.edit(.tags, to: "vip"), version: 8)), "\(driver.changes)")
    }

    @Test("Who is to be deleted is shown again, too, when that has changed while the number was typed")
    func changedWhileTyping() {
        var driver = Self.marked()
        driver.press(.character("D"), .enter)
        driver.type("3")
        driver.update(.gone(bao.id))
        driver.press(.enter)
        #expect(driver.queueRequests.isEmpty && driver.place == .bulk)
        #expect(driver.text.contains("2 customers would be deleted, 1 is left out"), "\(driver.text)")
        driver.press(.enter)
        driver.type("2")
        driver.press(.enter)
        #expect(driver.changes.map(\.kind) == [.delete, .delete])
    }

    // MARK: Fields

    @Test("e with marks chooses a field and a value, and shows old and new")
    func edit() {
        var driver = Self.marked()
        driver.press(.character("e"))
        #expect(driver.text.contains("Edit 3 marked customers"))
        driver.press(.down)
        driver.type("Acme")
        #expect(driver.text.contains("Company: Acme"), "\(driver.text)")
        driver.press(.enter)
        #expect(driver.text.contains("Edit company: Acme · 3 customers") && driver.text.contains("Company: – → Acme"))
        driver.press(.enter)
        #expect(driver.changes.allSatisfy { $0.fields == [.company] } && driver.changes.count == 3)
    }

    @Test("The last way to reach somebody is not taken away: they are named with the reason")
    func lastContact() {
        var driver = AppDriver()
        let details = CustomerDetails(trustedName: "Dora", email: nil, phone: "1", address: nil)
        let dora = Customer(
            id: .numbered(4), details: details, registrationDate: anna.createdAt, createdAt: anna.createdAt,
            updatedAt: anna.createdAt, version: 1, updatedBy: nil)
        driver.answer(page: [anna, dora])
        driver.press(.character("*"), .character("e"), .enter)
        #expect(driver.text.contains("1 customer would be changed, 1 is left out"), "\(driver.text)")
        #expect(driver.text.contains("email is required where there is no phone"))
    }

    @Test("Values are hidden in the preview while they are hidden everywhere")
    func masked() {
        var driver = Self.marked()
        driver.press(.character("m"), .character("e"))
        driver.type("+1 555 0199")
        driver.press(.enter)
        #expect(!driver.text.contains("0100 →") || !driver.text.contains("+1 555 0100"), "\(driver.text)")
        #expect(!driver.text.contains("555"))
    }

    // MARK: Deleting

    @Test("Deleting asks for the number to be typed, and nothing else will do")
    func delete() {
        var driver = Self.marked()
        driver.press(.character("D"))
        #expect(driver.text.contains("Delete · 3 customers") && driver.text.contains("anna.smith@example.com"))
        driver.press(.enter)
        #expect(
            driver.text.contains("Delete 3 customers?") && driver.text.contains("Anna Smith, Bao Smith, Carla Jones"))
        for wrong in ["", "y", "2"] {
            driver.type(wrong)
            driver.press(.enter)
            #expect(driver.queueRequests.isEmpty && driver.text.contains("That is not their number."))
            driver.press(.control("u"))
        }
        driver.type("3")
        driver.press(.enter)
        #expect(driver.changes.map(\.kind) == [.delete, .delete, .delete])
        driver.press(.escape, .character("u"))
        #expect(driver.journal.isEmpty, "one undo")
    }

    // MARK: Copies and files

    @Test("y copies the emails of all who are marked, one on each line, and that is reported")
    func copy() {
        var driver = Self.marked()
        driver.press(.character("y"))
        #expect(driver.effects == [.copy("anna.smith@example.com\nbao@example.org\ncarla.jones@example.com")])
        driver.update(.copied(.sent))
        #expect(driver.reports == [.report(.copy, of: nil, count: 3)])
    }

    @Test("x writes who is marked to a file whose ending says how, and reports it first; other endings are refused")
    func export() {
        var driver = Self.marked(isReadOnly: true)
        driver.press(.character("x"))
        #expect(driver.text.contains("Export 3 marked customers to a file"))
        driver.type("x.xlsx")
        driver.press(.enter)
        #expect(driver.text.contains("Name a file that ends in") && driver.effects.isEmpty)
        driver.press(.control("u"))
        driver.type("x.csv")
        driver.press(.enter)
        #expect(driver.reports == [.report(.export, of: nil, count: 3)])
        #expect(driver.effects == [.background(.write(.customers([anna, bao, carla]), to: "x.csv"))])
        driver.update(.fileWritten(path: "x.csv", failure: "x.csv is there already."))
        #expect(driver.status.contains("x.csv is there already."))
        driver.press(.escape)
        #expect(driver.status == "3 marked", "it is the error that goes, not the marks")
        driver.update(.fileWritten(path: "x.csv", failure: nil))
        #expect(driver.status.contains("Written to x.csv"))
        driver.press(.escape)
        #expect(!driver.status.contains("marked"))
    }

    @Test("What became of each can be written to a file")
    func report() throws {
        var driver = Self.tagging()
        driver.press(.enter)
        driver.reject(Problem(.forbidden, "No tags here."))
        driver.press(.character("x"))
        driver.type("report.txt")
        driver.press(.enter)
        guard case .background(.write(.report(let columns, let rows), "report.txt"))? = driver.effects.last else {
            Issue.record("nothing was written")
            return
        }
        #expect(columns == ["customer_id", "name", "outcome"])
        #expect(rows.count == 3 && rows[0].starts(with: [anna.id.text, "Anna Smith"]), "\(rows)")
        #expect(rows[0][2].contains("No tags here."), "\(rows)")
        // Some are with the sender already.
        #expect(rows.dropFirst().allSatisfy { ["waits", "on its way"].contains($0[2]) }, "\(rows)")
    }

    @Test("A report is no card, and which endings there are is said before one is named")
    func reportEndings() {
        var driver = Self.tagging()
        driver.press(.enter)
        driver.press(.character("x"))
        #expect(driver.text.contains("The file's ending says how: .csv, .tsv, .json or .jsonl"), "\(driver.text)")
        driver.type("report.vcf")
        driver.press(.enter)
        #expect(driver.text.contains("A report is no .vcf; name a file that ends in .csv, .tsv,"), "\(driver.text)")
        #expect(driver.effects.isEmpty)
    }

    @Test("The key that the summary names for what is to be decided opens the queue, and one comes back from there")
    func decisions() {
        var driver = Self.tagging()
        driver.press(.enter)
        driver.reject(Problem(.forbidden, "No tags here."))
        #expect(driver.text.contains("1 to be decided: Q"), "\(driver.text)")
        driver.press(.character("Q"))
        #expect(driver.place == .queue)
        driver.press(.escape)
        #expect(driver.text.contains("1 to be decided: Q"), "\(driver.text)")
    }

    @Test("A read-only session may mark, copy and export, and changes nothing")
    func readOnly() {
        for key: Key in [.character("t"), .character("e"), .character("D")] {
            var driver = Self.marked(isReadOnly: true)
            driver.press(key)
            #expect(driver.place == .list && driver.status.contains("read-only"), "\(key.name)")
        }
    }

    @Test("What cannot be written is kept, and goes under the same keys when it is tried again")
    func notSaved() {
        var driver = Self.tagging()
        driver.writesAtOnce = false
        driver.press(.enter)
        driver.failToWrite()
        #expect(driver.alarm.contains("NOT SAVED: “Tag vip” (3 edits)"), "\(driver.alarm)")
        driver.press(.enter)
        #expect(driver.queueRequests.count == 2 && driver.queueRequests[0] == driver.queueRequests[1])
        driver.write()
        #expect(driver.journal.count == 3 && driver.alarm.isEmpty)
    }
}
