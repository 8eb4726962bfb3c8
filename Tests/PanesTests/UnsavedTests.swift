import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("NOT SAVED")
struct UnsavedTests {
    /// Whose deletion could not be written.
    private func unsaved(rows: Int = 24, columns: Int = 80) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns)
        driver.writesAtOnce = false
        driver.press(.character("D"), .character("y"))
        driver.failToWrite()
        return driver
    }

    private static let message =
        "NOT SAVED: deletion of Anna Smith. S tries again, Ctrl-O copies it. The disk is full."

    @Test("It stands above everything else whatever is said meanwhile")
    func stays() {
        var driver = unsaved()
        #expect(driver.alarm == Self.message)
        #expect(driver.screen[1] == " NOT SAVED: deletion of Anna Smith. S tries again, Ctrl-O copies it. The disk")
        #expect(driver.screen[2] == " is full.")
        driver.press(.character("j"), .character("m"), .character("r"))
        driver.loseLink()
        driver.press(.character("?"))
        #expect(driver.text.contains("NOT SAVED: deletion of Anna Smith."))
        driver.press(.escape, .character("/"))
        driver.type("x")
        driver.press(.escape, .enter)
        driver.loseLink()
        #expect(driver.text.contains("NOT SAVED: deletion of Anna Smith."))
        driver.press(.character("Q"))
        #expect(driver.alarm == Self.message)
    }

    @Test("It is tried again by a key, and gone when it is saved")
    func triedAgain() {
        var driver = unsaved()
        driver.press(.down, .character("S"))
        #expect(driver.queueRequests.count == 2 && driver.queueRequests[0] == driver.queueRequests[1])
        driver.press(.character("S"))
        #expect(driver.queueRequests.count == 2, "it is on its way already")
        #expect(driver.alarm == Self.message, "not yet")
        driver.failToWrite("The disk is full still.")
        #expect(driver.alarm.contains("The disk is full still."))
        driver.press(.character("S"))
        driver.write()
        #expect(driver.alarm == "")
        #expect(driver.changes == [.delete(base: anna.details, version: 7)])
    }

    @Test("Who does it once more by hand has it once")
    func byHand() {
        var driver = unsaved()
        driver.press(.character("D"), .character("y"))
        driver.write()
        #expect(driver.alarm == "")
        #expect(driver.changes.count == 1)
    }

    @Test("A decision that is confirmed once more by hand is not said to be unsaved any longer")
    func decisionByHand() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0199"), version: 7))
        driver.conflict(.changed(anna.changed(.phone, to: "+1 555 0111", by: "lee")))
        driver.press(.character("Q"), .enter, .right)
        driver.writesAtOnce = false
        driver.press(.enter)
        driver.failToWrite()
        #expect(driver.alarm.hasPrefix("NOT SAVED"))
        driver.press(.enter)
        driver.write()
        #expect(driver.alarm == "" && driver.journal.entries.map(\.state) == [.waiting])
    }

    @Test("Copied it is with the person, and said no longer")
    func copied() {
        var driver = unsaved()
        driver.press(.control("o"))
        #expect(
            driver.effects == [.copy("deletion of Anna Smith\n  Deletion")])
        driver.update(.copied(.failed(reason: "no clipboard.")))
        #expect(driver.alarm == Self.message)
        driver.press(.control("o"))
        driver.update(.copied(.sent))
        #expect(driver.alarm == "")
        driver.press(.control("o"))
        #expect(driver.status == "Everything is saved.")
    }

    @Test("Quitting asks, and offers to copy it")
    func quitting() {
        var driver = unsaved()
        driver.press(.character("q"))
        #expect(driver.text.contains("Quit and lose what is not saved?"))
        driver.press(.character("c"))
        #expect(driver.effects == [.copy("deletion of Anna Smith\n  Deletion")])
        driver.update(.copied(.sent))
        driver.press(.character("q"))
        #expect(driver.effects.last == .quit)
    }

    @Test("Several are counted, and each of them is tried again")
    func several() {
        var driver = unsaved()
        driver.press(.down, .character("D"), .character("y"))
        driver.failToWrite()
        #expect(driver.alarm.hasPrefix("NOT SAVED: 2 edits."))
        driver.press(.character("S"))
        driver.write()
        #expect(driver.alarm.hasPrefix("NOT SAVED: deletion of Bao Smith."))
        driver.write()
        #expect(driver.alarm == "" && driver.changes.count == 2)
    }

    @Test("What was refused, and not for want of a disk, is said once")
    func refused() {
        var driver = loaded()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
        driver.writesAtOnce = false
        driver.press(.character("u"))
        driver.happenUnseen(.cancel(for: 1, .discard))
        driver.write()
        #expect(driver.alarm == "" && driver.status != "")
        driver.press(.character("j"))
        #expect(driver.status == "")
    }

    @Test("The selected row stays in sight, and a low screen says it in the status line", arguments: 4...24)
    func anyHeight(_ rows: Int) {
        var driver = AppDriver(rows: rows, columns: 60)
        driver.answer(page: (1...40).map { .named("P \(100 + $0)", $0) })
        driver.press(.character("j"), .character("j"), .pageDown)
        driver.writesAtOnce = false
        driver.press(.character("D"), .character("y"))
        let selected = driver.selected
        driver.failToWrite()
        #expect(driver.text.contains("NOT SAVED: deletion of \(selected)"), "\(driver.text)")
        #expect(driver.screen.contains { $0.hasPrefix(" ▸ \(selected)") }, "\(driver.text)")
    }

    @Test("What was found wrong in the journal stays until it is put away")
    func findings() {
        var driver = AppDriver(findings: ["1 unfinished edit was cut off."])
        driver.answer(page: [anna])
        driver.press(.character("j"), .character("m"), .character("/"), .escape)
        #expect(driver.alarm == "1 unfinished edit was cut off. Esc puts this away.")
        driver.press(.escape)
        #expect(driver.alarm == "")
    }

    @Test("What is found wrong in the journal later is said beside what was, once, and put away with it")
    func laterFindings() {
        var driver = AppDriver(findings: ["It was cut."])
        driver.answer(page: [anna])
        driver.press(.character("j"))
        let selected = driver.selected
        driver.update(.journalFound(["It was deleted."]))
        driver.update(.journalFound(["It was deleted.", "It was replaced."]))
        #expect(driver.alarm == "It was cut. It was deleted. It was replaced. Esc puts this away.")
        #expect(driver.selected == selected)
        driver.press(.escape)
        #expect(driver.alarm == "")
        driver.update(.journalFound(["It was deleted."]))
        #expect(driver.alarm == "It was deleted. Esc puts this away.")
    }
}
