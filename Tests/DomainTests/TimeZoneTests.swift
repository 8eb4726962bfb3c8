import Testing

@testable import Domain

@Suite("Time zones")
struct TimeZoneTests {
    private static let summer = YearlyRule("CET-1CEST,M3.5.0,M10.5.0/3")

    @Test("Summer begins and ends on the last Sundays, to the second")
    func europe() throws {
        let rule = try #require(Self.summer)
        func offset(_ text: String) throws -> Int64 {
            rule.offset(at: try #require(Timestamp(text)).microseconds / 1_000_000)
        }
        #expect(try offset("2026-03-29T00:59:59Z") == 3_600)
        #expect(try offset("2026-03-29T01:00:00Z") == 7_200)
        #expect(try offset("2026-10-25T00:59:59Z") == 7_200)
        #expect(try offset("2026-10-25T01:00:00Z") == 3_600)
    }

    @Test("Summer goes over the end of the year in the south, and a rule may be without one")
    func others() throws {
        let south = try #require(YearlyRule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"))
        #expect(south.offset(at: try seconds("2026-01-01T00:00:00Z")) == 39_600)
        #expect(south.offset(at: try seconds("2026-07-01T00:00:00Z")) == 37_800)
        #expect(YearlyRule("IST-5:30")?.offset(at: 0) == 19_800)
        for text in ["", "CET", "CET-1CEST,M13.1.0,M4.1.0", "CET-1CEST,M3.5.0", "<+1", "CET-999"] {
            #expect(YearlyRule(text) == nil, "\(text)")
        }
    }

    @Test("A day begins at midnight there, and where midnight is left out, when clocks go on")
    func days() throws {
        let berlin = TimeZoneRules(changes: [], initialOffset: 0, rule: Self.summer)
        #expect(berlin.start(ofDay: 20_541) == Timestamp("2026-03-28T23:00:00Z"))
        #expect(berlin.start(ofDay: 20_542) == Timestamp("2026-03-29T22:00:00Z"))
        #expect(berlin.day(of: try #require(Timestamp("2026-03-29T21:59:59Z"))) == 20_541)
        #expect(berlin.day(of: try #require(Timestamp("2026-03-29T22:00:00Z"))) == 20_542)
        // Clocks in Beirut go from midnight to one.
        let gap = try seconds("2026-03-28T22:00:00Z")
        let beirut = TimeZoneRules(changes: [.init(moment: gap, offset: 10_800)], initialOffset: 7_200, rule: nil)
        #expect(beirut.start(ofDay: 20_541) == Timestamp("2026-03-28T22:00:00Z"))
    }

    @Test("A moment is shown on the day by which it is found, with how far its clocks are ahead", arguments: 0..<400)
    func texts(number: Int64) throws {
        let berlin = TimeZoneRules(changes: [], initialOffset: 0, rule: Self.summer)
        let moment = Timestamp(microseconds: 1_700_000_000_000_000 + number * 77_777_000_000)
        let dates = FilterDates(now: moment, zone: berlin)
        #expect(dates.range(berlin.dateText(of: moment))?.contains(moment) == true, "\(berlin.text(of: moment))")
        let range = try #require(dates.range(berlin.text(of: moment)))
        #expect(range.contains(moment), "the same moment: \(berlin.text(of: moment))")
        let late = try #require(Timestamp("2026-03-29T22:30:00Z"))
        #expect(berlin.text(of: late) == "2026-03-30T00:30:00.000+02:00")
        #expect(berlin.minuteText(of: late) == "2026-03-30 00:30 +02:00")
        #expect(TimeZoneRules.utc.minuteText(of: late) == "2026-03-29 22:30 UTC")
        let west = TimeZoneRules(changes: [], initialOffset: -12_600, rule: nil)
        #expect(west.text(of: late) == "2026-03-29T19:00:00.000-03:30")
    }

    @Test("A file of the database is read, and no part or other file is taken for one, or traps")
    func files() throws {
        let file = Self.file(footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        let rules = try #require(TimeZoneRules(zoneFile: file))
        #expect(rules.offset(at: -2_000_000_000) == 3_208)
        #expect(rules.offset(at: 0) == 7_200)
        #expect(rules.offset(at: try seconds("2026-07-01T00:00:00Z")) == 7_200)
        #expect(rules.offset(at: try seconds("2026-12-01T00:00:00Z")) == 3_600)
        for length in file.indices where length < file.count - 30 {
            #expect(TimeZoneRules(zoneFile: Array(file.prefix(length))) == nil, "\(length)")
        }
        for index in file.indices {
            var broken = file
            broken[index] = 0xFF
            _ = TimeZoneRules(zoneFile: broken)?.offset(at: 0)
        }
        #expect(TimeZoneRules(zoneFile: Array("TZif".utf8)) == nil)
    }

    /// Local mean time until 1922, then two hours ahead until 1980.
    private static func file(footer: String) -> [UInt8] {
        func header(_ counts: [UInt8]) -> [UInt8] {
            Array("TZif2".utf8) + Array(repeating: 0, count: 15) + counts.flatMap { [0, 0, 0, $0] as [UInt8] }
        }
        func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }
        func kind(_ offset: Int32) -> [UInt8] { big(offset) + [UInt8(0), UInt8(0)] }
        let first = header([0, 0, 0, 0, 1, 4]) + kind(0) + Array("UTC\0".utf8)
        let kinds = kind(3_208) + kind(7_200) + kind(3_600)
        var second = header([0, 0, 0, 2, 3, 4]) + big(Int64(-1_500_000_000)) + big(Int64(315_532_800))
        second += [UInt8(1), UInt8(2)] + kinds + Array("CET\0".utf8)
        return first + second + Array("\n\(footer)\n".utf8)
    }

    private func seconds(_ text: String) throws -> Int64 {
        try #require(Timestamp(text)).microseconds / 1_000_000
    }
}
