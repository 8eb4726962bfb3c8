import Domain
import Journal
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

    @Test("What is selected stays where it is on the screen while lines come above it, and go")
    func linesAbove() throws {
        var driver = opened(rows: 16)
        driver.press(.character("G"))
        let row = try #require(driver.screen.firstIndex { $0.contains("▸ ID") })
        driver.enter(Self.long.id, .edit(Self.long.edit(.phone, to: "1"), version: 3))
        #expect(driver.text.contains("Phone: ") && driver.screen[row].contains("▸ ID"), "\(driver.text)")
        driver.acknowledge(Self.long.changed(.phone, to: "1"))
        #expect(!driver.text.contains("Phone: ") && driver.screen[row].contains("▸ ID"), "\(driver.text)")
        driver.resize(rows: 10, columns: 40)
        #expect(driver.text.contains("▸ ID"), "\(driver.text)")
    }

    @Test("A long address is scrolled through line by line, with arrows where there is more")
    func scrolling() {
        var driver = opened()
        #expect(
            pane(driver) == [
                " ▸ Name     Olga Long",
                "   Email    olga.long@example.com",
                "   Phone    +1 555 0100",
                "   Company  –",
                "   Address  Line 1",
                "            Line 2",
                "            Line 3",
                "            Line 4                     ↓",
            ])
        driver.press(.down, .down, .down, .down)
        #expect(
            pane(driver) == [
                " ▸ Address  Line 1                     ↑",
                "            Line 2",
                "            Line 3",
                "            Line 4",
                "            Line 5",
                "            Line 6",
                "            Line 7",
                "            Line 8                     ↓",
            ])
        for _ in 0..<5 { driver.press(.character("j")) }
        #expect(
            pane(driver) == [
                "            Line 6                     ↑",
                "            Line 7",
                "            Line 8",
                "            Line 9",
                "            Line 10",
                "            Line 11",
                "            Line 12",
                " ▸ Tags     –                          ↓",
            ])
        for _ in 0..<20 { driver.press(.down) }
        #expect(
            pane(driver) == [
                "   Created  2026-11-23 08:00 UTC, 2 h  ↑",
                "            ago",
                "   Changed  2026-11-23 08:00 UTC, 2 h",
                "            ago",
                "   By       kim",
                "   Version  3",
                " ▸ ID       00000000-0000-4000-8000-000",
                "            000000004",
            ])
        #expect(driver.copied == Self.long.id.text)
        for _ in 0..<30 { driver.press(.up) }
        #expect(pane(driver) == pane(opened()))
    }

    @Test("Pages, Home and End go through it too")
    func paging() {
        var driver = opened()
        driver.press(.pageDown)
        #expect(
            pane(driver) == [
                "            Line 5                     ↑",
                "            Line 6",
                "            Line 7",
                "            Line 8",
                "            Line 9",
                "            Line 10",
                "            Line 11",
                "            Line 12                    ↓",
            ])
        #expect(driver.copied == Self.long.address)
        driver.press(.pageUp)
        #expect(pane(driver) == pane(opened()))
        driver.press(.end)
        #expect(pane(driver).last == "            000000004")
        driver.press(.home)
        #expect(pane(driver) == pane(opened()))
    }

    @Test("Every line is seen at some time, on any screen, and each key goes on or stays at the end")
    func everyLine() {
        for rows in 3...20 {
            var driver = opened(rows: rows)
            var seen: Set<String> = []
            for _ in 0..<60 {
                let rows = driver.screen.map { $0.filter { !" ▸↑↓".contains($0) } }
                seen.formUnion(rows.map { $0.hasPrefix("Address") ? String($0.dropFirst(7)) : $0 })
                driver.press(.down)
            }
            #expect(seen.isSuperset(of: Self.lines.map { $0.filter { $0 != " " } }), "\(rows) rows: \(seen)")
            #expect(driver.text.contains("000000004"), "\(rows) rows:\n\(driver.text)")
            for _ in 0..<60 { driver.press(.up) }
            #expect(driver.screen == opened(rows: rows).screen && driver.copied == Self.long.name)
        }
    }

    @Test("A long status leaves the marked field in sight")
    func statusBelow() {
        var driver = loaded(rows: 9, columns: 40)
        driver.press(.character("r"), .enter)
        driver.loseLink("The API cannot be reached (connection refused). Check its address and the network.")
        driver.press(.down, .down, .down, .down)
        #expect(
            driver.screen[2...7] == [
                "   Email    anna.smith@example.com     ↑",
                "   Phone    +1 555 0100",
                "   Company  –",
                " ▸ Address  12 Main St",
                " The API cannot be reached (connection",
                " refused). Check its address and the n…",
            ])
    }

    @Test("What becomes shorter is not scrolled past its end")
    func shorter() {
        var driver = opened()
        driver.press(.end)
        driver.resize(rows: 40, columns: 40)
        #expect(pane(driver).first == "   Name     Olga Long", "it begins with the first line again")
        driver.press(.up)
        driver.resize(rows: 12, columns: 40)
        #expect(pane(driver).contains { $0.hasPrefix(" ▸ ") }, "what is selected is still seen")
        driver.press(.home)
        #expect(pane(driver).first == " ▸ Name     Olga Long")
    }

    @Test("A value that fits has no arrows, and the keys go from field to field")
    func short() {
        var driver = loaded()
        driver.press(.enter)
        let before = driver.screen.map { $0.replacing("▸", with: " ") }
        for fact in CustomerFact.allCases.dropFirst() {
            driver.press(.down)
            #expect(driver.copied == anna.text(of: fact, in: .utc))
        }
        #expect(driver.screen.map { $0.replacing("▸", with: " ") } == before)
    }

    @Test("On 80 columns and 24 rows everything is seen at once: whose, since when, who changed it, and what is empty")
    func everything() {
        var driver = loaded()
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        let shown = [
            " ▸ Name     Anna Smith", "   Email    anna.smith@example.com", "   Phone    +1 555 0100",
            "   Company  –", "   Address  12 Main St", "            Springfield", "   Tags     –", "",
            "   Since    2024-03-01", "   Created  2026-11-23 08:00 UTC, 2 h ago",
            "   Changed  2026-11-23 08:00 UTC, 2 h ago", "   By       kim", "   Version  7",
            "   ID       00000000-0000-4000-8000-000000000001",
        ]
        #expect(Array(driver.screen[2..<16]) == shown)
        driver.press(.character("m"))
        #expect(driver.screen[6] == "   Address  ***" && driver.screen[7] == "   Tags     –")
    }
}
