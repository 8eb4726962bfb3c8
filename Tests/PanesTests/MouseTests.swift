import Domain
import Foundation
import Screen
import Testing

@testable import Panes

@Suite("The mouse")
struct MouseTests {
    private let many = (1...100).map { Customer.named("Person \(String("00\($0)".suffix(3)))", $0) }

    private func row(_ text: String, _ driver: AppDriver) throws -> Int {
        try #require(driver.screen.firstIndex { $0.contains(text) })
    }

    private func wheel(_ driver: inout AppDriver, down: Bool, row: Int, column: Int = 5) {
        let position = Position(row: row, column: column)
        driver.update(.input(.mouse(down ? .wheelDown(position) : .wheelUp(position))))
    }

    @Test("The first click selects the row, the second one opens it")
    func rows() throws {
        var driver = loaded()
        driver.click(row: try row("Carla", driver))
        #expect(driver.selected == "Carla Jones" && driver.place == .list)
        driver.click(row: try row("Carla", driver))
        #expect(driver.place == .detail && driver.text.contains("Carla Jones"))
    }

    @Test("A click on what is not there does nothing")
    func nowhere() {
        var driver = loaded()
        for position in [(0, 0), (15, 5), (22, 3), (999, 999), (5, 999)] {
            driver.click(row: position.0, column: position.1)
        }
        #expect(driver.selected == "Anna Smith" && driver.place == .list)
    }

    @Test("A click on a heading sorts by it, and the other way round the second time")
    func headings() throws {
        var driver = loaded()
        let headings = try row("   Name", driver)
        let column = try #require(driver.screen[headings].range(of: "Email")).lowerBound
        let at = driver.screen[headings].distance(from: driver.screen[headings].startIndex, to: column)
        driver.click(row: headings, column: at)
        #expect(driver.status.hasPrefix("Sorted by email, from the start."))
        driver.click(row: headings, column: at)
        #expect(driver.status.hasPrefix("Sorted by email, from the end."))
    }

    @Test("A click on a hint of the footer is its key")
    func hints() throws {
        var driver = loaded()
        let line = driver.screen[23]
        let place = try #require(line.range(of: "help"))
        driver.click(row: 23, column: line.distance(from: line.startIndex, to: place.lowerBound))
        #expect(driver.text.contains("Move up"))
        let footer = driver.screen[23]
        let close = try #require(footer.range(of: "close"))
        driver.click(row: 23, column: footer.distance(from: footer.startIndex, to: close.lowerBound))
        #expect(driver.place == .list)
        // Between two hints there is none.
        driver.click(row: 23, column: 0)
        #expect(driver.place == .list)
    }

    @Test("On a wide screen a click gives a pane the focus, and marks the field that was clicked")
    func panes() throws {
        var driver = loaded(columns: 160)
        driver.fire(.detailPause)
        let phone = try row("+1 555 0100", driver)
        let line = try #require(
            driver.screen.indices.first {
                driver.screen[$0].contains("│ ") && driver.screen[$0].contains("Phone") && $0 > phone
            })
        driver.click(row: line, column: 130)
        #expect(driver.place == .detail && driver.copied == anna.phone)
        driver.click(row: try row("Bao Smith", driver))
        #expect(driver.place == .list && driver.selected == "Bao Smith")
    }

    @Test("An open form keeps the keys; a click in it goes to the field")
    func form() throws {
        var driver = loaded(columns: 160)
        driver.press(.character("e"))
        driver.click(row: try row("Carla", driver))
        #expect(driver.place == .form && driver.status == "Save or leave the form first.")
        let email = try #require(driver.screen.lastIndex { $0.contains("│ Email") })
        driver.click(row: email, column: 120)
        #expect(driver.focusedField == .email)
    }

    @Test("The wheel scrolls what is under it")
    func wheels() throws {
        var driver = AppDriver(columns: 160)
        driver.answer(page: many)
        wheel(&driver, down: true, row: 10)
        #expect(driver.names.first == "Person 004" && driver.selected == "Person 004")
        wheel(&driver, down: false, row: 10)
        #expect(driver.names.first == "Person 001")
        driver.press(.character("?"))
        #expect(driver.screen[2].contains("List"))
        wheel(&driver, down: true, row: 10)
        #expect(!driver.screen[2].contains("List") && driver.text.contains("Move"))
    }

    @Test("What a long message covers cannot be clicked, and a click meets the row that is seen there")
    func covered() throws {
        var driver = AppDriver(rows: 10, columns: 40)
        driver.answer(page: many)
        driver.press(.down)
        driver.update(.notNoted(message: "A message that is so long that it needs more than one line of the screen."))
        let covered = try row("A message", driver)
        driver.click(row: covered)
        #expect(driver.selected == "Person 002")
        driver.update(.notNoted(message: "A message that is so long that it needs more than one line of the screen."))
        driver.click(row: try row("Person 003", driver))
        #expect(driver.selected == "Person 003")
    }

    @Test("A question is answered in the footer, and by no click beside it")
    func question() throws {
        var driver = loaded()
        driver.press(.character("D"))
        driver.click(row: 4)
        driver.click(row: 5)
        #expect(driver.text.contains("Delete Anna Smith?"))
        let footer = driver.screen[23]
        let keep = try #require(footer.range(of: "keep"))
        driver.click(row: 23, column: footer.distance(from: footer.startIndex, to: keep.lowerBound))
        #expect(driver.place == .list && driver.changes.isEmpty)
    }
}
