import Domain
import Journal
import Screen
import Wording

/// The status line: what has just happened, or how things stand.
extension App {
    private static let maximumStatusLines = 3

    /// A message that is longer than the line goes on in lines above, because its end says what to do next; but over
    /// nothing that is being answered, typed or marked.
    func statusLines(_ context: PaneContext) -> [String] {
        guard context.layout.statusRow != nil else { return [] }
        let (text, columns) = (status.text, chrome.size.columns - 2)
        guard text.utf8.count > columns else { return [text] }
        return DisplayLines.fitted(
            text, columns: columns, lines: maximumStatusLines(context), ellipsis: environment.glyphs.ellipsis)
    }

    func drawStatus(_ lines: [String], on grid: inout Grid, _ layout: Layout) {
        guard let row = layout.statusRow else { return }
        let style = context.style(of: status.tone)
        let first = row - lines.count + 1
        grid.clear(Rectangle(row: first, column: 0, rows: lines.count, columns: chrome.size.columns))
        for (row, line) in zip(first...row, lines) { grid.write(line, row: row, column: 1, style: style) }
    }

    private func maximumStatusLines(_ context: PaneContext) -> Int {
        // What stays for long covers no row.
        if navigation.overlay != nil || chrome.size.rows < Layout.rowsForAlarm && alarm != nil { return 1 }
        let kept = navigation.front.keptRows(context)
        return max(1, min(Self.maximumStatusLines, 1 + context.layout.list.size.rows - kept))
    }

    /// What the status line says, behind how many are marked, whom keys are about then.
    var status: Notice {
        let notice = urgentNotice ?? chrome.notice ?? standingNotice
        guard navigation.scopeBelow != .form, navigation.showsCustomers else { return notice }
        return notice.behind(customers.marksText(context), glyphs: environment.glyphs)
    }

    /// What counts before all else: a number that is being typed, and on a low screen the alarm.
    private var urgentNotice: Notice? {
        if let count = chrome.count { return .plain("\(count), before a movement; Esc drops it") }
        return chrome.size.rows < Layout.rowsForAlarm ? alarm : nil
    }

    /// What is to be said while nothing special is.
    private var standingNotice: Notice {
        let form = customers.form
        if let form, form.stage != .editing { return .plain("Saving\(environment.glyphs.ellipsis)") }
        if scope == .form, let reason = form?.notKept { return .error("The form is not kept on disk: \(reason)") }
        if let runningNotice { return runningNotice }
        if let form, customers.openForm == nil {
            return .warning("\"\(context.heading(of: form))\" waits to be saved. \(formNextStep)")
        }
        if navigation.scopeBelow == .queue, let entry = navigation.queue?.selectedEdit(in: model.queue),
            entry.needsDecision
        {
            return context.noticeOnDecision(entry)
        }
        let isOnRows = navigation.showsCustomers
        if isOnRows, let notice = noticeOfListing(customers.listing, customers.search) { return notice }
        if let obstacle = context.noticeOfObstacle(in: scope), model.progress.sync != .unconfirmed { return obstacle }
        if isOnRows, customers.list.listing.isComplete, customers.list.listing.rows.isEmpty {
            let next = environment.isReadOnly ? "" : "; \(context.keyName(.new)) adds a customer"
            return .plain("No customers yet\(next).")
        }
        return .plain(
            environment.isUnicode ? "" : "This terminal's locale shows ASCII only: other letters appear as ?")
    }

    /// How far the rows are here that are shown.
    private func noticeOfListing(_ listing: Listing, _ search: SearchPane?) -> Notice? {
        if case .failed(let message, _) = listing.progress { return .error(message) }
        if let fault = search?.fault { return .warning(fault.sentence) }
        guard let search, search.filter != nil else {
            return listing.isLoading ? .plain("Loading\(environment.glyphs.ellipsis)") : nil
        }
        // Where there are no rows, that is said in their place.
        let hint = listing.rows.isEmpty ? nil : search.hint
        return .plain(messageOfFound(search).followed(by: hint))
    }

    private func messageOfFound(_ search: SearchPane) -> String {
        if let similar = search.similarMessage { return similar }
        let count = Phrases.count(foundCount(search)) + " found"
        if search.fruitless.isEnough {
            return "\(count) so far, nobody on the last \(Phrases.count(search.fruitless.count, "page")); Enter goes on"
        }
        if search.isAsking { return "\(count), asking the server\(environment.glyphs.ellipsis)" }
        return search.listing.isComplete || !search.asksServer ? count : "\(count), more follow"
    }

    /// How many are found: all of them where the whole directory is here, otherwise those with a row.
    private func foundCount(_ search: SearchPane) -> Int {
        guard case .whole = model.replica, let total = search.total else { return search.listing.rows.count }
        return max(total, search.listing.rows.count)
    }
}

extension String {
    /// The same with a sentence behind it.
    fileprivate func followed(by sentence: String?) -> String { sentence.map { "\(self). \($0)" } ?? self }
}
