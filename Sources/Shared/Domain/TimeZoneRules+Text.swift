/// Moments as the clocks of a place say them: the same days there that ``FilterDates`` finds by.
extension TimeZoneRules {
    /// The date part alone: `2024-03-01`.
    package func dateText(of moment: Timestamp) -> String { String(text(of: moment).prefix(10)) }

    /// `2024-03-01 12:30 UTC`, or with what clocks there are ahead: `2024-03-01 13:30 +01:00`
    package func minuteText(of moment: Timestamp) -> String {
        let text = text(of: moment)
        let zone = text.hasSuffix("Z") ? "UTC" : String(text.suffix(6))
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) \(zone)"
    }

    /// RFC 3339 with milliseconds: `2024-03-01T13:30:00.000+01:00`, and with a `Z` where clocks are those of UTC. It is in
    /// UTC, too, where they were not so many whole minutes ahead, as none has been for a hundred years.
    package func text(of moment: Timestamp) -> String {
        let seconds = Timestamp.floorDivide(moment.microseconds, by: 1_000_000).quotient
        let offset = offset(at: seconds)
        guard offset != 0, offset % 60 == 0 else { return moment.text }
        let minutes = abs(offset) / 60
        return moment.advanced(bySeconds: offset).text.dropLast() + (offset < 0 ? "-" : "+")
            + Self.twoDigits(minutes / 60) + ":" + Self.twoDigits(minutes % 60)
    }

    private static func twoDigits(_ number: Int64) -> String { String(String(100 + number).suffix(2)) }
}
