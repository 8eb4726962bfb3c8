import Domain
import Journal
import Wording

/// Unfinished forms of earlier sessions.
extension App {
    /// Asks about what an earlier session has left; not once somebody has started to work.
    mutating func offer(_ drafts: [Draft]) {
        guard let draft = drafts.first, customers.form == nil, navigation.note == nil, !environment.isReadOnly else {
            return
        }
        guard chrome.hasInput || navigation.overlay != nil else { return ask(about: draft) }
        chrome.waitingDraft = draft
        let (new, edit) = (context.keyName(.new), context.keyName(.edit))
        chrome.notice = .plain(
            "You have an unfinished \(draft.kind) (\(summary(of: draft))); press \(new) or \(edit) to resume it.")
    }

    /// - Parameter reason: why what is typed is not on disk; `nil` once it is.
    mutating func noteKept(_ reason: String?) {
        customers.form?.notKept = reason
        navigation.note?.notKept = reason
    }

    /// Whether an earlier session's form is offered first.
    mutating func offersWaitingDraft() -> Bool {
        guard let draft = chrome.waitingDraft, customers.form == nil else { return false }
        chrome.waitingDraft = nil
        ask(about: draft)
        return true
    }

    private func subject(of draft: Draft) -> String {
        switch draft.subject {
        case .new: draft.values[.name].flatMap { $0.isEmpty ? nil : $0 } ?? "a new customer"
        case .edit(let customer): customer.name
        }
    }

    private func heading(of draft: Draft) -> String {
        switch draft.subject {
        case .edit: draft.note == nil ? "Edit of " : "On "
        case .new: "New customer: "
        }
    }

    private func summary(of draft: Draft) -> String {
        "\(subject(of: draft)), \(Phrases.age(of: draft.savedAt, at: chrome.now, in: environment.zone))"
    }

    private mutating func ask(about draft: Draft) {
        navigation.overlay = .question(
            Question(
                title: "Go on with the unfinished \(draft.kind)?", lines: [heading(of: draft) + summary(of: draft)],
                choices: [
                    .init(key: "y", title: "go on", action: .restoreDraft(draft)),
                    .init(key: "n", title: "later", action: .none),
                    .init(key: "x", title: "throw away", action: .askToDropDraft(draft.id, of: subject(of: draft))),
                ]))
    }

    mutating func restore(_ draft: Draft) {
        if let note = draft.note, case .edit(let customer) = draft.subject {
            return restoreNote(note, on: customer, draft.id)
        }
        var form = FormPane(draft)
        // What was saved a moment before the session's end is in the queue, or with the server, already.
        if case .new(let id) = draft.subject, let made = model.shown(id) { form.becomeEdit(of: made) }
        openForm(form)
        _ = navigation.customers.form?.rebase(in: context.model)
        navigation.customers.form?.noteChange(&context)
        // Somebody may have deleted them meanwhile.
        if case .edit(let customer) = draft.subject, !context.askNewest(customer) { context.ask(about: customer.id) }
    }
}

extension Draft {
    /// What it is of.
    fileprivate var kind: String { note == nil ? "form" : "note" }
}
