import Domain
import Screen
import Testing

@testable import Panes

@Suite("What of a long list is on the screen")
struct ScrollingTests {
    /// Twelve people; a screen of ten rows shows five of them.
    private func twelve(rows: Int = 10) -> AppDriver {
        var driver = AppDriver(rows: rows)
        driver.answer(page: (11...22).map { Customer.named("Ann \($0)", $0) })
        return driver
    }

    /// The numbers of those who are shown, the selected one marked, as `11 12 ▸13`.
    private func shown(_ driver: AppDriver) -> String {
        driver.screen.filter { $0.contains("@example.com") }
            .map { ($0.hasPrefix(" ▸") ? "▸" : "") + $0.dropFirst(7).prefix(2) }.joined(separator: " ")
    }

    @Test("It stands still until the selection leaves it, and then moves by one row")
    func oneRow() {
        var driver = twelve()
        #expect(shown(driver) == "▸11 12 13 14 15")
        driver.press(.down, .down, .down, .down)
        #expect(shown(driver) == "11 12 13 14 ▸15")
        driver.press(.down)
        #expect(shown(driver) == "12 13 14 15 ▸16")
        driver.press(.up, .up, .up, .up)
        #expect(shown(driver) == "▸12 13 14 15 16")
        driver.press(.up)
        #expect(shown(driver) == "▸11 12 13 14 15")
    }

    @Test("Its last row is the screen's last, and its first the screen's first")
    func ends() {
        var driver = twelve()
        driver.press(.end)
        #expect(shown(driver) == "18 19 20 21 ▸22")
        driver.press(.home)
        #expect(shown(driver) == "▸11 12 13 14 15")
    }

    @Test("A page moves view and selection together, and stops where no row would stay empty")
    func pages() {
        var driver = twelve()
        driver.press(.down, .pageDown)
        #expect(shown(driver) == "16 ▸17 18 19 20")
        driver.press(.pageDown)
        #expect(shown(driver) == "18 19 20 21 ▸22")
        driver.press(.pageUp)
        #expect(shown(driver) == "13 14 15 16 ▸17")
        driver.press(.control("u"))
        #expect(shown(driver) == "11 12 13 14 ▸15")
        driver.press(.control("d"))
        #expect(shown(driver) == "13 14 15 16 ▸17")
    }

    @Test("When the window changes, the selected row stays in sight and no row stays empty")
    func resized() {
        var driver = twelve()
        driver.press(.end)
        driver.resize(rows: 8, columns: 80)
        #expect(shown(driver) == "20 21 ▸22")
        driver.resize(rows: 12, columns: 80)
        #expect(shown(driver) == "16 17 18 19 20 21 ▸22")
    }

    @Test("So it is with what was found")
    func foundResized() {
        var driver = twelve()
        driver.press(.character("/"))
        driver.type("ann")
        driver.press(.enter, .end)
        #expect(shown(driver) == "18 19 20 21 ▸22")
        driver.resize(rows: 8, columns: 80)
        #expect(shown(driver) == "20 21 ▸22")
        driver.resize(rows: 12, columns: 80)
        #expect(shown(driver) == "16 17 18 19 20 21 ▸22")
    }
}
