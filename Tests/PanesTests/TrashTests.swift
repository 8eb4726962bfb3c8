import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("The trash")
struct TrashTests {
    private static func trashed(_ customer: Customer, secondsAgo: Int64 = 3_600, days: Int64 = 30) -> TrashedCustomer {
        let now = Timestamp("2026-11-23T10:00:00.000Z") ?? .now()
        return TrashedCustomer(
            customer, deletedAt: now.advanced(bySeconds: -secondsAgo), deletedBy: "kim",
            restorableUntil: now.advanced(bySeconds: days * 86_400 - secondsAgo))
    }

    private static let dora = Customer.named("Dora Lee", 9, version: 3)
    private static let emil = Customer.named("Emil Kay", 10, version: 2)

    private static func opened(_ rows: [TrashedCustomer] = [trashed(dora), trashed(emil, secondsAgo: 7_200)])
        -> AppDriver
    {
        var driver = loaded().running("trash")
        driver.answer(.success(.trash(TrashPage(customers: rows, cursor: nil))))
        return driver
    }

    @Test("Lists who can be restored: when and by whom they were deleted, and until when")
    func lists() {
        let driver = Self.opened()
        #expect(driver.place == .trash && driver.screen[1] == " Trash")
        #expect(driver.body[0] == " ▸ Dora Lee                        deleted 1 h ago by kim, until 2026-12-23")
        #expect(driver.body[1].hasPrefix("   Emil Kay") && driver.body[1].contains("deleted 2 h ago"))
    }

    @Test("Restoring asks first, waits in the queue, and the same person is in the list again")
    func restores() {
        var driver = Self.opened()
        driver.press(.enter)
        #expect(driver.text.contains("Restore Dora Lee?") && driver.queueRequests.isEmpty)
        driver.press(.character("y"))
        #expect(driver.changes == [.restore(base: Self.dora.details, version: 4)])
        #expect(driver.status == "Dora Lee is restored; u undoes." || driver.status.contains("is restored when"))
        #expect(driver.body[0].contains("restoring: waits"))
        driver.acknowledge(Self.dora.changed(.name, to: "Dora Lee").restoredVersion)
        #expect(driver.body[0].contains("restored"))
        driver.press(.character("R"))
        #expect(driver.status == "Dora Lee is restored already.")
        driver.press(.escape)
        #expect(driver.names.contains("Dora Lee"))
    }

    @Test("An edit that waits does not make somebody whom a colleague has deleted restored")
    func editOfDeleted() {
        for isTold in [true, false] {
            var driver = loaded()
            driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
            if isTold {
                driver.update(.changed([.deleted(Tombstone(id: anna.id, deletedAt: driver.now, version: 8))]))
            }
            driver = driver.running("trash")
            driver.answer(.success(.trash(TrashPage(customers: [Self.trashed(anna)], cursor: nil))))
            #expect(driver.body[0].contains("deleted 1 h ago by kim"))
            driver.press(.enter)
            #expect(driver.text.contains("Restore Anna Smith?"))
        }
    }

    @Test("A restoration takes along the edit that found nobody")
    func afterConflict() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.conflict(.deleted)
        driver = driver.running("trash")
        driver.answer(.success(.trash(TrashPage(customers: [Self.trashed(anna)], cursor: nil))))
        driver.press(.enter, .character("y"))
        #expect(driver.changes.map(\.kind) == [.restore, .edit])
        #expect(driver.status.hasPrefix("Anna Smith is restored"))
    }

    @Test("Redone, it names whom it restores")
    func redone() {
        var driver = Self.opened()
        driver.press(.enter, .character("y"), .escape, .character("u"), .control("r"))
        #expect(driver.changes.map(\.kind) == [.restore])
        #expect(driver.status == "Redone: restoration of Dora Lee.")
    }

    @Test("Where the email was taken meanwhile it says by whom, and leads there")
    func emailTaken() {
        var driver = Self.opened()
        driver.press(.enter, .character("y"))
        driver.reject(Problem(.emailTaken, "The email is used.", owner: bao.id))
        #expect(driver.body[0].contains("Bao Smith has this email."))
        driver.press(.enter)
        #expect(driver.text.contains("o open who has it") && driver.text.contains("d discard it"))
        driver.press(.character("o"))
        #expect(driver.place == .detail && driver.screen[2].contains("Bao Smith"))
    }

    @Test("Whom the server cannot restore any more is created again from what they were, and it says so")
    func expired() {
        var driver = Self.opened()
        driver.press(.enter, .character("y"))
        driver.reject(Problem(.deleted, "This customer was deleted."))
        driver.press(.escape, .character("Q"), .character("e"))
        #expect(driver.typed(.name) == "Dora Lee" && driver.status.contains("cannot be restored any more"))
        driver.press(.control("s"))
        guard case .recreate(Self.dora.id, let entry)? = driver.queueRequests.last,
            case .create(let new) = entry.form.change
        else {
            Issue.record("\(driver.queueRequests) recreates nobody")
            return
        }
        #expect(entry.customer != Self.dora.id && new.details == Self.dora.details)
    }

    @Test("While the API is away it says that nothing is kept here")
    func offline() {
        var driver = loaded()
        driver.goOffline()
        driver = driver.running("trash")
        driver.loseLink("The API cannot be reached.")
        #expect(driver.text.contains("The trash is not kept on this machine. The API cannot be reached."))
        driver.press(.character("r"))
        driver.answer(.success(.trash(TrashPage(customers: [], cursor: nil))))
        #expect(driver.text.contains("Nobody who was deleted can be restored."))
    }

    @Test("More pages are read near the end, and who is marked stays so when it is read anew")
    func pages() {
        let all = (1...60).map { Self.trashed(.named("Person \($0)", 100 + $0)) }
        var driver = loaded().running("trash")
        driver.answer(.success(.trash(TrashPage(customers: Array(all.prefix(40)), cursor: "c"))))
        #expect(driver.calls.isEmpty || driver.calls == [.trash(PageQuery(limit: 200, cursor: "c"))])
        driver.press(.end)
        #expect(driver.calls == [.trash(PageQuery(limit: 200, cursor: "c"))])
        driver.answer(.success(.trash(TrashPage(customers: Array(all.suffix(20)), cursor: nil))))
        #expect(driver.selectedLine.contains("Person 40 "))
        driver.press(.character("r"))
        driver.answer(.success(.trash(TrashPage(customers: Array(all[10..<39]), cursor: nil))))
        #expect(driver.selectedLine.contains("Person 40 "), "the next key shall not meet another one")
        driver.press(.up)
        #expect(driver.selectedLine.contains("Person 39 ") || driver.selectedLine.contains("Person"))
    }

    @Test("Whose details are open is said to be deleted by others, then restored, and is shown as before")
    func restoredByOthers() {
        var driver = loaded()
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        driver.update(.changed([.deleted(Tombstone(id: anna.id, deletedAt: driver.now, version: 8))]))
        #expect(
            driver.status == "Anna Smith was deleted by someone else." && driver.text.contains("Deleted; no longer"))
        driver.update(.changed([.changed(anna.changed(.name, to: "Anna Smith", by: "lee").restoredVersion)]))
        #expect(driver.status == "Anna Smith was restored by lee." && !driver.text.contains("Deleted; no longer"))
    }

    @Test("Where nobody is left it says nothing of how one adds somebody, for no key does that here")
    func nobodyLeft() {
        var driver = AppDriver()
        driver.answer(page: [])
        #expect(driver.status.hasPrefix("No customers yet"))
        driver = driver.running("trash")
        driver.answer(.success(.trash(TrashPage(customers: [Self.trashed(Self.dora)], cursor: nil))))
        #expect(driver.place == .trash && driver.status == "")
    }

    @Test("Nothing follows its name, and without a trash there is no such command")
    func command() {
        var driver = loaded().running("trash now")
        #expect(driver.text.contains(":trash takes no argument."))
        driver = loaded()
        driver.update(.capabilitiesKnown([.whoAmI]))
        driver = driver.running("trash")
        #expect(driver.text.contains("This API is of an older version"))
    }
}

extension Customer {
    /// Two versions on: deleted, and restored.
    fileprivate var restoredVersion: Customer {
        var customer = self
        customer.version += 1
        return customer
    }
}
