import Domain
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
        #expect(driver.app.form?.focus == .name)
        #expect(driver.app.form?.text(.name) == "Anna Smith")
        #expect(driver.calls == [.get(anna.id, unlessVersion: .versions([7]))])
        #expect(driver.text.contains("Edit Anna Smith"))
    }

    @Test("Saving sends only what was changed, on the version that was seen, with a key of its own")
    func save() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .tab, .control("u"))
        driver.type("+1 555 0199")
        driver.press(.control("s"))
        let call = try #require(driver.calls.first)
        guard case .patch(anna.id, let patch, .matches(.versions([7])), let key?) = call else {
            Issue.record("\(call) is no conditional change")
            return
        }
        #expect(patch.changes == [.phone: "+1 555 0199"])
        #expect(!key.text.isEmpty)
        var changed = anna
        changed.details = patch.applied(to: anna.details)
        changed.version = 8
        driver.answer(.success(.changed(changed, replayOf: nil)))
        #expect(driver.app.form == nil)
        #expect(driver.status == "Saved Anna Smith.")
        #expect(driver.text.contains("+1 555 0199"))
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
        #expect(driver.app.form?.focus == .name)
        #expect(driver.status == "Not saved: 3 fields need correcting.")
    }

    @Test("A new customer is created under an id of the client's, only if it never existed")
    func create() throws {
        var driver = loaded()
        driver.press(.character("n"))
        driver.type("Dora Ruiz")
        driver.press(.tab)
        driver.type("dora@example.com")
        driver.press(.control("s"))
        guard case .put(let id, let new, .mustNotExist, .some)? = driver.calls.first else {
            Issue.record("\(driver.calls) is no creation")
            return
        }
        let dora = Customer.made(new, under: id, at: driver.now)
        driver.answer(.success(.created(dora, replayOf: nil)))
        #expect(driver.app.selectedCustomer == dora)
        #expect(driver.app.listing.rows == [anna.id, bao.id, carla.id, id])
    }

    @Test("Without the API the form stays and the repeat carries the same key")
    func offline() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("!")
        driver.press(.control("s"))
        let first = try #require(driver.calls.first)
        driver.loseLink(mayHaveArrived: true)
        #expect(
            driver.status == "Not saved: The API cannot be reached. The form is kept; Ctrl-S tries again, "
                + "and nothing happens twice.")
        #expect(driver.text.contains("nothing happens twice."))
        #expect(driver.app.form?.text(.name) == "Anna Smith!")
        driver.press(.control("s"))
        #expect(driver.calls.first == first)
        driver.loseLink(mayHaveArrived: true)
        driver.type("?")
        driver.press(.control("s"))
        #expect(driver.calls.first != first)
    }

    @Test("When somebody was faster their values are taken over or shown, and the next save is based on them")
    func rebase() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("a")
        driver.press(.control("s"))
        var theirs = anna
        theirs.details = CustomerDetails(
            trustedName: "Anna Schmidt", email: anna.email, phone: "+49 30 1234", address: anna.address)
        theirs.version = 8
        theirs.updatedBy = "lee"
        driver.refuse(Problem(.versionMismatch, "Changed.", current: theirs))
        #expect(driver.status == "Not saved: changed meanwhile by lee. Look at the form and save again.")
        #expect(driver.app.form?.text(.name) == "Anna Smitha")
        #expect(driver.app.form?.text(.phone) == "+49 30 1234")
        #expect(driver.text.contains("now: Anna Schmidt"))
        driver.press(.control("s"))
        guard case .patch(_, let patch, .matches(.versions([8])), _)? = driver.calls.first else {
            Issue.record("the save is not based on what was seen")
            return
        }
        #expect(patch.changes == [.name: "Anna Smitha"])
    }

    @Test("A creation whose answer was lost goes on as a change to what it made")
    func lostCreation() throws {
        var driver = loaded()
        driver.press(.character("n"))
        driver.type("Lost")
        driver.press(.tab)
        driver.type("lost@example.com")
        driver.press(.control("s"))
        guard case .put(let id, let new, _, _)? = driver.calls.first else {
            Issue.record("\(driver.calls) is no creation")
            return
        }
        driver.loseLink(mayHaveArrived: true)
        driver.press(.tab)
        driver.type("555 77")
        driver.press(.control("s"))
        let made = Customer.made(new, under: id, at: driver.now)
        driver.refuse(Problem(.versionMismatch, "There already.", current: made))
        #expect(driver.status.contains("was saved already"))
        driver.press(.control("s"))
        guard case .patch(id, let patch, .matches(.versions([1])), _)? = driver.calls.first else {
            Issue.record("\(driver.calls) is no change to what was made")
            return
        }
        #expect(patch.changes == [.phone: "555 77"])
    }

    @Test("Who was saved and has no row yet takes the keys in the details")
    func savedBeyondLoaded() {
        var driver = AppDriver(rows: 24, columns: 120)
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.loseLink()
        driver.press(.character("n"))
        driver.type("Zzoe")
        driver.press(.tab)
        driver.type("zoe@example.com")
        driver.press(.control("s"))
        guard case .put(let id, let new, _, _)? = driver.calls.last else {
            Issue.record("\(driver.calls) has no creation")
            return
        }
        let zoe = Customer.made(new, under: id, at: driver.now)
        driver.answer(.success(.created(zoe, replayOf: nil)))
        driver.press(.character("D"))
        #expect(driver.text.contains("Delete Zzoe?"))
    }

    @Test("A taken email is said beside the field, with the owner's name when it is known")
    func emailTaken() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.type("Bao")
        driver.press(.tab)
        driver.type("bao@example.org")
        driver.press(.control("s"))
        driver.refuse(Problem(.emailTaken, "Taken.", owner: bao.id))
        #expect(driver.text.contains("is used by Bao Smith already"))
        #expect(driver.app.form?.focus == .email)
        driver.type("x")
        #expect(!driver.text.contains("is used by"))
    }

    @Test("Editing somebody who is gone offers to add them anew")
    func gone() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("x")
        driver.press(.control("s"))
        driver.refuse(Problem(.deleted, "Deleted."))
        #expect(driver.status.contains("was deleted by someone else"))
        driver.press(.control("s"))
        guard case .put(let id, let new, .mustNotExist, _)? = driver.calls.first else {
            Issue.record("\(driver.calls) is no creation")
            return
        }
        #expect(id != anna.id)
        #expect(new.details.name == "Anna Smithx")
    }

    @Test("Leaving asks only when something was changed")
    func leaving() {
        var driver = loaded()
        driver.press(.character("e"), .escape)
        #expect(driver.app.form == nil)
        driver.press(.character("e"))
        driver.type("x")
        driver.press(.escape)
        #expect(driver.text.contains("Leave without saving?"))
        driver.press(.character("n"))
        #expect(driver.app.form?.text(.name) == "Anna Smithx")
        driver.press(.escape, .character("y"))
        #expect(driver.app.form == nil)
    }

    @Test("What is typed is kept as a draft with every key, and dropped with the form")
    func draft() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.type("xy")
        let drafts = driver.effects.compactMap { effect in
            if case .keepDraft(let draft) = effect { draft } else { nil }
        }
        #expect(drafts.map { $0.values[.name] } == ["Anna Smithx", "Anna Smithxy"])
        let id = try #require(drafts.first?.id)
        driver.clearEffects()
        driver.press(.escape, .character("y"))
        #expect(driver.effects == [.dropDraft(id)])
    }

    @Test("A draft that was found is offered, and restored with what was typed")
    func restore() throws {
        var driver = loaded()
        let draft = Draft(
            id: .numbered(50), subject: .edit(anna), values: [.name: "Anna S", .email: "broken"],
            savedAt: driver.now.advanced(bySeconds: -1_900))
        driver.update(.draftsFound([draft]))
        #expect(driver.text.contains("Go on with the unfinished form?"))
        #expect(driver.text.contains("Anna Smith, 31 min ago"))
        driver.press(.character("y"))
        #expect(driver.app.form?.text(.name) == "Anna S")
        #expect(driver.app.form?.text(.phone) == "+1 555 0100")
        #expect(driver.text.contains("must look like name@example.com"))
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
        #expect(driver.app.form?.text(.name) == "Zoe")
    }

    @Test("A read-only session changes nothing")
    func readOnly() {
        var driver = loaded(isReadOnly: true)
        for key in ["e", "n", "D"] { driver.type(key) }
        #expect(driver.app.form == nil && driver.app.overlay == nil && driver.calls.isEmpty)
        #expect(driver.status.contains("read-only"))
    }

    @Test("Pasted line breaks become blanks in one line and stay in the address; controls go")
    func paste() {
        var driver = loaded()
        driver.press(.character("n"))
        driver.paste("Eve\r\nAdams\u{1B}[2J\u{9B}")
        #expect(driver.app.form?.text(.name) == "Eve Adams[2J")
        driver.press(.backTab)
        driver.paste("1 High St\r\nTown")
        #expect(driver.app.form?.text(.address) == "1 High St\nTown")
    }
}
