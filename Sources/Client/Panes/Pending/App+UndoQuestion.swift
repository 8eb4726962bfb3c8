import Domain
import Journal
import Screen

/// Saying what undo takes back, and asking first when somebody else did it.
extension App {
    /// The longest value that is told of an edit in one line.
    private static let maximumColumns = 60

    /// ` (Phone: 1 → 2; entered 5 min ago by customers edit)`
    func recap(_ step: EditQueue.UndoStep) -> String {
        let changes = step.change.map { $0.kind == .delete ? [] : changeTexts(of: $0) } ?? []
        let parts = changes.map { DisplayText.fitted($0, Self.maximumColumns, ellipsis: glyphs.ellipsis) }
        return " (\((parts + [entered(step)]).joined(separator: "; ")))"
    }

    private func entered(_ step: EditQueue.UndoStep) -> String {
        let whence = step.source == environment.session ? "" : Wording.whence(step.source)
        return "entered \(Wording.age(of: step.enteredAt, at: now))\(whence)"
    }

    func whom(_ id: CustomerID, _ change: Entry.Change?) -> String {
        shown(id)?.name ?? change?.name ?? "customer \(id.text)"
    }

    // MARK: Undo

    mutating func ask(toUndo step: EditQueue.UndoStep) {
        let others = queue.sources(of: step).subtracting([environment.session])
        let programs = Set(others.map { Wording.whoever($0) }).sorted().joined(separator: " and ")
        var lines = ["\(step.summary.sentenceStart), \(entered(step))."]
        if case .compensate = step { lines.append("The server has it; another edit takes it back.") }
        ask(
            "Undo what \(programs) did to \(whom(step.customer, step.change))?", lines, step.change,
            of: step.customer, .init(key: "y", title: "undo", action: .undo(step)))
    }

    /// Takes back what was asked about, unless it is another edit's turn by now, or it has become another.
    mutating func undo(asAsked step: EditQueue.UndoStep) {
        if queue.nextUndo == step { takeBack(step) } else { notice = Self.changedMeanwhile }
    }

    // MARK: Redo

    mutating func ask(toRedo undone: UndoneEdit) {
        ask(
            "Bring back what \(Wording.whoever(undone.undoneBy)) has undone of \(whom(undone.customer, undone.change))?",
            ["\(undone.change.summary.sentenceStart)."], undone.change, of: undone.customer,
            .init(key: "y", title: "redo", action: .redo(undone)))
    }

    mutating func redo(asAsked undone: UndoneEdit) {
        if queue.redoable.last == undone { bringBack(undone) } else { notice = Self.changedMeanwhile }
    }

    private static let changedMeanwhile = Notice.warning(
        "Nothing was done: another program has changed the queue meanwhile. Look, and press the key again.")

    private mutating func ask(
        _ title: String, _ lines: [String], _ change: Entry.Change?, of id: CustomerID, _ yes: Question.Choice
    ) {
        select(id)
        overlay = .question(
            Question(
                title: title, lines: lines, personal: change.map(personal),
                choices: [yes, .init(key: "n", title: "leave it", action: .none)]))
    }

    private func personal(_ change: Entry.Change) -> Question.Personal {
        if case .delete(let base, _) = change { .email(base.email) } else { .change(change) }
    }

    /// Shows whom a question is about.
    private mutating func select(_ id: CustomerID) {
        guard pane == .list || pane == .detail, shown(id) != nil else { return }
        listing.select(id, visibleRows: layout.visibleRows)
        // One who has no row here has the details to themselves.
        if listing.selectedID != id { pane = .detail }
        if detail?.id != id { detail = DetailState(id: id) }
    }
}

extension String {
    /// The same as the beginning of a sentence.
    fileprivate var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
