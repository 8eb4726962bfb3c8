import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Marking customers")
struct MarkTests {
    /// The names of the rows with a mark.
    private func marked(_ driver: AppDriver, _ sign: String = "✓") -> [String] {
        driver.screen.filter { $0.hasPrefix(sign) }
            .map { $0.dropFirst(3).split(separator: " ").prefix(2).joined(separator: " ") }
    }

    @Test("Space marks the selected row and goes on, and takes a mark away; the status line says how many")
    func one() {
        var driver = loaded()
        driver.press(.character(" "))
        #expect(marked(driver) == ["Anna Smith"] && driver.status == "1 marked")
        #expect(driver.cursor?.row == 4, "the next row is selected")
        driver.press(.character(" "), .up, .character(" "))
        #expect(marked(driver) == ["Anna Smith"], "the last row keeps the selection: \(driver.text)")
        driver.press(.character("g"), .character(" "))
        #expect(marked(driver).isEmpty && driver.status.isEmpty)
    }

    @Test("A mark is seen without Unicode and without colours")
    func ascii() {
        var driver = loaded(isUnicode: false)
        driver.press(.character(" "))
        #expect(marked(driver, "+") == ["Anna Smith"])
    }

    @Test("v marks from where one is to where one goes, back again too; a second v ends it")
    func range() {
        var driver = loaded()
        driver.press(.character("v"), .down, .down)
        #expect(marked(driver).count == 3 && driver.status.hasPrefix("3 marked, from here on"))
        driver.press(.up)
        #expect(marked(driver) == ["Anna Smith", "Bao Smith"])
        driver.press(.character("v"), .down)
        #expect(marked(driver) == ["Anna Smith", "Bao Smith"] && driver.status == "2 marked")
    }

    @Test("A range follows a counted movement and a click, and another order ends it however it is asked for")
    func rangeOtherwise() throws {
        var driver = loaded()
        driver.press(.character("v"))
        driver.type("2j")
        #expect(marked(driver).count == 3 && driver.status.hasPrefix("3 marked, from here on"), "\(driver.text)")
        driver.click(row: try #require(driver.screen.firstIndex { $0.contains("Bao Smith") }))
        #expect(marked(driver) == ["Anna Smith", "Bao Smith"], "\(driver.text)")
        driver.press(.character(":"))
        driver.type("sort -name")
        driver.press(.enter)
        #expect(driver.status.hasPrefix("2 marked") && !driver.status.contains("from here on"), "\(driver.status)")
    }

    @Test("Escape takes the marks away and asks nothing; a second one ends the search")
    func clear() {
        var driver = loaded()
        driver.press(.character("/"))
        driver.type("smith")
        driver.press(.enter, .character(" "), .escape)
        #expect(marked(driver).isEmpty && driver.names == [anna.name, bao.name])
        driver.press(.escape)
        #expect(driver.names.count == 3)
    }

    @Test("What is for one customer is refused while others are marked, and what is for all of them is said")
    func oneAlone() {
        var driver = loaded()
        driver.press(.character(" "), .character(" "), .character("Y"))
        #expect(
            driver.status.hasPrefix("2 marked") && driver.text.contains("That is for one customer, and 2 are marked"))
        driver.press(.character(":"))
        driver.type("copy id")
        driver.press(.enter)
        #expect(driver.text.contains("y copies their emails") && driver.effects.isEmpty)
        driver.press(.character(":"))
        driver.type("edit phone")
        driver.press(.enter)
        #expect(driver.text.contains("2 marked customers") && !driver.hasForm, "\(driver.text)")
    }

    @Test("A search and an order keep the marks, and the status line says how many are out of sight")
    func kept() {
        var driver = loaded()
        driver.press(.character(" "), .character("/"))
        driver.type("carla")
        driver.press(.enter)
        #expect(driver.status.hasPrefix("1 marked (1 out of sight)"), "\(driver.status)")
        driver.press(.character(" "), .escape, .escape)
        #expect(driver.text.contains("Carla"))
        driver = loaded()
        driver.press(.character(" "), .character("s"))
        #expect(marked(driver) == ["Anna Smith"])
    }

    // MARK: Everybody

    private func page(_ numbers: Range<Int>) -> [Customer] { numbers.map { .named("Person \(1_000 + $0)", $0 + 10) } }

    @Test("* marks everybody who is listed, asked for page by page where they are not loaded")
    func all() throws {
        var driver = AppDriver()
        driver.answer(page: page(0..<200), next: ListQuery(limit: 500, cursor: "a"))
        while !driver.open.isEmpty { driver.answer(page: page(200..<300), next: ListQuery(limit: 500, cursor: "b")) }
        driver.press(.character("*"))
        #expect(driver.status.hasPrefix("Marking… 0 so far"))
        driver.press(.character("D"))
        #expect(driver.status.contains("Wait until everybody is marked") && driver.place == .list)
        driver.answer(page: page(0..<1_000), next: ListQuery(limit: 1_000, cursor: "c"))
        #expect(driver.status.hasPrefix("Marking… 1,000 so far"), "\(driver.status)")
        driver.answer(page: page(1_000..<1_500))
        #expect(driver.status.hasPrefix("1,500 marked (1,300 out of sight)"), "\(driver.status)")
        #expect(marked(driver).count == driver.names.count, "the rows did not move")
    }

    @Test("No more than 10,000 are marked, and it is said that more match")
    func tooMany() {
        var driver = AppDriver()
        driver.answer(page: page(0..<200), next: ListQuery(limit: 500, cursor: "a"))
        while !driver.open.isEmpty { driver.loseLink() }
        driver.report(.online)
        driver.press(.character("*"))
        for start in stride(from: 0, to: 10_000, by: 1_000) {
            driver.answer(page: page(start..<start + 1_000), next: ListQuery(limit: 1_000, cursor: "\(start)"))
        }
        #expect(driver.status.contains("10,000 are marked, and more match"), "\(driver.status)")
        #expect(driver.status.hasPrefix("10,000 marked"))
    }

    @Test("While the API is away, those on this machine are marked, and it is said that these are not all")
    func offline() {
        var driver = AppDriver()
        driver.answer(page: page(0..<200), next: ListQuery(limit: 500, cursor: "a"))
        while !driver.open.isEmpty { driver.loseLink() }
        while !driver.recalls.isEmpty { driver.recall([]) }
        driver.goOffline()
        driver.press(.character("*"))
        driver.recall(page(0..<250), hasMore: true)
        driver.recall(page(250..<300))
        #expect(driver.status.hasPrefix("300 marked"), "\(driver.status)")
        #expect(driver.status.contains("only those who are kept on this machine"))
    }

    // MARK: What others do

    @Test("Somebody marked who is deleted by others keeps the row while it is selected, and is reported then")
    func gone() {
        var driver = loaded()
        driver.press(.character("v"), .character("v"))
        driver.update(.gone(anna.id))
        #expect(driver.text.contains("Anna Smith"))
        driver.press(.down)
        #expect(driver.status == "1 marked (1 deleted by others)", "\(driver.status)")
        driver.press(.character(" "), .character("t"))
        driver.type("vip")
        driver.press(.enter)
        #expect(driver.text.contains("Anna Smith") && driver.text.contains("was deleted by someone else"))
        #expect(driver.text.contains("1 customer would be changed, 1 is left out"))
    }
}
