import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("The detail pane")
struct DetailTests {
    private static let lines = (1...12).map { "Line \($0)" }
    private static let long = Customer.named(
        "Olga Long", 4, address: lines.joined(separator: "\n"), version: 3, by: "kim")

    private func opened(rows: Int = 12, columns: Int = 40) -> AppDriver {
        var driver = AppDriver(rows: rows, columns: columns)
        driver.answer(page: [Self.long])
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 3)))
        return driver
    }

    /// What is seen of the customer.
    private func pane(_ driver: AppDriver) -> [String] {
        Array(driver.screen[2..<driver.screen.count - 2])
    }

    @Test("A long address is scrolled through line by line, with arrows where there is more")
    func scrolling() {
        var driver = opened()
        #expect(
            pane(driver) == [
                " ▸ Olga Long",
                "   olga.long@example.com",
                "   +1 555 0100",
                "   Line 1",
                "   Line 2",
                "   Line 3",
                "   Line 4",
                "   Line 5                              ↓",
            ])
        driver.press(.down, .down, .down)
        #expect(
            pane(driver) == [
                " ▸ Line 1                              ↑",
                "   Line 2",
                "   Line 3",
                "   Line 4",
                "   Line 5",
                "   Line 6",
                "   Line 7",
                "   Line 8                              ↓",
            ])
        for _ in 0..<7 { driver.press(.character("j")) }
        let end = [
            "   Line 8                              ↑",
            "   Line 9",
            "   Line 10",
            "   Line 11",
            "   Line 12",
            "",
            "   Customer since 2024-03-01 · v3 · 2 h",
            "   ago by kim",
        ]
        #expect(pane(driver) == end)
        for _ in 0..<20 { driver.press(.down) }
        #expect(pane(driver) == end)
        for _ in 0..<30 { driver.press(.up) }
        #expect(pane(driver) == pane(opened()))
    }

    @Test("Pages, Home and End go through it too")
    func paging() {
        var driver = opened()
        driver.press(.pageDown)
        #expect(
            pane(driver) == [
                "   Line 6                              ↑",
                "   Line 7",
                "   Line 8",
                "   Line 9",
                "   Line 10",
                "   Line 11",
                "   Line 12",
                "                                       ↓",
            ])
        #expect(driver.copied == Self.long.address)
        driver.press(.pageUp)
        #expect(pane(driver) == pane(opened()))
        driver.press(.end)
        #expect(pane(driver).last == "   ago by kim")
        driver.press(.home)
        #expect(pane(driver) == pane(opened()))
    }

    @Test("Every line is seen at some time, on any screen, and each key goes on or stays at the end")
    func everyLine() {
        for rows in 3...20 {
            var driver = opened(rows: rows)
            var seen: Set<String> = []
            for _ in 0..<60 {
                seen.formUnion(driver.screen.map { $0.filter { !" ▸↑↓".contains($0) } })
                driver.press(.down)
            }
            #expect(seen.isSuperset(of: Self.lines.map { $0.filter { $0 != " " } }), "\(rows) rows: \(seen)")
            #expect(driver.text.contains("v3"), "\(rows) rows:\n\(driver.text)")
            for _ in 0..<60 { driver.press(.up) }
            #expect(driver.screen == opened(rows: rows).screen && driver.copied == Self.long.name)
        }
    }

    @Test("A long status leaves the marked field in sight")
    func statusBelow() {
        var driver = loaded(rows: 9, columns: 40)
        driver.press(.character("r"), .enter)
        driver.loseLink("The API cannot be reached (connection refused). Check its address and the network.")
        driver.press(.down, .down, .down)
        #expect(
            driver.screen[2...7] == [
                "   Anna Smith",
                "   anna.smith@example.com",
                "   +1 555 0100",
                " ▸ 12 Main St",
                " The API cannot be reached (connection",
                " refused). Check its address and the n…",
            ])
    }

    @Test("What becomes shorter is not scrolled past its end")
    func shorter() {
        var driver = opened()
        driver.press(.end)
        driver.resize(rows: 40, columns: 40)
        #expect(driver.text.contains("Olga Long"))
        driver.press(.up)
        driver.resize(rows: 12, columns: 40)
        #expect(pane(driver).first == "   Olga Long", "it begins with the first line again")
    }

    @Test("A value that fits has no arrows, and the keys go from field to field")
    func short() {
        var driver = loaded()
        driver.press(.enter)
        let before = driver.screen.map { $0.replacing("▸", with: " ") }
        for field in [CustomerField.email, .phone, .address, .address] {
            driver.press(.down)
            #expect(driver.copied == anna.details[field])
        }
        #expect(driver.screen.map { $0.replacing("▸", with: " ") } == before)
    }
}
