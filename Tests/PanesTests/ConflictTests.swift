import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("The conflict view")
struct ConflictTests {
    private static let theirs = anna.changed(.phone, to: "+1 555 0111", by: "lee").changed(
        .name, to: "Anna Schmidt", by: "lee")
    private static let mine = anna.edit(.phone, to: "+1 555 0199").followed(by: anna.edit(.address, to: "1 Low St"))
        .followed(by: anna.edit(.name, to: "Anna Smithson"))

    /// Three fields changed here, two of them by lee, too.
    private static func opened(rows: Int = 24, columns: Int = 80) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns)
        driver.enter(anna.id, .edit(mine, version: 7))
        driver.conflict(.changed(theirs))
        driver.press(.character("Q"), .enter)
        return driver
    }

    @Test("Before, theirs and yours stand side by side, and what needs no choice is merged already")
    func wide() {
        var driver = Self.opened()
        #expect(
            driver.lines[1...] == [
                " Conflict: Anna Smithson was changed by lee 2 h ago (v9)",
                " ▸ Name     Before                ○ Theirs              ○ Yours",
                "            Anna Smith              Anna Schmidt          Anna Smithson",
                "   Phone    Before                ○ Theirs              ○ Yours",
                "            +1 555 0100             +1 555 0111           +1 555 0199",
                "   Email: anna.smith@example.com",
                "   Company: –",
                "   Address: 1 Low St (yours)",
                "   Tags: –",
                " Left theirs  Right yours  ⏎ confirm  Esc decide later  ? help  m mask",
            ])
        driver.press(.left)
        #expect(driver.text.contains("● Theirs              ○ Yours"))
        #expect(driver.place == .conflict)
        #expect(driver.screen[5].hasPrefix(" ▸ Phone"), "the next one to decide on is marked")
    }

    @Test("A narrow screen shows one field after the other")
    func narrow() {
        let driver = Self.opened(rows: 20, columns: 40)
        #expect(
            driver.lines[1...12] == [
                " Conflict: Anna Smithson was changed by",
                " ▸ Name",
                "     before Anna Smith",
                "   ○ theirs Anna Schmidt",
                "   ○ yours  Anna Smithson",
                "   Phone",
                "     before +1 555 0100",
                "   ○ theirs +1 555 0111",
                "   ○ yours  +1 555 0199",
                "   Email: anna.smith@example.com",
                "   Company: –",
                "   Address: 1 Low St (yours)",
            ])
    }

    @Test("The choices make a form on their version; nothing is sent before each is taken")
    func confirm() {
        var driver = Self.opened(rows: 50, columns: 200)
        driver.press(.left, .enter)
        #expect(driver.queueRequests.isEmpty)
        #expect(driver.status == "Choose first: phone.")
        driver.press(.right, .enter)
        guard case .resolve(1, let form)? = driver.queueRequests.last else {
            Issue.record("\(driver.queueRequests) resolves nothing")
            return
        }
        let edit = Self.theirs.edit(.phone, to: "+1 555 0199").followed(by: Self.theirs.edit(.address, to: "1 Low St"))
        #expect(form.change == .edit(edit, version: 9))
        #expect(driver.place == .queue)
        #expect(driver.status == "Decided; it is sent.")
    }

    @Test("Theirs chosen throughout, nothing of the edit left, is a discarded edit")
    func allTheirs() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0199"), version: 7))
        driver.conflict(.changed(Self.theirs))
        driver.press(.character("Q"), .enter, .left, .control("s"))
        #expect(driver.queueRequests == [.cancel(1, .discard)])
        #expect(driver.journal.isEmpty)
        driver.press(.escape)
        #expect(driver.selected == Self.theirs.name)
    }

    @Test("A save that meets a conflict says so, and the key that it names leads there and back")
    func afterSave() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("!")
        driver.press(.control("s"))
        driver.conflict(.changed(Self.theirs))
        #expect(!driver.hasForm)
        #expect(driver.status == "Anna Schmidt was changed meanwhile by lee; Q shows the conflict.")
        #expect(driver.place == .list, "what one types just now shall not be taken for a choice")
        driver.press(.character("Q"), .enter)
        #expect(driver.text.contains("Conflict: Anna Smith! was changed by lee"))
        driver.press(.escape)
        #expect(driver.place == .queue)
        driver.press(.escape)
        #expect(driver.place == .list)
        #expect(driver.journal.count == 1, "leaving decides nothing")
    }

    @Test("What is said of a conflict goes once it is decided elsewhere")
    func decidedElsewhere() {
        var driver = loaded()
        driver.enter(anna.id, .delete(base: anna.details, version: 7))
        driver.conflict(.changed(Self.theirs))
        #expect(driver.status.contains("Q shows the conflict"))
        driver.happen(.cancel(for: 1, .discard))
        #expect(!driver.status.contains("Q shows"))
    }

    @Test("A deletion of a changed customer shows what is new, and keeps or deletes")
    func deletion() {
        var driver = loaded()
        driver.enter(anna.id, .delete(base: anna.details, version: 7))
        driver.conflict(.changed(Self.theirs))
        driver.press(.character("Q"), .enter)
        #expect(driver.text.contains("Name: Anna Smith → Anna Schmidt"))
        #expect(driver.text.contains("Phone: +1 555 0100 → +1 555 0111"))
        driver.press(.enter)
        #expect(driver.queueRequests.isEmpty)
        var keeping = driver
        driver.press(.right, .enter)
        #expect(driver.changes == [.delete(base: Self.theirs.details, version: 9)])
        keeping.press(.left, .enter)
        #expect(keeping.journal.isEmpty)
        #expect(keeping.status == "Anna Schmidt stays as they are now.")
    }

    @Test("A deleted customer is created again with everything under way, or the edit is discarded")
    func deleted() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        driver.enter(anna.id, .edit(anna.edit(.name, to: "Anna S."), version: 7))
        driver.press(.character("Q"), .enter)
        #expect(driver.text.contains("Name: Anna S."))
        #expect(driver.text.contains("Phone: 1"))
        var discarding = driver
        driver.press(.right, .enter)
        #expect(driver.journal.count == 1)
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) is no creation")
            return
        }
        #expect(id != anna.id)
        #expect(new.details.name == "Anna S." && new.details.phone == "1" && new.details.address == anna.address)
        driver.press(.escape, .down)
        #expect(driver.names == ["Anna S.", bao.name, carla.name])
        discarding.press(.left, .enter)
        #expect(discarding.journal.isEmpty)
        #expect(discarding.status == "Your 2 edits of Anna S. were discarded.")
        discarding.press(.escape, .down)
        #expect(discarding.names == [bao.name, carla.name])
    }

    @Test("Whose details are not known here any more is completed in the form")
    func deletedUnknown() {
        var driver = AppDriver()
        driver.answer(page: [bao])
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        driver.press(.character("Q"), .enter, .right, .enter)
        #expect(driver.typed(.phone) == "1")
        driver.type("Anna")
        driver.press(.tab)
        driver.type("anna@example.com")
        driver.press(.control("s"))
        guard case .recreate(anna.id, _)? = driver.queueRequests.last else {
            Issue.record("\(driver.queueRequests) recreates nobody")
            return
        }
        #expect(driver.journal.count == 1)
    }

    @Test("A creation that met a customer under its id is decided field by field")
    func creation() throws {
        var driver = loaded()
        let details = try CustomerDetails(name: "Dora", email: "dora@example.com")
        driver.enter(.numbered(9), .create(NewCustomer(details)))
        let other = Customer.named("Doro", 9, email: "dora@example.com", phone: nil, version: 3)
        driver.conflict(.changed(other))
        driver.press(.character("Q"), .enter, .right, .enter)
        #expect(driver.changes == [.edit(other.edit(.name, to: "Dora"), version: 3)])
    }

    @Test("On a screen too low to show theirs nothing can be chosen before it was scrolled into sight")
    func unread() {
        var driver = loaded(rows: 10, columns: 30)
        let long = (1...12).map { "Line \($0)" }.joined(separator: "\n")
        driver.enter(anna.id, .edit(anna.edit(.address, to: "Mine"), version: 7))
        driver.conflict(.changed(anna.changed(.address, to: long, by: "lee")))
        driver.press(.character("Q"), .enter, .left)
        #expect(driver.status == "Read on before you choose: Down scrolls.")
        #expect(!driver.text.contains("Line 12"))
        for _ in 0..<12 where !driver.text.contains("Line 12") {
            driver.press(.left)
            #expect(driver.status == "Read on before you choose: Down scrolls.")
            driver.press(.down)
        }
        #expect(driver.text.contains("Line 12"))
        driver.press(.left, .enter)
        #expect(driver.journal.isEmpty)
    }

    @Test("A conflict that is resolved elsewhere says so and stays open, and choices on what is the same are kept")
    func elsewhere() {
        var driver = Self.opened()
        driver.press(.left)
        driver.happen(.conflict(for: 1, .changed(Self.theirs.changed(.phone, to: "3", by: "lee"))))
        #expect(driver.screen[2].contains("● Theirs"), "the name is the same as before")
        #expect(driver.screen[5].hasPrefix(" ▸ Phone") && driver.screen[5].contains("○ Theirs"))
        #expect(driver.status.contains("has changed once more"))
        driver.press(.down)
        driver.happen(.cancel(for: 1, .discard))
        #expect(driver.status == "Decided in another window already: your side was discarded.")
        for key: Key in [.left, .right, .enter] {
            driver.press(key)
            #expect(driver.place == .conflict && driver.queueRequests.isEmpty)
            #expect(driver.status == "Decided in another window already: your side was discarded.")
        }
        driver.press(.escape)
        #expect(driver.place == .queue)
    }

    @Test("A decision after another window's shows what was decided there, and writes nothing")
    func tooLate() {
        var driver = Self.opened(rows: 50, columns: 200)
        let form = Entry.Form(op: .random(), change: .edit(Self.theirs.edit(.phone, to: "+1 555 0199"), version: 9))
        driver.happenUnseen(.resolve(for: 1, form))
        driver.press(.left, .right, .enter)
        #expect(driver.journal.entries.map(\.op) == [form.op])
        #expect(driver.place == .queue)
        #expect(driver.status == "Decided in another window already: your side goes to the server.")
    }

    @Test("So does dropping one's side")
    func tooLateToDrop() {
        var driver = Self.opened(rows: 50, columns: 200)
        let form = Entry.Form(op: .random(), change: .edit(Self.theirs.edit(.phone, to: "+1 555 0199"), version: 9))
        driver.happenUnseen(
            .resolve(for: 1, form), .sending(.init(leader: 1, covers: [1], op: form.op)), .ack(for: 1, version: 10))
        driver.press(.left, .left, .enter)
        #expect(driver.journal.isEmpty)
        #expect(driver.status == "Decided in another window already: the server has it.")
    }

    @Test("After a choice the next field below that has none is marked, and after the last the first that is left")
    func next() {
        var driver = loaded(rows: 50, columns: 200)
        driver.enter(anna.id, .edit(Self.mine, version: 7))
        driver.conflict(.changed(Self.theirs.changed(.address, to: "2 High St", by: "lee")))
        driver.press(.character("Q"), .enter, .down, .left)
        #expect(driver.text.contains(" ▸ Address"))
        driver.press(.right)
        #expect(driver.text.contains(" ▸ Name") && driver.text.contains("● Theirs") && driver.text.contains("● Yours"))
    }

    @Test("What was chosen is kept when one decides later, as far as others change nothing of it")
    func later() {
        var driver = Self.opened(rows: 50, columns: 200)
        driver.press(.left, .escape, .enter)
        #expect(driver.screen[2].contains("● Theirs"))
        driver.press(.escape)
        driver.happen(.conflict(for: 1, .changed(Self.theirs.changed(.name, to: "Anna Lee", by: "lee"))))
        driver.press(.enter)
        #expect(driver.screen[2].contains("○ Theirs") && driver.text.contains("Anna Lee"))
    }

    @Test("Who was restored meanwhile is asked for, the edit is merged with them, and nobody is created again")
    func restored() {
        var driver = loaded(rows: 50, columns: 200)
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        driver.press(.character("Q"), .enter)
        #expect(driver.text.contains("Conflict: Anna Smith was deleted by someone else"))
        #expect(driver.calls.last == .get(anna.id, unlessVersion: nil))
        var restored = anna.changed(.name, to: "Anna Schmidt", by: "lee")
        restored.version = 9
        driver.update(.changed([.changed(restored)]))
        #expect(driver.text.contains("Conflict: Anna Schmidt was changed by lee"))
        var queue = driver
        queue.press(.escape)
        #expect(queue.place == .queue && queue.text.contains("deleted meanwhile, restored since"), "\(queue.text)")
        driver.press(.right, .enter)
        #expect(driver.changes == [.edit(restored.edit(.phone, to: "1"), version: 9)])
    }

    @Test("Who lies in the trash is restored, and the edit goes behind that")
    func inTrash() {
        var driver = loaded(rows: 50, columns: 200)
        driver.update(.capabilitiesKnown([.trash]))
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        driver.press(.character("Q"), .enter)
        #expect(driver.text.contains("restore them, with your edit (Right)"))
        driver.press(.right, .enter)
        #expect(
            driver.changes == [
                .restore(base: anna.details, version: 8), .edit(anna.edit(.phone, to: "1"), version: 7),
            ])
        #expect(driver.place == .queue && driver.status.hasPrefix("Anna Smith is restored"))
    }

    @Test("Whom an edit is about is named though nobody here knows them any more")
    func named() {
        var driver = loaded()
        driver.press(.character("t"))
        driver.type("vip")
        driver.press(.enter)
        let entered = driver.journal
        driver = AppDriver()
        driver.answer(page: [bao])
        driver.adopt(entered)
        driver.conflict(.deleted)
        driver.press(.character("Q"))
        #expect(driver.text.contains("Anna Smith") && !driver.text.contains("This customer"))
        driver.press(.enter)
        #expect(driver.text.contains("Conflict: Anna Smith was deleted by someone else"))
    }
}
