import Domain
import Journal
import Screen
import Wording

/// Drawing a timeline: when, who and what, as far as there is room for each.
extension PaneContext {
    func draw(_ pane: TimelinePane, on grid: inout Grid) {
        drawHeading([Scope.timeline.title, model.name(of: pane.id), timelineAge(pane.id)], on: &grid)
        let lines = timelineLines(of: pane.id)
        draw(lines.lines, lines.spans, pane.place(in: lines), on: &grid)
    }

    /// What a pane is about, in the line above it.
    func drawHeading(_ parts: [String?], on grid: inout Grid) {
        guard let row = layout.headingRow else { return }
        let text = parts.compactMap(\.self).joined(separator: " \(glyphs.separator) ")
        let fitted = DisplayText.fitted(text, max(0, layout.size.columns - 2), ellipsis: glyphs.ellipsis)
        grid.write(fitted, row: row, column: 1, style: .bold)
    }

    /// Draws lines from a place on, with what is selected and the cursor on it, which is written last. The first line of what is
    /// selected is bold, so that it is written anew when the selection comes there: a screen reader says what is written.
    func draw(_ lines: [DetailLine], _ spans: [Range<Int>], _ place: SelectableLines.Place, on grid: inout Grid) {
        let area = layout.page
        let selected = spans.indices.contains(place.item) ? spans[place.item] : nil
        var pen = Pen(area: area)
        grid.cursor = pen.position(at: 3)
        for (index, line) in lines.enumerated().dropFirst(place.top).prefix(area.size.rows) {
            let isSelected = index == selected?.lowerBound
            if isSelected {
                pen.write(glyphs.selection, at: 1, style: .bold, on: &grid)
                grid.cursor = pen.position(at: line.column)
            }
            for text in line.texts {
                let style = isSelected ? Style(text.style.colour, .bold) : text.style
                pen.write(text.text, at: text.column, style: style, on: &grid)
            }
            pen.newLine()
        }
        drawArrows(
            above: place.top > 0, below: place.top + area.size.rows < lines.count, on: &grid, area.rows,
            column: area.columns.upperBound - 1)
    }

    private func timelineAge(_ id: CustomerID) -> String? {
        guard let known = model.timelines[id], let seenAt = known.seenAt else { return nil }
        if known.isKept { return "kept here, as of \(age(of: seenAt))" }
        return known.failure == nil && model.connection.takesEdits ? nil : asOf(seenAt)
    }

    // MARK: Lines

    /// Where what an entry tells stands in a pane of this width.
    private struct Columns {
        static let wide = 100
        static let narrow = 60
        let width: Int
        /// Other clocks say how far they are ahead of UTC.
        let isUTC: Bool

        var isWide: Bool { width >= Self.wide }
        var isNarrow: Bool { width < Self.narrow }
        var time: Int { 18 }
        var author: Int { isWide ? (isUTC ? 40 : 43) : 18 }
        var authorWidth: Int { isWide ? 16 : 12 }
        var what: Int { isNarrow ? 5 : author + authorWidth }
        /// Room is left for the arrows, and on a wide screen for the program.
        var whatWidth: Int { max(8, width - what - 2 - (isWide ? Self.via : 0)) }
        var viaColumn: Int { width - Self.via }
        static let via = 22
    }

    /// A row has so many lines at most; Enter shows it whole.
    private static let maximumLines = 6

    func timelineLines(of id: CustomerID) -> TimelineLines {
        var lines = TimelineLines(model.timelineRows(of: id), height: layout.bodyRows)
        let columns = Columns(width: layout.page.size.columns, isUTC: environment.zone == .utc)
        for row in lines.rows { lines.add(row: self.lines(of: row, columns)) }
        let remarks = timelineRemarks(id, isEmpty: lines.rows.isEmpty)
        for (text, style) in remarks {
            let wrapped = DisplayLines.wrapped(text, columns: columns.width - 5)
            lines.add(remark: wrapped.map { DetailLine($0, style) })
        }
        return lines
    }

    private func lines(of row: TimelineRow, _ columns: Columns) -> [DetailLine] {
        let texts = whatTexts(of: row).flatMap { text, style in
            DisplayLines.wrapped(text, columns: columns.whatWidth).map { ($0, style) }
        }
        var lines = texts.prefix(Self.maximumLines).map { text, style in
            DetailLine(text, style, at: columns.what)
        }
        if texts.count > Self.maximumLines {
            let more = "\(glyphs.ellipsis) \(keyName(.open, in: .timeline)) shows all"
            lines[Self.maximumLines - 1] = DetailLine(more, .dim, at: columns.what)
        }
        if columns.isNarrow { lines.insert(DetailLine(), at: 0) }
        if lines.isEmpty { lines = [DetailLine()] }
        let age = self.age(of: row.moment)
        let author = DisplayText.fitted(author(of: row), columns.authorWidth - 1, ellipsis: glyphs.ellipsis)
        lines[0].add(author, .plain, at: columns.author)
        if columns.isWide {
            lines[0].add(environment.zone.minuteText(of: row.moment), .dim, at: columns.time)
            let via = DisplayText.fitted(via(of: row), Columns.via - 2, ellipsis: glyphs.ellipsis)
            lines[0].add(via, .dim, at: columns.viaColumn)
        }
        lines[0].begin(with: age, .dim)
        return lines
    }

    /// Who did it; a dash where the API knows nobody by name.
    private func author(of row: TimelineRow) -> String {
        switch row {
        case .pending(let entry):
            entry.source == environment.session || entry.source == nil ? "you" : Phrases.author(entry.source)
        case .step(let step): step.newest.author ?? glyphs.none
        }
    }

    private func via(of row: TimelineRow) -> String {
        if case .step(let step) = row { step.newest.via.map { "via \($0)" } ?? "" } else { "" }
    }

    /// What was done or said, each with its style.
    private func whatTexts(of row: TimelineRow) -> [(String, Style)] {
        switch row {
        case .pending(let entry):
            changeTexts(of: entry.change).map { ($0, .plain) } + [
                (stateText(of: entry), style(of: RowSign(entry).tone))
            ]
        case .step(let step): whatTexts(of: step)
        }
    }

    private func whatTexts(of step: TimelineStep) -> [(String, Style)] {
        let entry = step.newest
        if entry.lacksValues { return [("\(entry.kind.label); what is not kept any more", .dim)] }
        switch entry.kind {
        case .note: return [(noteText(entry.note), .plain)]
        case .changed:
            let texts = step.edit.fields.map { field in
                let change = step.edit.changes[field]
                return "\(field.label): \(oneLine(change?.from, of: field)) \(glyphs.becomes) "
                    + oneLine(change?.to, of: field)
            }
            let count = step.numbers.count > 1 ? [("\(step.numbers.count) changes within 2 minutes", Style.dim)] : []
            return (texts.isEmpty ? [entry.kind.label] : texts).map { ($0, .plain) } + count
        case .baseline, .created, .deleted, .restored, .retracted: return [(entry.kind.label, .plain)]
        }
    }

    /// `Note: …`, unless nobody is to read it just now: what is said may be anything.
    func noteText(_ note: String?) -> String {
        chrome.isMasked ? "Note: hidden; \(keyName(.mask)) shows it" : "Note: \(note ?? glyphs.none)"
    }

    /// What is to be known of all of it, below.
    private func timelineRemarks(_ id: CustomerID, isEmpty: Bool) -> [(String, Style)] {
        if model.erased.contains(id) { return [("\(Customer.erasedName). Nothing is kept of what was.", .plain)] }
        let known = model.timelines[id]
        if isAskingTimeline(of: id), known?.cursor != nil || known?.seenAt == nil {
            return [("Loading\(glyphs.ellipsis)", .dim)]
        }
        let again = "Press \(keyName(.refresh, in: .timeline)) to ask again."
        if known?.seenAt == nil {
            if model.directory[id]?.version ?? 0 < 1 { return [("Not with the server yet.", .dim)] }
            let kept = known?.isNotKeptHere == true ? "The timeline is not kept on this machine. " : ""
            guard let failure = known?.failure else {
                return kept.isEmpty ? [] : [("\(kept)\(again)", .plain)]
            }
            return [("\(kept)\(failure.message) \(again)", style(of: .warning))]
        }
        if let failure = known?.failure {
            return [("\(failure.message) \(again)", style(of: .warning))]
        }
        if known?.isKept == true { return [("What is older, or newer, is not kept on this machine.", .dim)] }
        return isEmpty ? [("Nothing is recorded yet.", .plain)] : []
    }

    /// A row as text, for the clipboard, as it may be seen just now.
    func text(of row: TimelineRow) -> String {
        let headline = "\(environment.zone.text(of: row.moment)) \(author(of: row))"
        return ([headline] + whatTexts(of: row).map(\.0)).joined(separator: "\n")
    }
}

extension TimelineEntry.Kind {
    /// What was done, as a sentence begins.
    var label: String {
        switch self {
        case .baseline: "As it was when recording began"
        case .created: "Created"
        case .changed: "Changed"
        case .note: "Note"
        case .deleted: "Deleted"
        case .restored: "Restored"
        case .retracted: "A note, taken back"
        }
    }
}

extension TimelineEntry {
    /// Whether values that it had are not kept any more; some kinds have none.
    var lacksValues: Bool {
        switch kind {
        case .baseline, .created, .changed, .note: isTrimmed
        case .deleted, .restored, .retracted: false
        }
    }
}
