import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Going through the customers one was at")
struct VisitTests {
    private let back = Key.character("<")
    private let forward = Key.character(">")

    /// Whose details are in sight.
    private func shown(_ driver: AppDriver) -> String {
        driver.place == .detail ? String(driver.screen[2].dropFirst(12)) : ""
    }

    private func visited() -> AppDriver {
        var driver = loaded()
        driver.press(.enter, .escape, .down, .enter, .escape, .down, .enter)
        return driver
    }

    @Test("< goes back through them, > forward again, and the next to be opened then comes last")
    func backAndForward() {
        var driver = visited()
        #expect(shown(driver) == carla.name)
        driver.press(back)
        #expect(shown(driver) == bao.name)
        driver.press(back, back)
        #expect(shown(driver) == anna.name && driver.status == "There is nobody to go back to.")
        driver.press(forward)
        #expect(shown(driver) == bao.name)
        driver.press(.escape, .up, .enter, forward)
        #expect(shown(driver) == anna.name && driver.status == "There is nobody to go forward to.")
        driver.press(back)
        #expect(shown(driver) == bao.name)
    }

    @Test("From the list < leads to whom one was at last, and the row is selected")
    func fromTheList() {
        var driver = visited()
        driver.press(.escape, .home)
        #expect(driver.selected == anna.name)
        driver.press(back)
        #expect(shown(driver) == carla.name)
        driver.press(.escape)
        #expect(driver.selected == carla.name)
    }

    @Test("Who was deleted meanwhile is said to be, and passed over the next time")
    func deleted() {
        var driver = visited()
        driver.update(.gone(bao.id))
        driver.press(back)
        #expect(shown(driver) == carla.name && driver.status == "\(bao.name) is deleted.")
        driver.press(back)
        #expect(shown(driver) == anna.name)
    }

    @Test("J and K show the next customer of the list and the one before, and the selection follows")
    func nextAndPrevious() {
        var driver = loaded()
        driver.press(.enter, .down, .character("J"))
        #expect(shown(driver) == bao.name && driver.copied == bao.email, "the marked field stays")
        driver.press(.character("J"), .character("J"))
        #expect(shown(driver) == carla.name && driver.status == "This is the last row that is loaded.")
        driver.press(.character("K"), .escape)
        #expect(driver.selected == bao.name)
    }

    @Test("Those one passes are not asked for; where the keys pause the newest version is")
    func asking() {
        var driver = loaded()
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.character("J"), .character("J"))
        #expect(driver.calls.isEmpty)
        driver.fire(.detailPause)
        #expect(driver.calls == [.get(carla.id, unlessVersion: .versions([1]))])
    }
}
