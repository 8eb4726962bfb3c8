import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

/// An entry of a timeline, so many seconds before the play's present.
func entry(
    _ number: Int, _ kind: TimelineEntry.Kind = .changed, version: Int, by author: String? = "kim",
    secondsAgo: Int64 = 7_200, _ changes: [CustomerField: (String?, String?)] = [:], note: String? = nil,
    via: String? = nil, isTrimmed: Bool = false
) -> TimelineEntry {
    let now = Timestamp("2026-11-23T10:00:00.000Z") ?? .now()
    return TimelineEntry(
        number: number, moment: now.advanced(bySeconds: -secondsAgo), author: author, kind: kind, version: version,
        edit: CustomerEdit(changes.mapValues { FieldChange(from: $0.0, to: $0.1) }), note: note, via: via,
        isTrimmed: isTrimmed)
}

/// What there is of Anna, who is at version 7.
let annasTimeline = [
    entry(5, version: 7, secondsAgo: 3_600, [.phone: ("+1 555 0199", "+1 555 0100")], via: "customers"),
    entry(4, .note, version: 6, by: "lee", secondsAgo: 7_200, note: "He called about the bill.\nCall back on Monday."),
    entry(3, version: 6, by: "lee", secondsAgo: 86_400, [.phone: ("+1 555 0100", "+1 555 0199")]),
    entry(2, version: 5, secondsAgo: 2 * 86_400, [.address: (nil, "12 Main St\nSpringfield")]),
    entry(
        1, .baseline, version: 4, secondsAgo: 3 * 86_400,
        [.name: (nil, "Anna Smith"), .email: (nil, "anna.smith@example.com"), .phone: (nil, "+1 555 0100")]),
]

extension AppDriver {
    /// The timeline of the first customer, with these entries.
    static func telling(
        _ entries: [TimelineEntry] = annasTimeline, cursor: String? = nil, rows: Int = 24, columns: Int = 80
    ) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns)
        driver.press(.character("h"))
        driver.answer(timeline: entries, cursor: cursor)
        return driver
    }

    /// The lines between heading and status line, as far as something stands there.
    var body: [String] { screen.dropFirst(2).dropLast(2).filter { !$0.isEmpty } }
}

@Suite("The timeline of a customer")
struct TimelineTests {
    @Test("Tells who did what, and what was said, the newest first")
    func shows() {
        let driver = AppDriver.telling()
        #expect(driver.place == .timeline && driver.screen[1] == " Timeline · Anna Smith")
        #expect(
            driver.body == [
                " ▸ 1 h ago        kim         Phone: +1 555 0199 → +1 555 0100",
                "   2 h ago        lee         Note: He called about the bill.",
                "                              Call back on Monday.",
                "   1 d ago        lee         Phone: +1 555 0100 → +1 555 0199",
                "   2 d ago        kim         Address: – → 12 Main St, Springfield",
                "   3 d ago        kim         As it was when recording began",
            ])
    }

    @Test("On a wide screen it tells the time, and by which program")
    func wide() {
        let driver = AppDriver.telling(rows: 50, columns: 200)
        let line = driver.body[0]
        #expect(line.hasPrefix(" ▸ 1 h ago        2026-11-23 09:00 UTC  kim             Phone: +1 555 0199"))
        #expect(line.hasSuffix("via customers"))
    }

    @Test("Opened from what was found, it says nothing of the search")
    func fromSearch() {
        var driver = loaded()
        driver.type("/anna")
        driver.press(.enter)
        #expect(driver.status == "1 found" || driver.status.hasPrefix("1 found,"))
        driver.press(.character("h"))
        driver.answer(timeline: annasTimeline)
        #expect(driver.place == .timeline && driver.status == "")
    }

    @Test("Opens from the details, too, and Esc leads back there")
    func fromDetails() {
        var driver = loaded()
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.character("h"))
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(), unlessTag: nil)])
        #expect(driver.place == .timeline && driver.text.contains("Loading"))
        driver.press(.escape)
        #expect(driver.place == .detail)
    }

    @Test(
        "What the same person did to the same fields within two minutes is one row, and whole it is as many as it was")
    func grouped() {
        let entries = [
            entry(4, version: 4, secondsAgo: 100, [.phone: ("2", "3")]),
            entry(3, version: 3, secondsAgo: 160, [.phone: ("1", "2")]),
            entry(2, version: 2, by: "lee", secondsAgo: 170, [.phone: ("0", "1")]),
        ]
        var driver = AppDriver.telling(entries)
        #expect(
            driver.body == [
                " ▸ 1 min ago      kim         Phone: 1 → 3",
                "                              2 changes within 2 minutes",
                "   2 min ago      lee         Phone: 0 → 1",
            ])
        driver.press(.enter)
        #expect(driver.body.filter { $0.contains("Changed by kim") }.count == 2)
    }

    @Test("What was changed and changed back is two rows, for together nobody would see it")
    func changedBack() {
        let driver = AppDriver.telling([
            entry(3, version: 3, secondsAgo: 100, [.phone: ("2", "1")]),
            entry(2, version: 2, secondsAgo: 160, [.phone: ("1", "2")]),
        ])
        #expect(
            driver.body == [
                " ▸ 1 min ago      kim         Phone: 2 → 1", "   2 min ago      kim         Phone: 1 → 2",
            ])
    }

    @Test("Older entries are asked for as one comes near the end, each page once, and what is marked stays")
    func pages() {
        func entries(_ numbers: ClosedRange<Int>) -> [TimelineEntry] {
            numbers.reversed().map { number in
                entry(
                    number, version: number, secondsAgo: Int64(100 - number) * 300,
                    [.name: ("\(number)", "\(number + 1)")])
            }
        }
        let newest = entries(21...40)
        var driver = AppDriver.telling(newest, cursor: "c1", rows: 10)
        #expect(driver.calls.isEmpty)
        driver.press(.pageDown, .pageDown)
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(cursor: "c1"), unlessTag: nil)])
        driver.press(.end, .end)
        #expect(driver.calls.count == 1 && driver.text.contains("Loading"))
        let marked = driver.selectedLine
        driver.answer(timeline: entries(1...20))
        #expect(driver.selectedLine == marked && driver.calls.isEmpty)
        driver.press(.end)
        #expect(driver.selectedLine.contains("Name: 1 → 2"))
    }

    @Test("A page that leads to itself is not asked for again")
    func endless() {
        var driver = AppDriver.telling([entry(9, version: 9, [.name: ("a", "b")])], cursor: "c1")
        driver.answer(timeline: [], cursor: "c1")
        #expect(driver.calls.isEmpty)
        driver.press(.down)
        #expect(driver.calls.isEmpty)
    }

    @Test("What somebody else adds comes above, and the marked entry stays where it is")
    func newer() {
        var driver = AppDriver.telling()
        driver.report(.online)
        driver.press(.down)
        let row = driver.selectedRow
        let newer = anna.changed(.name, to: "Anna Smythe", by: "lee")
        driver.update(.changed([.changed(newer)]))
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(), unlessTag: nil)])
        driver.answer(
            timeline: [entry(6, version: 8, by: "lee", secondsAgo: 0, [.name: ("Anna Smith", "Anna Smythe")])]
                + annasTimeline)
        #expect(driver.body[0].contains("Name: Anna Smith → Anna Smythe") || driver.selectedRow == row)
        #expect(driver.selectedLine.contains("He called about the bill"))
        #expect(driver.calls.isEmpty, "it is asked for once")
    }

    @Test("While the API is away the kept page is shown with its age, and asked for once it is back")
    func kept() {
        var driver = loaded()
        driver.goOffline()
        driver.press(.character("h"))
        driver.recallTimeline(annasTimeline, secondsAgo: 7_200)
        driver.loseLink()
        #expect(driver.screen[1] == " Timeline · Anna Smith · kept here, as of 2 h ago")
        #expect(driver.text.contains("He called about the bill."))
        driver.report(.online)
        #expect(driver.calls == [.timeline(anna.id, TimelineQuery(), unlessTag: nil)])
    }

    @Test("It says so where nothing is kept, and why nothing comes")
    func notKept() {
        var driver = loaded()
        driver.goOffline()
        driver.press(.character("h"))
        driver.recallTimeline(nil)
        driver.loseLink("The API cannot be reached.")
        #expect(driver.text.contains("The timeline is not kept on this machine. The API cannot be reached."))
        #expect(driver.text.contains("ask again."))
        #expect(!driver.text.contains("Loading"))
    }

    @Test("Masked, it tells neither values nor what was said")
    func masked() {
        var driver = AppDriver.telling()
        driver.press(.character("m"))
        for secret in ["555 01", "bill", "Main St", "Monday"] { #expect(!driver.text.contains(secret), "\(secret)") }
        #expect(driver.text.contains("Phone: *** 0199 → *** 0100") && driver.text.contains("Note: hidden; m shows it"))
    }

    @Test("Without timelines the keys are in no list, and pressing one says why")
    func older() {
        var driver = loaded(rows: 240, columns: 200)
        driver.update(.capabilitiesKnown([.whoAmI]))
        #expect(driver.screen.last?.contains("timeline") == false)
        driver.press(.character("?"))
        for help in KeyTable.rows.filter({ $0.command.capability == .timeline }).map(\.help) {
            #expect(!driver.text.contains(help))
        }
        #expect(!driver.text.contains("\nTimeline") && !driver.text.contains("Note\n"))
        driver.press(.escape)
        for key: Key in [.character("h"), .character("N")] {
            driver.press(key)
            #expect(driver.place == .list && driver.status.hasPrefix("This API is of an older version"))
        }
        driver.update(.capabilitiesKnown(Set(Capability.allCases)))
        driver.press(.character("h"))
        #expect(driver.place == .timeline)
    }

    @Test(
        "Who moves changes the whole line that is marked then, so that a screen reader says it, and the cursor is there"
    )
    func reading() throws {
        var driver = AppDriver.telling()
        for _ in 0..<2 {
            let before = driver.grid
            driver.press(.down)
            let (grid, cursor) = (driver.grid, try #require(driver.cursor))
            #expect(driver.selectedRow == cursor.row)
            let (row, old) = (grid.row(cursor.row), before.row(cursor.row))
            #expect(row.indices.allSatisfy { row[$0].isUnseen || row[$0] != old[$0] }, "\(driver.selectedLine)")
            // The first entry has more than one field.
            driver.press(.end, .enter)
        }
    }

    @Test("Sizes from 1 × 1 on draw, with the cursor inside")
    func sizes() {
        for rows in 1...9 {
            for columns in [1, 2, 5, 20, 59, 60, 99, 100] {
                var driver = AppDriver.telling(rows: rows, columns: columns)
                for key: Key in [.down, .enter, .down, .pageDown, .escape, .end, .character("N")] {
                    driver.press(key)
                    let (grid, cursor) = (driver.grid, driver.cursor)
                    #expect(cursor.map { $0.row < grid.size.rows && $0.column < grid.size.columns } ?? true)
                }
            }
        }
    }
}
