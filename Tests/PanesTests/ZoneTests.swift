import Domain
import Screen
import Testing

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
}
