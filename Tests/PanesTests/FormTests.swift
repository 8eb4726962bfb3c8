import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("The form")
struct FormTests {
    @Test("Editing starts in the name with the values that are here, and asks for the newest")
    func edit() {
        var driver = loaded()
        driver.press(.character("e"))
        #expect(driver.focusedField == .name)
        #expect(driver.typed(.name) == "Anna Smith")
        #expect(driver.calls == [.get(anna.id, unlessVersion: .versions([7]))])
        #expect(driver.text.contains("Edit Anna Smith"))
    }

    @Test("Saving enters only what was changed, on the version that was seen, and shows the server's answer")
    func save() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .tab, .control("u"))
        driver.type("+1 555 0199")
        driver.press(.control("s"))
        let edit = CustomerEdit([.phone: FieldChange(from: anna.phone, to: "+1 555 0199")])
        #expect(driver.changes == [.edit(edit, version: 7)])
        #expect(driver.status == "Saving…")
        #expect(driver.timers[.verdict] == 1_500)
        driver.acknowledge(anna.changed(.phone, to: "+1 555 0199"))
        #expect(!driver.hasForm)
        #expect(driver.timers[.verdict] == nil)
        #expect(driver.status == "Saved Anna Smith.")
        #expect(driver.text.contains("+1 555 0199"))
    }

    @Test("How much of a paste there was no room for is said")
    func pastesTooMuch() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.paste(String(repeating: "x", count: 4_001))
        #expect(driver.status == "1 character of what was pasted was left out: 4,000 are taken at most.")
    }

    @Test("Each rule is checked as one types, with the reason below the field")
    func liveValidation() {
        var driver = loaded()
        driver.press(.character("n"))
        #expect(!driver.text.contains("is required"))
        driver.press(.tab)
        driver.type("nobody")
        #expect(driver.text.contains("must look like name@example.com"))
        driver.type("@example.com")
        #expect(!driver.text.contains("must look like"))
    }

    @Test("An invalid form is not sent, and the first fault gets the cursor")
    func invalid() {
        var driver = loaded()
        driver.press(.character("n"), .tab, .tab)
        driver.type("abc")
        driver.press(.control("s"))
        #expect(driver.calls.isEmpty)
        #expect(driver.focusedField == .name)
        #expect(driver.status == "Not saved: 2 fields need correcting.")
    }

    @Test("Saving what was not changed enters nothing, and says so")
    func unchanged() {
        var driver = loaded()
        driver.press(.character("e"), .control("s"))
        #expect(!driver.hasForm)
        #expect(driver.status == "Nothing was changed.")
        #expect(driver.queueRequests.isEmpty)
    }

    @Test("A new customer is created under an id of the client's, only if it never existed")
    func create() throws {
        var driver = loaded(columns: 120)
        driver.press(.character("n"))
        driver.type("Dora Ruiz")
        driver.press(.tab)
        driver.type("dora@example.com")
        driver.press(.control("s"))
        #expect(driver.names == [anna.name, bao.name, carla.name, "Dora Ruiz"])
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) is no creation")
            return
        }
        let dora = Customer.made(new, under: id, at: driver.now)
        driver.acknowledge(dora)
        #expect(driver.selected == dora.name)
        #expect(driver.names == [anna.name, bao.name, carla.name, dora.name])
    }

    @Test("Leaving asks only when something was changed")
    func leaving() {
        var driver = loaded()
        driver.press(.character("e"), .escape)
        #expect(!driver.hasForm)
        driver.press(.character("e"))
        driver.type("x")
        driver.press(.escape)
        #expect(driver.text.contains("Leave without saving?"))
        driver.press(.character("n"))
        #expect(driver.typed(.name) == "Anna Smithx")
        driver.press(.escape, .character("y"))
        #expect(!driver.hasForm)
    }

    @Test("A value that the terminal cannot show is not edited by accident")
    func lossy() {
        var driver = AppDriver(isUnicode: false)
        driver.answer(page: [.named("Zoë", 1, email: "zoe@example.com")])
        driver.press(.character("e"))
        driver.type("x")
        #expect(driver.app.form?.text(.name) == "Zoë")
        #expect(driver.status.contains("Ctrl-U clears it"))
        driver.press(.control("u"))
        driver.type("Zoe")
        #expect(driver.typed(.name) == "Zoe")
    }

    @Test("One key clears a whole field, and what was in it can be put back")
    func clear() {
        var driver = loaded()
        driver.press(.character("e"), .backTab, .backTab, .up, .left)
        #expect(driver.text.contains("Ctrl-U clear"))
        driver.press(.control("u"))
        #expect(driver.typed(.address) == "")
        #expect(driver.text.contains("Address*"))
        driver.press(.control("y"))
        #expect(driver.typed(.address) == anna.address)
    }

    @Test("A read-only session changes nothing")
    func readOnly() {
        var driver = loaded(isReadOnly: true)
        for key in ["e", "n", "D"] { driver.type(key) }
        #expect(driver.place == .list && !driver.hasForm && driver.calls.isEmpty)
        #expect(driver.status.contains("read-only"))
    }

    @Test("Pasted line breaks become blanks in one line and stay in the address; controls go")
    func paste() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.paste("Eve\r\nAdams\u{1B}[2J\u{9B}")
        #expect(driver.typed(.name) == "Eve Adams[2J")
        driver.press(.backTab, .backTab)
        driver.paste("1 High St\r\nTown")
        #expect(driver.typed(.address) == "1 High St\nTown")
    }
}
