import Domain
import Journal
import Wording

/// Where somebody goes who leaves.
enum Departure: Hashable, Sendable {
    /// To the shell.
    case quit
    case profile(String)

    var effect: TerminalEffect {
        switch self {
        case .quit: .quit
        case .profile(let name): .openProfile(name)
        }
    }

    /// How a question about it begins.
    fileprivate var verb: String {
        switch self {
        case .quit: "Quit"
        case .profile(let name): "Go to \(name)"
        }
    }

    fileprivate var answer: String {
        switch self {
        case .quit: "quit"
        case .profile: "go"
        }
    }
}

/// Leaving: nothing is asked when everything is on disk.
extension App {
    /// Ends this session, for good or for another profile.
    mutating func leave(_ departure: Departure = .quit) {
        let (count, verb) = (model.queue.count, departure.verb)
        if !model.writes.recordings.isEmpty {
            ask(departure, "\(verb) before the edit is saved?", "It is not on the disk yet.")
        } else if hasUnsaved {
            ask(
                departure, "\(verb) and lose what is not saved?", "It could not be written to the disk.",
                or: [.copyUnsaved])
        } else if !environment.isDurable, count > 0 {
            let edits = Phrases.count(count, "edit")
            let copy = Question.Choice(key: "c", title: "copy them to the clipboard", action: .copyQueue)
            ask(
                departure, "\(verb) and lose \(edits)?", "Kept in memory only, and not with the server yet.",
                or: [copy])
        } else if let form = customers.form, form.isChanged, form.notKept != nil {
            ask(
                departure, "\(verb) and lose what was typed?", "It could not be written to the disk.", or: [.copyForm])
        } else if let form = customers.form, form.isChanged, form.stage == .editing {
            ask(departure, "\(verb) with an unfinished form?", "What was typed is offered again at the next start.")
        } else if let note = navigation.note, !note.isEmpty {
            ask(departure, "\(verb) with an unfinished note?", note.leavingText)
        } else if let run = model.customRun {
            ask(departure, "\(verb) and end \(run.command.name)?", "It still runs on \(run.subject).")
        } else {
            perform(departure.effect)
        }
    }

    private mutating func ask(
        _ departure: Departure, _ title: String, _ line: String, or others: [Question.Choice] = []
    ) {
        navigation.overlay = .question(
            Question(
                title: title, lines: [line],
                choices: [
                    .init(key: "y", title: departure.answer, action: .leave(departure)),
                    .init(key: "n", title: "stay", action: .none),
                ] + others))
    }

    /// Whether the program's end would lose what the person meant to save.
    private var hasUnsaved: Bool { !model.writes.unsaved.isEmpty || customers.form?.notSaved != nil }

    /// Whether everything personal is hidden, so that it stays so in another profile.
    package var isMasked: Bool { chrome.isMasked }

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
