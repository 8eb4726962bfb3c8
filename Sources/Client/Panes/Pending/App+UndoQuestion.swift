import Domain
import Journal
import Screen
import Wording

/// Asking first when somebody else did what is to be taken back.
extension App {
    // MARK: Undo

    mutating func ask(toUndo step: EditQueue.UndoStep) {
        let others = model.queue.sources(of: step).subtracting([environment.session])
        let programs = Set(others.map { Wording.whoever($0) }).sorted().joined(separator: " and ")
        var lines = ["\(step.summary.sentenceStart), \(context.entered(step))."]
        if case .compensate = step { lines.append("The server has it; another edit takes it back.") }
        ask(
            "Undo what \(programs) did to \(context.whom(step.customer, step.change))?", lines, step.change,
            of: step.customer, .init(key: "y", title: "undo", action: .undo(step)))
    }

    /// Takes back what was asked about, unless it is another edit's turn by now, or it has become another.
    mutating func undo(asAsked step: EditQueue.UndoStep) {
        if model.queue.nextUndo == step { takeBack(step) } else { chrome.notice = Self.changedMeanwhile }
    }

    // MARK: Redo

    mutating func ask(toRedo undone: UndoneEdit) {
        ask(
            "Bring back what \(Wording.whoever(undone.undoneBy)) has undone of \(context.whom(undone.customer, undone.change))?",
            ["\(undone.change.summary.sentenceStart)."], undone.change, of: undone.customer,
            .init(key: "y", title: "redo", action: .redo(undone)))
    }

    mutating func redo(asAsked undone: UndoneEdit) {
        if model.queue.redoable.last == undone { bringBack(undone) } else { chrome.notice = Self.changedMeanwhile }
    }

    private static let changedMeanwhile = Notice.warning(
        "Nothing was done: another program has changed the queue meanwhile. Look, and press the key again.")

    private mutating func ask(
        _ title: String, _ lines: [String], _ change: Entry.Change?, of id: CustomerID, _ yes: Question.Choice
    ) {
        select(id)
        navigation.overlay = .question(
            Question(
                title: title, lines: lines, personal: change.map(personal),
                choices: [yes, .init(key: "n", title: "leave it", action: .none)]))
    }

    private func personal(_ change: Entry.Change) -> Question.Personal {
        if case .delete(let base, _) = change { .email(base.email) } else { .change(change) }
    }

    /// Shows whom a question is about.
    private mutating func select(_ id: CustomerID) {
        guard [.list, .detail].contains(navigation.scopeBelow), model.shown(id) != nil else { return }
        customers.listing.select(id, visibleRows: layout.visibleRows)
        let pane = customers.detail.flatMap { $0.id == id ? $0 : nil } ?? DetailPane(id: id)
        // One who has no row here has the details to themselves.
        let hasRow = customers.listing.selectedID == id
        if hasRow, customers.focus == .list { customers.show(pane) } else { customers.open(pane) }
    }
}

extension String {
    /// The same as the beginning of a sentence.
    fileprivate var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
