import Domain
import Testing

@Suite("Timestamps")
struct TimestampTests {
    @Test(
        "Are written in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_709_296_200_123_999, "2024-03-01T12:30:00.123Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (-62_135_596_800_000_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func text(microseconds: Int64, text: String) {
        let timestamp = Timestamp(microseconds: microseconds)
        #expect(timestamp.text == text)
        #expect(timestamp.dateText == String(text.prefix(10)))
    }

    @Test("Beyond the years that RFC 3339 has, the nearest one is shown")
    func extremes() {
        #expect(Timestamp(microseconds: .min).text == "0001-01-01T00:00:00.000Z")
        #expect(Timestamp(microseconds: .max).text == "9999-12-31T23:59:59.999Z")
    }

    @Test("Come back from their text, on every day of nine thousand years' worth of samples")
    func roundTrip() {
        var microseconds: Int64 = -62_135_596_800_000_000
        while microseconds <= 253_402_300_799_999_000 {
            let timestamp = Timestamp(microseconds: microseconds)
            #expect(Timestamp(timestamp.text) == timestamp)
            // 97 days and some milliseconds: meets every month and every kind of year.
            microseconds += 97 * 86_400_000_000 + 12_345_678_000
        }
    }

    @Test("Follow one another as their texts do")
    func order() {
        let steps: [Int64] = (-400...400).map { $0 * 86_399_999_000 }
        let texts = steps.map { Timestamp(microseconds: 1_709_164_800_000_000 + $0).text }
        #expect(texts == texts.sorted() && Set(texts).count == texts.count)
    }

    @Test(
        "Are read with any offset and fraction",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01t00:00:00z", 0), ("1970-01-01 00:00:00Z", 0),
            ("1970-01-01T01:30:00+01:30", 0), ("1969-12-31T22:30:00.5-01:30", 500_000),
            ("1970-01-01T00:00:00.1234569Z", 123_456), ("1970-01-01T00:00:00.000001Z", 1),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000_000),
        ] as [(String, Int64)])
    func parsing(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
    }

    @Test(
        "Are not read from anything else",
        arguments: [
            "", "2024", "2024-03-01", "2024-03-01T12:30", "2024-03-01T12:30:00", "2024-3-01T12:30:00Z",
            "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2024-04-31T00:00:00Z",
            "2024-00-01T00:00:00Z", "2024-13-01T00:00:00Z", "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z",
            "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+0100",
            "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+01:60", "2024-01-01T00:00:00Zx",
            "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "-001-01-01T00:00:00Z",
            "２０24-01-01T00:00:00Z", "+024-01-01T00:00:00Z", "20240-01-01T00:00:00Z",
        ])
    func refusal(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
