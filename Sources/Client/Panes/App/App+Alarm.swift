import Screen

/// What stays in sight until it is dealt with, above everything else: no other message takes its place.
extension App {
    /// `nil` when all is well.
    var alarm: Notice? {
        noticeOfUnsaved
            ?? (model.progress.sync == .unconfirmed ? context.noticeOfDamage(in: navigation.scopeBelow) : nil)
            ?? noticeOfFindings
    }

    /// The alarm in lines as long as the screen is wide.
    var alarmLines: [String] {
        guard let alarm, chrome.size.rows >= Layout.rowsForAlarm else { return [] }
        return DisplayLines.fitted(
            alarm.text, columns: chrome.size.columns - 2,
            lines: chrome.size.rows >= 2 * Layout.rowsForAlarm ? 3 : 1, ellipsis: environment.glyphs.ellipsis)
    }

    func drawAlarm(on grid: inout Grid, _ layout: Layout) {
        guard !layout.alarmRows.isEmpty, let alarm else { return }
        for (row, line) in zip(layout.alarmRows, alarmLines) {
            grid.write(line, row: row, column: 1, style: context.style(of: alarm.tone))
        }
    }

    /// What was found wrong with the journal.
    private var noticeOfFindings: Notice? {
        guard !chrome.findings.isEmpty else { return nil }
        let isPutAway = navigation.scopeBelow == .list && customers.search == nil
        let key = isPutAway ? " \(context.keyName(.back, in: .list)) puts this away." : ""
        return .warning(chrome.findings.joined(separator: " ") + key)
    }

    /// NOT SAVED: what could not be written is kept, and said, until it is saved or copied; the keys stand before the
    /// reason, which may be long.
    private var noticeOfUnsaved: Notice? {
        if let reason = customers.form?.notSaved { return .error("NOT SAVED. \(formNextStep) \(reason)") }
        let unsaved = model.writes.unsaved
        guard let last = unsaved.last else { return nil }
        let (context, scope) = (context, scope)
        let what = unsaved.count == 1 ? context.summary(of: last.write.request) : "\(unsaved.count) edits"
        let keys = [(Command.syncNow, "tries again"), (.copyUnsaved, "copies it")].compactMap { command, does in
            context.hasKey(command, in: scope) ? "\(context.keyName(command, in: scope)) \(does)" : nil
        }
        let nextStep = keys.isEmpty ? "" : " \(keys.joined(separator: ", "))."
        return .error("NOT SAVED: \(what).\(nextStep) \(last.reason)")
    }

    /// How to go on with the form, from where one is.
    var formNextStep: String {
        let context = context
        guard navigation.scopeBelow == .form else {
            return context.hasKey(.nextPane, in: scope)
                ? "\(context.keyName(.nextPane)) leads to the form." : "The form is open still."
        }
        let (save, copy) = (context.keyName(.save, in: .form), context.keyName(.copy, in: .form))
        return "\(save) tries again, \(copy) copies the form."
    }
}
