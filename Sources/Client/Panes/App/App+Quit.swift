import Domain
import Journal
import Wording

/// Leaving: nothing is asked when everything is on disk.
extension App {
    mutating func quit() {
        let count = model.queue.count
        if !model.writes.recordings.isEmpty {
            ask(toQuit: "Quit before the edit is saved?", "It is not on the disk yet.")
        } else if hasUnsaved {
            ask(toQuit: "Quit and lose what is not saved?", "It could not be written to the disk.", or: [.copyUnsaved])
        } else if !environment.isDurable, count > 0 {
            let edits = count == 1 ? "one edit" : "\(count) edits"
            let copy = Question.Choice(key: "c", title: "copy them to the clipboard", action: .copyQueue)
            ask(toQuit: "Quit and lose \(edits)?", "Kept in memory only, and not with the server yet.", or: [copy])
        } else if let form = customers.form, form.isChanged, form.notKept != nil {
            ask(toQuit: "Quit and lose what was typed?", "It could not be written to the disk.", or: [.copyForm])
        } else if let form = customers.form, form.isChanged, form.stage == .editing {
            ask(toQuit: "Quit with an unfinished form?", "What was typed is offered again at the next start.")
        } else {
            perform(.quit)
        }
    }

    private mutating func ask(toQuit title: String, _ line: String, or others: [Question.Choice] = []) {
        navigation.overlay = .question(
            Question(
                title: title, lines: [line],
                choices: [
                    .init(key: "y", title: "quit", action: .quit), .init(key: "n", title: "stay", action: .none),
                ] + others))
    }

    /// Whether the program's end would lose what the person meant to save.
    private var hasUnsaved: Bool { !model.writes.unsaved.isEmpty || customers.form?.notSaved != nil }

    /// What is left to be said once the terminal is the shell's again; `nil` when nothing waits.
    package var exitMessage: String? {
        guard environment.isDurable, !model.queue.isEmpty else { return nil }
        let edits = model.queue.count == 1 ? "One edit is" : "\(model.queue.count) edits are"
        let undecided = model.queue.entries.count(where: \.needsDecision)
        guard undecided < model.queue.count else {
            return "\(edits) kept here until decided; \(context.keyName(.queue)) shows them at the next start."
        }
        let deletions = model.queue.entries.contains {
            $0.change.kind == .delete && !$0.needsDecision && $0.source == environment.session
        }
        return "\(edits) kept here and sent at the next start\(deletions ? ", deletions without a further wait" : "")."
    }
}

extension Question.Choice {
    fileprivate static let copyUnsaved = Question.Choice(
        key: "c", title: "copy it to the clipboard", action: .copyUnsaved)
    fileprivate static let copyForm = Question.Choice(key: "c", title: "copy it to the clipboard", action: .copyForm)
}
