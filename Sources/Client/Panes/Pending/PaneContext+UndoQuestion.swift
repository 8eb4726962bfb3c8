import Domain
import Journal
import Screen
import Wording

/// Asking first when somebody else did what is to be taken back.
extension PaneContext {
    // MARK: Undo

    mutating func ask(toUndo step: EditQueue.UndoStep, _ navigator: inout Navigator) {
        let others = model.queue.sources(of: step).subtracting([environment.session])
        let programs = Set(others.map { Phrases.author($0) }).sorted().joined(separator: " and ")
        var lines = ["\(step.summary.sentenceStart), \(entered(step))."]
        if case .compensate = step { lines.append("The server has it; another edit takes it back.") }
        if model.queue.lastSentNote != nil { lines.append(Self.noteStays) }
        let subject = step.customer.map { subjectName($0, step.change) } ?? "several customers"
        ask(
            programs.isEmpty ? "Undo what was done to \(subject) before?" : "Undo what \(programs) did to \(subject)?",
            lines, step.change,
            of: step.customer, .init(key: "y", title: "undo", action: .undo(step)), &navigator)
    }

    /// Takes back what was asked about, unless it is another edit's turn by now, or it has become another.
    mutating func undo(asAsked step: EditQueue.UndoStep, _ navigator: inout Navigator) {
        guard let next = model.queue.nextUndo, next.isSame(as: step) else {
            post(Self.changedMeanwhile)
            return
        }
        takeBack(next, &navigator)
    }

    // MARK: Redo

    mutating func ask(toRedo undone: UndoneEdit, _ navigator: inout Navigator) {
        ask(
            "Bring back what \(Phrases.author(undone.undoneBy)) has undone of \(subjectName(undone.customer, undone.change))?",
            ["\(undone.change.summary.sentenceStart)."], undone.change, of: undone.customer,
            .init(key: "y", title: "redo", action: .redo(undone)), &navigator)
    }

    mutating func redo(asAsked undone: UndoneEdit, _ navigator: inout Navigator) {
        guard model.queue.redoable.last == undone else {
            post(Self.changedMeanwhile)
            return
        }
        bringBack(undone, &navigator)
    }

    private static let changedMeanwhile = Notice.warning(
        "Nothing was done: another program has changed the queue meanwhile. Look, and press the key again.")

    private mutating func ask(
        _ title: String, _ lines: [String], _ change: Entry.Change?, of id: CustomerID?, _ yes: Question.Choice,
        _ navigator: inout Navigator
    ) {
        if let id { navigator.go(.reveal(id)) }
        navigator.ask(
            Question(
                title: title, lines: lines, personal: change.flatMap(personal),
                choices: [yes, .init(key: "n", title: "leave it", action: .none)]))
    }

    private func personal(_ change: Entry.Change) -> Question.Personal? {
        if case .delete(let base, _) = change { Question.Personal(base) } else { .change(change) }
    }
}
