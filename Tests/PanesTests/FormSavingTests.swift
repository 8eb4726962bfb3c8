import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What becomes of a form that was saved")
struct FormSavingTests {
    @Test("Without the API the form closes at once, and the edit waits here")
    func offline() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.loseLink()
        driver.type("!")
        driver.press(.control("s"))
        #expect(!driver.hasForm)
        #expect(driver.status == "Saved here; it is sent when the API is back.")
        #expect(driver.timers[.verdict] == nil)
        #expect(driver.screen[3].hasPrefix(" ▸ Anna Smith!") && driver.screen[3].hasSuffix("↑"))
        driver.press(.character("u"))
        #expect(driver.selected == anna.name)
    }

    @Test("Online the form waits a moment for the verdict, and Esc does not wait for it")
    func slowVerdict() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.type("!")
        driver.press(.control("s"))
        driver.fire(.verdict)
        #expect(!driver.hasForm)
        #expect(driver.status == "Saved here; the server has not answered yet.")
        driver.press(.character("e"))
        driver.type("?")
        driver.press(.control("s"))
        #expect(!driver.hasForm, "an edit behind another has no verdict of its own to wait for")
        driver.press(.down, .character("e"))
        driver.type("x")
        driver.press(.control("s"))
        #expect(driver.hasForm)
        driver.press(.escape)
        #expect(!driver.hasForm)
        #expect(driver.changes.count == 3)
    }

    @Test("When somebody was faster their values are taken over or shown, and the next save is based on them")
    func rebase() throws {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("a")
        var theirs = anna
        theirs.details = CustomerDetails(
            trustedName: "Anna Schmidt", email: anna.email, phone: "+49 30 1234", address: anna.address)
        theirs.version = 8
        theirs.updatedBy = "lee"
        driver.update(.served(theirs))
        #expect(driver.status == "Changed by lee meanwhile. Check the form, then save.")
        #expect(driver.typed(.name) == "Anna Smitha")
        #expect(driver.typed(.phone) == "+49 30 1234")
        #expect(driver.text.contains("now: Anna Schmidt"))
        driver.press(.control("s"))
        let edit = CustomerEdit([.name: FieldChange(from: "Anna Schmidt", to: "Anna Smitha")])
        #expect(driver.changes == [.edit(edit, version: 8)])
    }

    @Test("Who was saved has a row before their page comes, and the keys act on them")
    func savedBeyondLoaded() {
        var driver = AppDriver(rows: 24, columns: 120)
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.loseLink()
        driver.press(.character("n"))
        driver.type("Zzoe")
        driver.press(.tab)
        driver.type("zoe@example.com")
        driver.press(.control("s"))
        #expect(driver.names == [anna.name, bao.name, "Zzoe"], "who is under way has a row before their page comes")
        driver.press(.character("D"))
        #expect(driver.text.contains("Delete Zzoe?"))
        driver.press(.character("n"))
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) has no creation")
            return
        }
        driver.acknowledge(.made(new, under: id, at: driver.now))
        #expect(driver.place == .list && driver.selected == "Zzoe")
        driver.press(.character("r"))
        let zara = Customer.named("Zzzara", 80)
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.press(.down)
        driver.answer(page: [.made(new, under: id, at: driver.now), zara])
        #expect(driver.names == [anna.name, bao.name, "Zzoe", zara.name])
    }

    /// The server refuses a new customer, for Bao has the email.
    private func save(new name: String, withEmailOfBaoIn driver: inout AppDriver) {
        driver.press(.character("n"))
        driver.type(name)
        driver.press(.tab)
        driver.type("bao@example.org")
        driver.press(.control("s"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
    }

    @Test("A taken email is said beside the field, with the owner's name when it is known")
    func emailTaken() {
        var driver = loaded(columns: 120)
        save(new: "Bao", withEmailOfBaoIn: &driver)
        #expect(driver.text.contains("is used by Bao Smith already"))
        #expect(driver.status == "Not saved: the email is used by Bao Smith.")
        #expect(driver.journal.isEmpty, "the form holds it now")
        #expect(driver.names == [anna.name, bao.name, carla.name])
        #expect(driver.focusedField == .email)
        driver.type("x")
        #expect(!driver.text.contains("is used by"))
    }

    @Test(
        "Who was put right in the form after a refusal is the server's customer from then on: their deletion is no conflict",
        arguments: [false, true])
    func deletedAfterRefusal(isReportedFirst: Bool) throws {
        var driver = loaded(columns: 120)
        save(new: "Zoe", withEmailOfBaoIn: &driver)
        driver.write()
        driver.press(.control("u"))
        driver.type("zoe@example.org")
        driver.press(.control("s"))
        let entry = try #require(driver.journal.entries.first)
        guard case .create(let new) = entry.change else {
            Issue.record("it is no creation")
            return
        }
        let zoe = Customer.made(new, under: entry.customer, at: driver.now)
        driver.leave()
        driver.report(.online)
        if isReportedFirst { driver.update(.served(zoe)) }
        driver.happen(.ack(for: entry.sequence, version: 1))
        if !isReportedFirst { driver.update(.served(zoe)) }
        #expect(driver.status == "Saved Zoe.")
        if !isReportedFirst { driver.press(.character("G")) }
        driver.press(.character("D"), .character("y"))
        #expect(driver.changes == [.delete(base: zoe.details, version: 1)])
    }

    @Test("Saving restores whom a colleague has deleted meanwhile, with the edit")
    func restoredBySaving() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.press(.character("e"))
        driver.refuse(Self.deleted(restorableUntil: driver.now.advanced(bySeconds: 86_400)))
        #expect(
            driver.status == "Anna Smith was deleted by someone else. Saving restores them with it; Esc leaves.")
        #expect(driver.text.contains("Edit Anna Smith, who was deleted"))
        driver.press(.tab, .control("u"))
        driver.type("anna@example.org")
        driver.press(.control("s"))
        let edit = anna.edit(.email, to: "anna@example.org")
        #expect(
            driver.changes == [.restore(base: anna.details, version: 8), .edit(edit, version: 7)])
        #expect(Set(driver.journal.entries.map(\.customer)) == [anna.id])
        var restored = anna
        restored.version = 9
        driver.acknowledge(restored)
        var made = restored.changed(.email, to: "anna@example.org")
        made.version = 10
        driver.acknowledge(made)
        #expect(driver.status == "Saved Anna Smith.")
        #expect(driver.names.contains("Anna Smith") && driver.journal.isEmpty)
    }

    private static func deleted(restorableUntil: Timestamp?) -> Problem {
        var problem = Problem(.deleted, "This customer was deleted.")
        problem.restorableUntil = restorableUntil
        return problem
    }

    @Test("Whom the trash does not have any more is made anew")
    func goneForGood() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.press(.character("e"))
        driver.refuse(Self.deleted(restorableUntil: nil))
        #expect(driver.status == "Anna Smith was deleted by someone else. Saving adds them again; Esc leaves.")
    }

    @Test("What is saved of somebody deleted for whom edits wait is decided on with those")
    func deletedWithEdits() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.press(.character("e"))
        driver.update(.gone(anna.id))
        #expect(
            driver.status
                == "Anna Smith was deleted by someone else. What you save waits with your other edits, "
                + "and Q restores them with it; Esc leaves.")
        driver.press(.tab, .control("u"))
        driver.type("anna@example.org")
        driver.press(.control("s"))
        #expect(driver.changes.map(\.kind) == [.edit, .edit])
    }

    @Test("A draft of an edit whose customer is gone meanwhile restores them by saving")
    func draftOfGone() {
        var driver = AppDriver()
        driver.answer(page: [bao, carla])
        driver.update(.capabilitiesKnown([.trash]))
        let values = Dictionary(uniqueKeysWithValues: CustomerField.allCases.map { ($0, anna.details[$0] ?? "") })
            .merging([.phone: "12345"]) { $1 }
        driver.update(.draftsFound([Draft(id: .random(), subject: .edit(anna), values: values, savedAt: driver.now)]))
        driver.press(.character("y"))
        driver.refuse(Self.deleted(restorableUntil: driver.now.advanced(bySeconds: 86_400)))
        #expect(driver.text.contains("Edit Anna Smith, who was deleted"))
        driver.press(.control("s"))
        #expect(driver.changes.map(\.kind) == [.restore, .edit])
    }

    @Test("Who was restored by somebody else meanwhile is edited as ever")
    func restoredByOthers() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.press(.character("e"))
        driver.refuse(Self.deleted(restorableUntil: driver.now.advanced(bySeconds: 86_400)))
        var restored = anna
        restored.version = 9
        driver.update(.served(restored))
        #expect(!driver.text.contains("who was deleted"))
        driver.press(.tab, .control("u"))
        driver.type("anna@example.org")
        driver.press(.control("s"))
        #expect(driver.changes == [.edit(anna.edit(.email, to: "anna@example.org"), version: 9)])
    }

    @Test(
        "When another program's edit has become one with a refused save, the form goes on with both, and none is lost")
    func refusedTogether() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .control("u"))
        driver.type("bao@example.org")
        driver.press(.control("s"))
        let address = anna.edit(.address, to: "1 High St")
        driver.enter(
            anna.id, .edit(address, version: 7), by: EntrySource(program: "customers edit", session: "9"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
        #expect(driver.status == "Not saved: the email is used by Bao Smith.")
        #expect(driver.journal.count == 1, "neither is thrown away")
        #expect(driver.text.contains("1 High St"))
        driver.press(.control("u"))
        driver.type("anna@example.org")
        driver.press(.control("s"))
        let both = CustomerEdit(
            [
                .email: FieldChange(from: anna.email, to: "anna@example.org"), .address: address.changes[.address],
            ].compactMapValues { $0 })
        #expect(driver.changes == [.edit(both, version: 7)], "\(driver.status)\n\(driver.text)")
    }

    @Test("Who has gone on to another field while a save was on its way goes on typing there when it is refused")
    func refusedWhileElsewhere() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.tab, .control("u"))
        driver.type("bao@example.org")
        driver.press(.control("s"), .tab)
        // The form goes on as another one, for another program's edit is in it, too.
        let address = anna.edit(.address, to: "1 High St")
        driver.enter(
            anna.id, .edit(address, version: 7), by: EntrySource(program: "customers edit", session: "9"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: bao.id))
        driver.type("9")
        #expect(driver.text.contains("1 High St"))
        #expect(driver.text.contains("+1 555 01009"), "\(driver.text)")
    }

    @Test("Editing a deleted customer offers to add them again")
    func gone() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.answer(.success(.notModified(version: 7)))
        driver.type("x")
        driver.update(.gone(anna.id))
        #expect(driver.status.contains("was deleted by someone else"))
        driver.press(.control("s"))
        guard case .create(let new)? = driver.changes.first, let id = driver.journal.entries.first?.customer else {
            Issue.record("\(driver.changes) is no creation")
            return
        }
        #expect(id != anna.id)
        #expect(new.details.name == "Anna Smithx")
    }
}
