import Domain
import Journal
import Screen

/// Editing: opening the form, typing, saving, leaving.
extension App {
    mutating func edit() {
        guard mayWrite(), let customer = subject, !isDeleted(customer), !offersWaitingDraft() else { return }
        guard !model.queue.isBeingDeleted(customer.id) else {
            chrome.notice = .plain("\(customer.name) is being deleted; \(context.keyName(.undo)) undoes.")
            return
        }
        openForm(FormPane(id: environment.makeID(), subject: .edit(customer)))
        askNewest(customer)
    }

    mutating func new() {
        guard mayWrite(), !offersWaitingDraft() else { return }
        openForm(FormPane(id: environment.makeID(), subject: .new(environment.makeID())))
    }

    mutating func openForm(_ form: FormPane) {
        // A form that is open already is not thrown away by another one, nor shown in place of another person's.
        switch customers.form?.subjectID {
        case nil: navigation.open(form)
        case form.subjectID?:
            navigation.takeUpForm()
            chrome.notice = .plain("This form is open already; save or leave it first.")
        case .some: chrome.notice = .plain("Another form is open already; save or leave it first. \(formAdvice)")
        }
    }

    // MARK: Typing

    mutating func typeInForm(_ key: Key) {
        guard var form = editableForm else { return }
        guard !isLossy(form) else {
            if !moveFocus(key) { chrome.notice = noticeOfLoss }
            return
        }
        let before = form.text(form.focus)
        let isTaken = form.take(key)
        customers.form = form
        if form.text(form.focus) != before { keepDraft() } else if !isTaken { _ = moveFocus(key) }
    }

    /// The form while something can be typed in it.
    private var editableForm: FormPane? { customers.form.flatMap { $0.stage == .editing ? $0 : nil } }

    /// Empties the field that is being typed in; what was in it can be put back.
    mutating func clearField() {
        guard var form = editableForm else { return }
        form.clear()
        customers.form = form
        keepDraft()
    }

    private func isLossy(_ form: FormPane) -> Bool { context.isLossy(form.focus, form) }

    private var noticeOfLoss: Notice {
        let clear = context.keyName(.clear, in: .form)
        return .warning("This terminal cannot show the value faithfully; \(clear) clears it to type it anew.")
    }

    /// Keys that the field has no use for lead to the next one.
    private mutating func moveFocus(_ key: Key) -> Bool {
        switch key {
        case .down, .enter: customers.form?.moveFocus(by: 1)
        case .up: customers.form?.moveFocus(by: -1)
        default: return false
        }
        return true
    }

    mutating func pasteInForm(_ text: String) {
        guard var form = editableForm else { return }
        guard !isLossy(form) else {
            chrome.notice = noticeOfLoss
            return
        }
        form.paste(text)
        customers.form = form
        keepDraft()
    }

    mutating func keepDraft() {
        if let form = customers.form { perform(.keepDraft(form.draft(at: chrome.now))) }
    }

    // MARK: Leaving

    mutating func leaveForm() {
        guard let form = customers.form else { return }
        switch form.stage {
        case .recording:
            // It is not known yet whether it will be on disk: the form stays behind until then.
            navigation.setFormAside()
            let context = context
            let isKeyThere = context.hasKey(.nextPane, in: scope)
            let next = isKeyThere ? "; \(context.keyName(.nextPane)) leads back to the form" : ""
            chrome.notice = .plain("Saving goes on\(next).")
        case .awaiting: stopAwaiting()
        case .editing where form.isChanged:
            navigation.overlay = .question(
                Question(
                    title: "Leave without saving?", lines: [leavingText(form)],
                    choices: [
                        .init(key: "y", title: "leave", action: .leaveForm),
                        .init(key: "n", title: "stay", action: .none),
                    ]))
        case .editing: closeForm()
        }
    }

    private func leavingText(_ form: FormPane) -> String {
        if case .entry = form.target { return "The refused edit stays in the queue as it was." }
        return "What was typed is thrown away."
    }

    mutating func closeForm() {
        if let form = customers.form { perform(.dropDraft(form.id)) }
        navigation.closeForm()
    }
}
