import Domain
import Screen
import Testing

@testable import Panes

@Suite("Searching in the help")
struct HelpTests {
    private func searching(_ text: String, rows: Int = 24) -> AppDriver {
        var driver = loaded(rows: rows)
        driver.press(.character("?"), .character("/"))
        driver.type(text)
        return driver
    }

    /// The line that was found last, without its mark.
    private func found(_ driver: AppDriver) -> String {
        String((driver.screen.first { $0.hasPrefix("▸") } ?? "").dropFirst().drop { $0 == " " })
    }

    @Test("The help scrolls to the line that has what is typed, and says which of how many it is")
    func scrolls() {
        let driver = searching("clipboard")
        #expect(found(driver).contains("Send the email to the clipboard"))
        let count = driver.app.context.helpLines.count { $0.text.contains("clipboard") }
        #expect(driver.screen[2].hasPrefix(" /clipboard") && driver.screen[2].hasSuffix("1 of \(count)"))
    }

    @Test("n and N go through the lines that were found, round and round")
    func goesOn() {
        var driver = searching("clipboard")
        driver.press(.enter)
        let first = found(driver)
        driver.press(.character("n"))
        let second = found(driver)
        #expect(second != first && second.contains("clipboard"))
        driver.press(.character("N"))
        #expect(found(driver) == first)
        driver.press(.character("N"))
        let last = driver.app.context.helpLines.last { $0.text.contains("clipboard") }?.text ?? "?"
        #expect(found(driver).hasSuffix(last))
    }

    @Test("A key is found by its name, letter case counting where it is one letter")
    func keys() {
        #expect(found(searching("D")).contains("Delete the customer"))
        #expect(found(searching("ctrl-r")).contains("Make the edit again"))
        #expect(found(searching(":tag")).contains(":tag"))
    }

    @Test("What no line has is said, and nothing moves")
    func nothing() {
        var driver = loaded()
        driver.press(.character("?"))
        let before = driver.screen[2]
        driver.press(.character("/"))
        driver.type("xyzzy")
        #expect(driver.text.contains("no line has it"))
        #expect(driver.screen[3] == before)
    }

    @Test("A key is found by the name of its command, which its line need not have")
    func byName() {
        #expect(found(searching("undo")).contains("Take the last edit back"))
    }

    @Test("Escape ends the search, and the next one closes the help")
    func leaves() {
        var driver = searching("undo")
        driver.press(.escape)
        #expect(!driver.text.contains("/undo") && driver.place == .overlay)
        driver.press(.escape)
        #expect(driver.place == .list)
        driver = searching("qui")
        #expect(driver.place == .overlay, "while one types, letters are text")
        driver.press(.enter, .character("q"), .character("q"))
        #expect(driver.place == .list)
    }
}
