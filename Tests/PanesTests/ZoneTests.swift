import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Dates where one is")
struct ZoneTests {
    /// A place whose clocks are ten hours ahead.
    private static let brisbane: TimeZoneRules? = {
        let header = Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        let counts: [UInt8] = [0, 0, 0, 0, 1, 4].flatMap { [0, 0, 0, $0] }
        let block = header + counts + [0, 0, 0x8C, 0xA0, 0, 0] + Array("AES\0".utf8)
        return TimeZoneRules(zoneFile: block + block + Array("\n<+10>-10\n".utf8))
    }()

    @Test("Rows and details show the day by which a filter finds them")
    func shown() throws {
        let zone = try #require(Self.brisbane)
        let evening = try #require(Timestamp("2026-10-20T20:30:00Z"))
        let customer = Customer(
            id: anna.id, details: anna.details, registrationDate: evening, createdAt: evening, updatedAt: evening,
            version: 2, updatedBy: "kim")
        var driver = AppDriver(columns: 90, zone: zone)
        driver.choose(try ListColumns(words: ["name", "registered", "changed", "created"]))
        driver.answer(page: [customer, bao])
        #expect(driver.screen[3].contains(" 2026-10-21 "), "\(driver.text)")
        #expect(driver.screen[3].ranges(of: "on 2026-10-21").count == 2, "\(driver.text)")
        driver.press(.enter)
        #expect(driver.text.contains("2026-10-21 06:30 +10:00"), "\(driver.text)")
        #expect(!driver.text.contains("2026-10-20"), "\(driver.text)")
        for filter in ["changed:2026-10-21", "registered:2026-10-21"] {
            let filter = try CustomerFilter(filter, dates: FilterDates(now: driver.now, zone: zone))
            #expect(filter?.matches(customer) == true)
        }
    }

    /// What was done on an evening of UTC, when it was morning there.
    private static let changes = [
        entry(2, version: 7, secondsAgo: 13 * 3_600 + 1_800, [.phone: ("+1 555 0199", "+1 555 0100")]),
        entry(1, .baseline, version: 6, secondsAgo: 40 * 86_400 + 13 * 3_600, [.name: (nil, "Anna Smith")]),
    ]

    @Test("A timeline and its entries tell the time there, whole in what is copied")
    func timeline() throws {
        var driver = AppDriver(rows: 40, columns: 130, zone: try #require(Self.brisbane))
        driver.answer(page: [anna, bao])
        driver.press(.character("h"))
        driver.answer(timeline: Self.changes)
        #expect(driver.body[0].hasPrefix(" ▸ 13 h ago       2026-11-23 06:30 +10:00  kim             Phone: +1"))
        #expect(driver.body[1].hasPrefix("   on 2026-10-14  2026-10-14 07:00 +10:00  kim             As it was"))
        driver.clearEffects()
        driver.press(.character("y"))
        #expect(
            driver.effects == [.copy("2026-11-23T06:30:00.000+10:00 kim\nPhone: +1 555 0199 → +1 555 0100")])
        driver.press(.enter)
        #expect(driver.text.contains("Changed by kim, 2026-11-23 06:30 +10:00, 13 h ago, version 7"), "\(driver.text)")
    }

    @Test("Who set a field did so on the day that it was there")
    func blame() throws {
        var driver = AppDriver(rows: 40, columns: 130, zone: try #require(Self.brisbane))
        driver.answer(page: [anna, bao])
        driver.press(.enter)
        driver.answer(.success(.notModified(version: 7)))
        driver.press(.character("b"))
        driver.answer(timeline: Self.changes)
        #expect(driver.text.contains("before 2026-10-14") && !driver.text.contains("2026-10-13"), "\(driver.text)")
    }
}
