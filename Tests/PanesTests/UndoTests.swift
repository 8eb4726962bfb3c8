import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Undo and redo")
struct UndoTests {
    private let undo = Key.character("u")
    private let redo = Key.control("r")
    private let phone = anna.edit(.phone, to: "1")

    @Test("What has not left is taken back and brought again, and the selection stays")
    func unsent() {
        var driver = loaded()
        driver.press(.down)
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.press(undo)
        #expect(driver.queueRequests == [.cancel(1, .undo)])
        #expect(
            driver.status == "Undone: edit (phone) of Anna Smith (Phone: +1 555 0100 → 1; entered just now).")
        #expect(driver.selected == bao.name)
        #expect(driver.journal.isEmpty)
        driver.press(redo)
        #expect(driver.changes == [.edit(phone, version: 7)])
        #expect(driver.status == "Redone: edit (phone) of Anna Smith.")
        #expect(driver.selected == bao.name)
        driver.press(redo)
        #expect(driver.status == "There is nothing to redo.")
    }

    @Test("What is on its way cannot be taken back yet")
    func onItsWay() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.leave()
        driver.press(undo)
        #expect(driver.queueRequests.isEmpty)
        #expect(
            driver.status == "Wait: edit (phone) of Anna Smith is on its way; undo it once the server has answered.")
    }

    @Test("What the server has is reversed on the version that is known")
    func sent() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.acknowledge(anna.changed(.phone, to: "1"))
        driver.press(undo)
        #expect(driver.changes == [.edit(phone.reversed, version: 8)])
        #expect(driver.journal.entries.first?.link == .undoes(1))
        #expect(driver.status.hasPrefix("Undone: edit (phone) of Anna Smith (Phone: +1 555 0100 → 1;"))
        driver.press(redo)
        #expect(driver.changes.last == .edit(phone, version: 8))
    }

    @Test("What others have changed since is not overwritten by an undo, but becomes a conflict")
    func changedSince() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        let ours = anna.changed(.phone, to: "1")
        driver.acknowledge(ours)
        driver.update(.served(ours.changed(.phone, to: "2")))
        driver.press(undo)
        #expect(
            driver.changes == [.edit(phone.reversed, version: 8)], "made from what was seen, so the server compares")
    }

    @Test("An edit of a customer deleted since is not undone, and the reason is shown")
    func deletedSince() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.acknowledge(anna.changed(.phone, to: "1"))
        driver.update(.gone(anna.id))
        driver.press(undo)
        #expect(driver.status == "Not possible: Anna Smith is deleted.")
        #expect(driver.journal.isEmpty)
        driver.press(undo)
        #expect(driver.status == "There is nothing to undo.")
    }

    @Test("A deletion that the server has made is undone by a new customer")
    func deletion() {
        var driver = loaded()
        driver.enter(anna.id, .delete(base: anna.details, version: 7))
        driver.acknowledge()
        driver.press(.down)
        #expect(driver.names == [bao.name, carla.name])
        driver.press(undo)
        #expect(driver.changes == [.create(NewCustomer(anna.details, registrationDate: anna.registrationDate))])
        #expect(driver.journal.entries.first?.customer != anna.id)
        #expect(driver.status == "Anna Smith was deleted already: created again under a new id.")
        #expect(driver.names == [anna.name, bao.name, carla.name])
        driver.press(redo)
        #expect(driver.text.contains("Delete Anna Smith?"))
    }

    @Test("Who is there again is not restored by an undo, and is shown as others have left them")
    func thereAgain() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.enter(anna.id, .delete(base: anna.details, version: 7))
        driver.acknowledge()
        var living = anna.changed(.name, to: "Anna Schmidt", by: "lee")
        living.version = 10
        driver.update(.served(living))
        driver.press(undo)
        #expect(driver.changes.isEmpty)
        #expect(driver.status == "Anna Schmidt is not deleted any more.")
    }

    // MARK: What is not there any more

    /// Bao has been edited; then Anna was, or somebody was deleted or added, which nothing is left of.
    private func afterEditOfBao(_ id: CustomerID, _ change: Entry.Change, _ made: Customer?) -> AppDriver {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 1))
        driver.acknowledge(bao.changed(.phone, to: "2"))
        driver.enter(id, change)
        driver.acknowledge(made)
        return driver
    }

    /// Undo goes on with what was done before.
    private func expectBaoNext(_ driver: AppDriver) {
        var driver = driver
        driver.press(undo)
        #expect(driver.changes == [.edit(bao.edit(.phone, to: "2").reversed, version: 2)])
        #expect(driver.status.hasPrefix("Undone: edit (phone) of Bao Smith"))
    }

    @Test("After a deletion that others have taken back undo goes on with what was before, in later sessions, too")
    func deletionTakenBack() {
        var driver = afterEditOfBao(anna.id, .delete(base: anna.details, version: 7), nil)
        var living = anna
        living.version = 9
        driver.update(.served(living))
        driver.press(undo)
        #expect(driver.changes.isEmpty)
        #expect(driver.status == "Anna Smith is not deleted any more; u undoes what was before.")
        expectBaoNext(driver)
        var later = AppDriver()
        later.answer(page: [living, bao.changed(.phone, to: "2"), carla])
        later.adopt(driver.journal)
        expectBaoNext(later)
    }

    @Test("After an edit that others have taken back undo goes on with what was before")
    func editTakenBack() {
        let made = anna.changed(.phone, to: "1")
        var driver = afterEditOfBao(anna.id, .edit(phone, version: 7), made)
        driver.update(.served(made.changed(.phone, to: anna.details.phone, by: "lee")))
        driver.press(undo)
        #expect(driver.changes.isEmpty)
        #expect(
            driver.status == "Nothing to change: Anna Smith already has these values; u undoes what was before.")
        expectBaoNext(driver)
    }

    @Test("A copy that is older than the edit does not make undo pass over it")
    func olderCopy() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.leave()
        driver.happen(.ack(for: 1, version: 8))
        driver.press(undo)
        driver.update(.served(anna.changed(.phone, to: "1")))
        driver.press(undo)
        #expect(driver.changes == [.edit(phone.reversed, version: 8)])
    }

    @Test("After an edit of somebody whom others have deleted undo goes on with what was before")
    func editOfDeleted() {
        var driver = afterEditOfBao(anna.id, .edit(phone, version: 7), anna.changed(.phone, to: "1"))
        driver.update(.gone(anna.id))
        driver.press(undo)
        #expect(driver.status == "Not possible: Anna Smith is deleted; u undoes what was before.")
        expectBaoNext(driver)
    }

    @Test("While somebody is being restored their edits wait for undo")
    func beingRestored() {
        var driver = loaded()
        driver.update(.capabilitiesKnown([.trash]))
        driver.enter(anna.id, .edit(phone, version: 7))
        let made = anna.changed(.phone, to: "1")
        driver.acknowledge(made)
        driver.enter(anna.id, .delete(base: made.details, version: 8))
        driver.acknowledge()
        driver.press(undo, undo)
        #expect(driver.changes.map(\.kind) == [.restore])
        var restored = made
        restored.version = 10
        driver.acknowledge(restored)
        driver.press(undo)
        #expect(driver.changes == [.edit(phone.reversed, version: 10)])
    }

    @Test("Whether others have deleted who was added here is asked for, and undo goes on with what was before")
    func creationDeleted() throws {
        let new = NewCustomer(try CustomerDetails(name: "Dora", email: "dora@example.com"))
        let dora = Customer.made(new, under: .numbered(9), at: Timestamp(microseconds: 0))
        var driver = afterEditOfBao(dora.id, .create(new), dora)
        driver.update(.gone(dora.id))
        driver.press(undo)
        #expect(driver.calls == [.get(dora.id, unlessVersion: nil)])
        #expect(driver.status == "This creation is with the server already; asking for the customer…")
        var other = driver
        other.answer(.success(.customer(dora)))
        #expect(other.status == "Dora is with the server; u deletes them.")
        other.press(undo)
        #expect(other.text.contains("Delete Dora?"))
        driver.refuse(Problem(.deleted, "This customer was deleted."))
        #expect(driver.status == "Dora is deleted already; u undoes what was before.")
        expectBaoNext(driver)
    }

    @Test(
        "Redo goes on with what was before where others have made the same edit or deleted the customer, in later sessions, too",
        arguments: [
            (false, "Nothing to change: Anna Smith already has these values"),
            (true, "Not possible: Anna Smith is deleted"),
        ])
    func redonePassedOver(isDeleted: Bool, why: String) {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 1))
        driver.press(undo, undo)
        driver.update(isDeleted ? .gone(anna.id) : .served(anna.changed(.phone, to: "1", by: "lee")))
        driver.press(redo)
        #expect(driver.changes.isEmpty)
        #expect(driver.status == why + "; Ctrl-R redoes what was before.")
        var later = AppDriver()
        later.answer(page: [anna, bao, carla])
        later.adopt(driver.journal)
        for var driver in [driver, later] {
            driver.press(redo)
            #expect(driver.status == "Redone: edit (phone) of Bao Smith.")
            driver.press(redo)
            #expect(driver.status == "There is nothing to redo.")
        }
    }

    @Test("A copy that is older than the undo does not make redo pass over an edit that the server had")
    func olderCopyThanUndo() {
        var driver = loaded()
        let made = anna.changed(.phone, to: "1")
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.acknowledge(made)
        driver.press(undo)
        driver.leave()
        driver.happen(.ack(for: driver.journal.lastSequence - 1, version: 9))
        driver.press(redo)
        #expect(!driver.status.contains("redoes what was before") && !driver.journal.redoable.isEmpty)
    }

    @Test("What is too long ago to be undone does not hide what was before it")
    func tooLongAgo() {
        var driver = loaded()
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 1))
        driver.conflict(bao.id, .changed(bao.changed(.phone, to: "3")))
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.leave(anna.id)
        driver.happen(.ack(for: driver.journal.lastSequence - 1, version: 8))
        driver.compactJournal()
        driver.press(undo)
        #expect(driver.status == "The last edit is too long ago to be undone; u undoes what was before.")
        driver.press(undo)
        #expect(driver.status.hasPrefix("Undone: edit (phone) of Bao Smith"))
        driver.press(undo)
        #expect(driver.status == "There is nothing to undo.")
    }

    @Test("When a deleted customer's registration date is not known any more, undo says so")
    func deletionOfAnEarlierSession() {
        var driver = loaded()
        driver.enter(anna.id, .delete(base: anna.details, version: 7))
        driver.acknowledge()
        var later = AppDriver()
        later.answer(page: [bao])
        later.adopt(driver.journal)
        later.press(undo)
        #expect(later.changes == [.create(NewCustomer(anna.details))])
        #expect(later.status.contains("registered today: the earlier date is not known here any more"))
    }

    @Test("A creation that the server has made is undone by a deletion, which asks")
    func creation() throws {
        var driver = loaded()
        let details = try CustomerDetails(name: "Dora", email: "dora@example.com")
        driver.enter(.numbered(9), .create(NewCustomer(details)))
        driver.acknowledge(.made(NewCustomer(details), under: .numbered(9), at: driver.now))
        driver.press(undo)
        #expect(driver.text.contains("Delete Dora?"))
        #expect(driver.queueRequests.isEmpty)
        driver.press(.character("y"))
        #expect(driver.changes == [.delete(base: details, version: 1)])
        #expect(driver.journal.entries.first?.link == .undoes(1))
    }

    @Test("A deletion waits long enough to be undone")
    func waitingDeletion() {
        var driver = loaded()
        driver.press(.character("D"), .character("y"), undo)
        #expect(driver.journal.isEmpty)
        #expect(driver.status == "Undone: deletion of Anna Smith (entered just now).")
        #expect(driver.screen[3] == loaded().screen[3])
        driver.press(redo)
        #expect(driver.text.contains("Delete Anna Smith?"))
        driver.press(.character("y"))
        #expect(driver.status == "Anna Smith is deleted in 10 s; u undoes.")
    }

    @Test("An earlier session's edit can be undone, which asks, for this window did not enter it")
    func acrossSessions() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        var later = AppDriver(session: 2)
        later.answer(page: [anna])
        later.adopt(driver.journal)
        #expect(later.status == "")
        later.press(undo)
        #expect(later.text.contains("Undo what another window did to Anna Smith?"))
        later.press(.character("y"))
        #expect(later.status.hasPrefix("Undone: edit (phone) of Anna Smith ("))
        #expect(later.journal.isEmpty)
    }

    // MARK: What others did

    private static let command = EntrySource(program: "customers edit", session: "9")

    @Test(
        "Before undo takes back what another program did it names customer, field, old and new value, time and author")
    func others() {
        var driver = loaded(columns: 100)
        driver.press(.down)
        driver.enter(carla.id, .edit(carla.edit(.phone, to: "1"), version: 1), by: Self.command)
        driver.now = driver.now.advanced(bySeconds: 300)
        driver.press(undo)
        #expect(driver.queueRequests.isEmpty)
        for part in [
            "Undo what customers edit did to Carla Jones?", "Edit (phone), entered 5 min ago by customers edit.",
            "Phone: +1 555 0100 → 1", "y undo", "n leave it",
        ] {
            #expect(driver.text.contains(part), "\(part)\n\(driver.text)")
        }
        // The customer in question is marked, and shown beside the list.
        #expect(driver.inList.selected == carla.name)
        driver.press(.character("n"))
        #expect(driver.changes.count == 1 && driver.queueRequests.isEmpty)
        driver.press(undo, .character("y"))
        #expect(driver.queueRequests == [.cancel(1, .undo)])
        #expect(driver.journal.isEmpty)
    }

    @Test("What is masked on the screen is masked in the question")
    func masked() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0177"), version: 7), by: Self.command)
        driver.press(.character("m"), undo)
        #expect(driver.text.contains("Undo what customers edit did"))
        #expect(!driver.text.contains("+1 555 0177"))
    }

    @Test("So is what was asked, or said, before everything was masked by itself")
    func maskedLater() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0177"), version: 7), by: Self.command)
        driver.press(undo)
        #expect(driver.text.contains("+1 555 0177"))
        driver.now = driver.now.advanced(bySeconds: 301)
        driver.fire(.idle)
        #expect(!driver.text.contains("+1 555 0177"))
        driver.press(.character("y"))
        driver.press(.character("m"))
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0188"), version: 7))
        driver.press(undo)
        #expect(driver.text.contains("+1 555 0188"))
        driver.now = driver.now.advanced(bySeconds: 301)
        driver.fire(.idle)
        #expect(!driver.text.contains("+1 555 0188"))
    }

    @Test("What a version of the program entered that did not say so is asked about, too")
    func unsigned() {
        var driver = loaded()
        let form = Entry.Form(op: .random(), change: .edit(phone, version: 7))
        driver.happen(.entry(Entry(customer: anna.id, form: form)))
        driver.press(undo)
        #expect(driver.text.contains("Undo what another program did to Anna Smith?"))
    }

    @Test("What the server has already of another program's is asked about before another edit takes it back")
    func othersSent() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7), by: Self.command)
        driver.acknowledge(anna.changed(.phone, to: "1"))
        driver.press(undo)
        #expect(driver.text.contains("The server has it; another edit takes it back."))
        #expect(driver.queueRequests.isEmpty)
        driver.press(.character("y"))
        #expect(driver.changes == [.edit(phone.reversed, version: 8)])
    }

    @Test("When another edit has come while one was asked, nothing is undone")
    func changedWhileAsked() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7), by: Self.command)
        driver.press(undo)
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "2"), version: 1), by: Self.command)
        driver.press(.character("y"))
        #expect(driver.queueRequests.isEmpty && driver.changes.count == 2)
        #expect(driver.status.contains("another program has changed the queue meanwhile"))
    }

    @Test("One's own edit that another program's has become one with is asked about, with both")
    func shared() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        let name = anna.edit(.name, to: "Anne")
        driver.enter(anna.id, .edit(name, version: 7), by: Self.command)
        driver.reject(Problem(.validation, "no"))
        driver.press(undo)
        #expect(driver.text.contains("Undo what customers edit did to"))
        #expect(driver.text.contains("Name: Anna Smith → Anne") && driver.text.contains("Phone: +1 555 0100 → 1"))
    }

    @Test("Redo asks before it brings back what another window has undone")
    func redoOthers() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.happen(.cancel(for: 1, .undo, by: EntrySource(program: EntrySource.interface, session: "2")))
        driver.press(redo)
        #expect(driver.text.contains("Bring back what another window has undone of Anna Smith?"))
        driver.press(.character("y"))
        #expect(driver.changes == [.edit(phone, version: 7)])
    }

    @Test("What cannot be written is said, and nothing is undone")
    func notWritten() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.writesAtOnce = false
        driver.press(undo)
        driver.failToWrite()
        #expect(driver.alarm.hasPrefix("NOT SAVED: undo of edit (phone) of Anna Smith."))
        #expect(driver.changes.count == 1)
    }

    @Test("With nothing to undo the key says so, and a read-only session undoes nothing")
    func nothing() {
        var driver = loaded()
        driver.press(undo)
        #expect(driver.status == "There is nothing to undo.")
        driver = loaded(isReadOnly: true)
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.press(undo)
        #expect(driver.queueRequests.isEmpty && driver.status.contains("read-only"))
    }
}
