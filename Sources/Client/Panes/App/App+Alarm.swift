import Screen

/// What stays in sight until it is dealt with, above everything else: no other message takes its place.
extension App {
    /// `nil` when all is well.
    var alarm: Notice? {
        noticeOfUnsaved ?? (sync == .unconfirmed ? noticeOfDamage : nil) ?? noticeOfFindings
    }

    /// The alarm in lines as long as the screen is wide.
    var alarmLines: [String] {
        guard let alarm, size.rows >= Layout.rowsForAlarm else { return [] }
        return DisplayLines.fitted(
            alarm.text, columns: max(1, size.columns - 2), lines: size.rows >= 2 * Layout.rowsForAlarm ? 3 : 1,
            ellipsis: glyphs.ellipsis)
    }

    func drawAlarm(on grid: inout Grid, _ layout: Layout) {
        guard let alarm else { return }
        for (row, line) in zip(layout.alarmRows, alarmLines) {
            grid.write(line, row: row, column: 1, style: style(of: alarm.tone))
        }
    }

    /// What was found wrong in the journal at the start.
    private var noticeOfFindings: Notice? {
        guard !findings.isEmpty else { return nil }
        let key = pane == .list && search == nil ? " \(keyName(.back, in: .list)) puts this away." : ""
        return .warning(findings.joined(separator: " ") + key)
    }
}
