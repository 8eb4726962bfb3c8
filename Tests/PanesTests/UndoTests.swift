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
        #expect(driver.wishes == [.cancel(1, .undo)])
        #expect(driver.status == "Undone: edit (phone) of Anna Smith.")
        #expect(driver.app.selectedCustomer == bao)
        #expect(driver.journal.isEmpty)
        driver.press(redo)
        #expect(driver.changes == [.edit(phone, version: 7)])
        #expect(driver.status == "Redone: edit (phone) of Anna Smith.")
        #expect(driver.app.selectedCustomer == bao)
        driver.press(redo)
        #expect(driver.status == "There is nothing to redo.")
    }

    @Test("What is on its way cannot be taken back yet")
    func onItsWay() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.leave()
        driver.press(undo)
        #expect(driver.wishes.isEmpty)
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
        #expect(driver.status == "Undone: edit (phone) of Anna Smith.")
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

    @Test("A deletion that the server has made is undone by somebody new")
    func deletion() {
        var driver = loaded()
        driver.enter(anna.id, .delete(base: anna.details, version: 7))
        driver.acknowledge()
        #expect(driver.app.listing.rows == [bao.id, carla.id])
        driver.press(undo)
        #expect(driver.changes == [.create(NewCustomer(anna.details, registrationDate: anna.registrationDate))])
        #expect(driver.journal.entries.first?.customer != anna.id)
        #expect(driver.status == "Anna Smith was deleted already: created anew under a new number.")
        #expect(driver.app.listing.rows.count == 3)
        driver.press(redo)
        #expect(driver.text.contains("Delete Anna Smith?"))
    }

    @Test("When the registration date of who was deleted is not known any more, undo says so")
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
        #expect(driver.wishes.isEmpty)
        driver.press(.character("y"))
        #expect(driver.changes == [.delete(base: details, version: 1)])
        #expect(driver.journal.entries.first?.link == .undoes(1))
    }

    @Test("A deletion waits long enough to be undone")
    func waitingDeletion() {
        var driver = loaded()
        driver.press(.character("D"), .character("y"), undo)
        #expect(driver.journal.isEmpty)
        #expect(driver.status == "Undone: deletion of Anna Smith.")
        #expect(driver.app.mark(of: anna.id) == nil)
        driver.press(redo)
        #expect(driver.text.contains("Delete Anna Smith?"))
        driver.press(.character("y"))
        #expect(driver.status == "Anna Smith is deleted in 10 s; u undoes.")
    }

    @Test("An earlier session's edit can be undone")
    func acrossSessions() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        var later = AppDriver()
        later.answer(page: [anna])
        later.adopt(driver.journal)
        #expect(later.status == "")
        later.press(undo)
        #expect(later.status == "Undone: edit (phone) of Anna Smith.")
    }

    @Test("What cannot be written is said, and nothing is undone")
    func notWritten() {
        var driver = loaded()
        driver.enter(anna.id, .edit(phone, version: 7))
        driver.writesAtOnce = false
        driver.press(undo)
        driver.failToWrite()
        #expect(driver.status == "NOT SAVED: the disk is full.")
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
        #expect(driver.wishes.isEmpty && driver.status.contains("read-only"))
    }
}
