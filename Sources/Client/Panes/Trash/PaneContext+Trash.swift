import Domain
import Journal
import Screen
import Wire
import Wording

/// Drawing the trash: who, when, by whom, and until when they can be restored.
extension PaneContext {
    func draw(_ pane: TrashPane, on grid: inout Grid) {
        drawHeading([Scope.trash.title, remark(on: pane)], on: &grid)
        let area = layout.page
        var pen = Pen(area: area)
        grid.cursor = pen.position(at: 3)
        for (index, row) in pane.rows.enumerated().dropFirst(pane.top).prefix(area.size.rows) {
            if index == pane.selected {
                pen.write(glyphs.selection, at: 1, style: .bold, on: &grid)
                grid.cursor = pen.position(at: 3)
            }
            draw(row, isSelected: index == pane.selected, with: pen, on: &grid)
            pen.newLine()
        }
        drawArrows(
            above: pane.top > 0, below: pane.top + area.size.rows < pane.rows.count, on: &grid, area.rows,
            column: area.columns.upperBound - 1)
        guard pane.rows.isEmpty else { return }
        for line in DisplayLines.wrapped(emptyText(of: pane), columns: area.size.columns - 5) {
            pen.write(line, at: 3, style: .plain, on: &grid)
            pen.newLine()
        }
    }

    private func draw(_ row: TrashedCustomer, isSelected: Bool, with pen: Pen, on grid: inout Grid) {
        let width = pen.area.size.columns
        let nameColumns = min(40, max(8, width * 2 / 5))
        let name = DisplayText.fitted(row.customer.name, nameColumns - 1, ellipsis: glyphs.ellipsis)
        pen.write(name, at: 3, style: isSelected ? .bold : .plain, on: &grid)
        let (text, tone) = stateText(of: row)
        let fitted = DisplayText.fitted(text, max(0, width - nameColumns - 5), ellipsis: glyphs.ellipsis)
        pen.write(fitted, at: 3 + nameColumns, style: style(of: tone), on: &grid)
    }

    /// `deleted 2 h ago by kim, until 2026-12-23`, or how its restoration stands.
    private func stateText(of row: TrashedCustomer) -> (String, Notice.Tone) {
        let id = row.customer.id
        if model.erased.contains(id) { return ("", .plain) }
        if let entry = restoration(of: id) {
            return (
                entry.needsDecision ? stateText(of: entry) : "restoring: \(stateText(of: entry))", RowSign(entry).tone
            )
        }
        if isRestored(row) { return ("restored", .success) }
        let by = row.deletedBy.map { " by \($0)" } ?? ""
        let until = chrome.now < row.restorableUntil ? "until \(lastDay(of: row))" : "no more to be restored"
        return ("deleted \(age(of: row.deletedAt))\(by), \(until)", .plain)
    }

    /// Whether the server has them again: an edit of one's own that waits does not say so.
    private func isRestored(_ row: TrashedCustomer) -> Bool {
        let id = row.customer.id
        guard !model.gone.contains(id), let known = model.directory[id] else { return false }
        return known.version > row.customer.version
    }

    private func lastDay(of row: TrashedCustomer) -> String { environment.zone.dateText(of: row.restorableUntil) }

    /// The restoration of somebody that is under way.
    private func restoration(of id: CustomerID) -> PendingEdit? {
        model.queue.entries(for: id).first { $0.change.kind == .restore }
    }

    private func remark(on pane: TrashPane) -> String? {
        switch pane.progress {
        case .none: nil
        case .asked: "Loading\(glyphs.ellipsis)"
        case .failed(let failure): pane.rows.isEmpty ? nil : failure.message
        case .here(let moment): model.connection.takesEdits ? nil : asOf(moment)
        }
    }

    private func emptyText(of pane: TrashPane) -> String {
        switch pane.progress {
        case .none, .asked: return ""
        case .failed(let failure):
            let again = "Press \(keyName(.refresh, in: .trash)) to ask again."
            return "The trash is not kept on this machine. \(failure.message) \(again)"
        case .here: return "Nobody who was deleted can be restored."
        }
    }

    // MARK: Restoring

    mutating func askToRestore(_ row: TrashedCustomer, _ navigator: inout Navigator) {
        let (id, name) = (row.customer.id, row.customer.name)
        guard mayWrite() else { return }
        guard !model.erased.contains(id) else {
            return post(.warning("\(Customer.erasedName): nothing is kept that could be restored."))
        }
        if let entry = restoration(of: id) { return ask(about: entry, of: name, &navigator) }
        guard !isRestored(row) else { return post(.plain("\(name) is restored already.")) }
        guard chrome.now < row.restorableUntil else {
            return post(.warning("\(name) could be restored until \(lastDay(of: row))."))
        }
        navigator.ask(
            Question(
                title: "Restore \(name)?", lines: ["They come back as they were, under the same id."],
                personal: Question.Personal(row.customer.details),
                choices: [
                    .init(key: "y", title: "restore", action: .restore(row)),
                    .init(key: "n", title: "leave", action: .none),
                ]))
    }

    mutating func restore(_ row: TrashedCustomer) {
        let (id, name) = (row.customer.id, row.customer.name)
        guard !model.erased.contains(id), restoration(of: id) == nil else { return }
        // The deletion has made the version behind the one that lies in the trash.
        let change = Entry.Change.restore(base: row.customer.details, version: row.customer.version + 1)
        let when = model.isSending ? "is restored" : "is restored when \(whenSent)"
        restore(
            id, change,
            for: .other(saying: Notice.success("\(name) \(when); \(keyName(.undo)) undoes.").aboutQueue))
    }

    /// What can be done about a restoration that is under way or was refused.
    private func ask(about entry: PendingEdit, of name: String, _ navigator: inout Navigator) {
        var choices: [Question.Choice] = []
        if case .rejected(let problem) = entry.state, problem.kind == .emailTaken, let owner = problem.owner {
            choices.append(.init(key: "o", title: "open who has it", action: .visit(owner)))
        }
        if entry.isUnsent { choices.append(.init(key: "d", title: "discard it", action: .discard(entry.sequence))) }
        choices.append(.init(key: "n", title: "leave it", action: .none))
        navigator.ask(
            Question(
                title: "Restoration of \(name)", lines: ["\(stateText(of: entry).sentenceStart)"], choices: choices))
    }
}
