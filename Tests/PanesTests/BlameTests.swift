import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Who set a field, and when")
struct BlameTests {
    private static func blaming(
        _ entries: [TimelineEntry] = annasTimeline, cursor: String? = nil, of customer: Customer = anna, rows: Int = 24,
        columns: Int = 80
    ) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns)
        driver.press(.enter)
        driver.answer(.success(.customer(customer)))
        driver.press(.character("b"))
        driver.answer(timeline: entries, cursor: cursor)
        return driver
    }

    private func line(_ label: String, in driver: AppDriver) -> String {
        driver.screen.first { $0.contains(label) } ?? ""
    }

    @Test("Each field says it in a column beside the values, and b takes it away again")
    func column() {
        var driver = Self.blaming()
        #expect(line("Phone", in: driver).hasSuffix("kim, 1 h ago"))
        #expect(line("Address", in: driver).hasSuffix("kim, 2 d ago"))
        #expect(line("Email", in: driver).hasSuffix("before 2026-11-20"))
        #expect(!line("Company", in: driver).contains("ago"))
        driver.press(.character("b"))
        #expect(!driver.text.contains("kim, 1 h ago"))
    }

    @Test("Who moves changes the value that is marked then and who has set it, so that a screen reader says both")
    func reading() throws {
        var driver = Self.blaming()
        let before = driver.grid
        driver.press(.down)
        let (grid, cursor) = (driver.grid, try #require(driver.cursor))
        let values = grid.row(cursor.row).indices.filter { !grid[cursor.row, $0 % grid.size.columns].isUnseen }.filter {
            $0 % grid.size.columns >= cursor.column
        }
        #expect(!values.isEmpty && values.allSatisfy { grid.row(cursor.row)[$0] != before.row(cursor.row)[$0] })
    }

    @Test("Where there is no room beside them it stands below")
    func below() {
        let driver = Self.blaming(rows: 40, columns: 60)
        let index = driver.screen.firstIndex { $0.contains("Phone") } ?? 0
        #expect(driver.screen[index + 1].trimmingBlanks == "kim, 1 h ago")
    }

    @Test("What was not sent yet says so")
    func pending() {
        var driver = Self.blaming()
        driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0111"), version: 7))
        #expect(line("+1 555 0111", in: driver).contains("not sent yet"))
    }

    @Test("It reads on in the timeline for what is further back, and not without end")
    func readsOn() {
        var version = 1_000
        func page() -> [TimelineEntry] {
            (0..<20).map { _ in
                version -= 1
                return entry(version, version: version, [.phone: ("\(version)", "\(version + 1)")])
            }
        }
        let customer = Customer.named(anna.name, 1, version: 999)
        var driver = Self.blaming(page(), cursor: "c0", of: customer)
        for number in 1...4 {
            #expect(driver.calls == [.timeline(anna.id, TimelineQuery(cursor: "c\(number - 1)"), unlessTag: nil)])
            driver.answer(timeline: page(), cursor: "c\(number)")
        }
        #expect(driver.calls.isEmpty)
        #expect(line("Email", in: driver).hasSuffix("before 2026-11-23"))
    }

    @Test("While what is shown is newer than the timeline nobody is named, for somebody may have changed it since")
    func newer() {
        var driver = Self.blaming()
        driver.report(.online)
        driver.update(.changed([.changed(anna.changed(.name, to: "Anna Smythe", by: "lee"))]))
        #expect(line("Phone", in: driver).hasSuffix("…"))
        let newest = entry(6, version: 8, by: "lee", secondsAgo: 0, [.name: (anna.name, "Anna Smythe")])
        driver.answer(timeline: [newest] + annasTimeline)
        #expect(line("Phone", in: driver).hasSuffix("kim, 1 h ago"))
        #expect(line("Name", in: driver).hasSuffix("lee, just now"))
    }

    @Test("It goes with one from customer to customer")
    func steps() {
        var driver = Self.blaming()
        driver.press(.character("J"))
        driver.fire(.detailPause)
        #expect(driver.calls.contains(.timeline(bao.id, TimelineQuery(), unlessTag: nil)))
    }
}

extension String {
    fileprivate var trimmingBlanks: String { String(drop { $0 == " " }) }
}
