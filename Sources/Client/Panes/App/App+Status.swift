import Domain
import Journal
import Screen

/// The status line: what has just happened, or how things stand.
extension App {
    /// A sentence that is longer than the line goes on in lines above, for its end says what to do next; but over
    /// nothing that is being answered or typed.
    func drawStatus(on grid: inout Grid, _ layout: Layout) {
        guard let row = layout.statusRow else { return }
        let notice = status
        let lines = DisplayLines.fitted(
            notice.text, columns: size.columns - 2, lines: statusLines(layout), ellipsis: glyphs.ellipsis)
        let first = row - lines.count + 1
        grid.clear(Rectangle(row: first, column: 0, rows: lines.count, columns: size.columns))
        for (row, line) in zip(first...row, lines) {
            grid.write(line, row: row, column: 1, style: style(of: notice.tone))
        }
    }

    /// How many lines the status may take.
    private func statusLines(_ layout: Layout) -> Int {
        // What stays for long covers no row.
        if overlay != nil || size.rows < Layout.rowsForAlarm && alarm != nil { return 1 }
        // Of the list at least one customer stays in sight.
        let kept = showsForm(layout) ? formRows(in: layout.side) : layout.showsHeadings ? 2 : 1
        return max(1, min(Self.maximumStatusLines, 1 + layout.list.size.rows - kept))
    }

    private func showsForm(_ layout: Layout) -> Bool {
        switch pane {
        case .form: true
        case .list, .search, .detail: layout.isWide && form != nil
        case .queue, .conflict: false
        }
    }

    private static let maximumStatusLines = 3

    /// What the status line says; on a low screen it has to do for the alarm as well.
    var status: Notice {
        if size.rows < Layout.rowsForAlarm, let alarm { return alarm }
        return notice ?? standingNotice
    }

    /// What is to be said while nothing special is.
    private var standingNotice: Notice {
        if let form, form.stage != .editing { return .plain("Saving\(glyphs.ellipsis)") }
        if pane == .form, let reason = form?.notKept { return .error("The form is not kept on disk: \(reason)") }
        if pane == .queue, let entry = markedEdit, entry.needsDecision { return noticeOnDecision(entry) }
        let listing = listing
        if case .failed(let sentence, _) = listing.progress { return .error(sentence) }
        if let search, search.term != nil {
            let count = Wording.count(foundCount(search)) + " found"
            if search.isAsking || listing.isLoading { return .plain("\(count), asking the server\(glyphs.ellipsis)") }
            return .plain(listing.isComplete || !search.asksServer ? count : "\(count), more follow")
        }
        if listing.isLoading { return .plain("Loading\(glyphs.ellipsis)") }
        if let obstacle = noticeOfObstacle, sync != .unconfirmed { return obstacle }
        if browse.isComplete, browse.rows.isEmpty {
            let next = environment.isReadOnly ? "" : "; \(keyName(.new)) adds a customer"
            return .plain("Nobody is here yet\(next).")
        }
        if !environment.isUnicode {
            return .plain("This terminal's locale shows ASCII only: other letters appear as ?")
        }
        return .plain("")
    }

    /// How many are found: all of them where the whole directory is here, otherwise those with a row.
    private func foundCount(_ search: SearchState) -> Int {
        guard case .whole = replica, let total = search.total else { return search.listing.rows.count }
        return max(total, search.listing.rows.count)
    }
}
