import Domain
import Journal
import Screen

/// Editing: opening the form, typing, saving, leaving.
extension App {
    mutating func edit() {
        guard mayWrite(), let customer = selectedCustomer, !isDeleted(customer) else { return }
        guard !queue.isBeingDeleted(customer.id) else {
            notice = .plain("\(customer.name) is being deleted; \(keyName(.undo)) undoes.")
            return
        }
        openForm(FormState(id: environment.makeID(), subject: .edit(customer)))
        askNewest(customer)
    }

    mutating func new() {
        guard mayWrite() else { return }
        openForm(FormState(id: environment.makeID(), subject: .new(environment.makeID())))
    }

    mutating func openForm(_ form: FormState) {
        // A form that is open already is not thrown away by another one.
        guard self.form == nil else {
            pane = .form
            notice = .plain("This form is open already; save or leave it first.")
            return
        }
        paneBeforeForm = pane == .detail || pane == .queue ? pane : .list
        self.form = form
        pane = .form
    }

    // MARK: Typing

    mutating func typeInForm(_ key: Key) {
        guard var form, form.stage == .editing else { return }
        guard !isLossy(form.focus) else {
            if !moveFocus(key) { notice = noticeOfLoss }
            return
        }
        let before = form.text(form.focus)
        let isTaken = form.take(key)
        let isEdited = form.text(form.focus) != before
        self.form = form
        if isEdited { keepDraft() } else if !isTaken { _ = moveFocus(key) }
    }

    /// Empties the field that is being typed in; what was in it can be put back.
    mutating func clearField() {
        guard let form, form.stage == .editing else { return }
        self.form?.clear()
        keepDraft()
    }

    private var noticeOfLoss: Notice {
        let clear = keyName(.clear, in: .form)
        return .warning("This terminal cannot show the value faithfully; \(clear) clears it to type it anew.")
    }

    /// Keys that the field has no use for lead to the next one.
    private mutating func moveFocus(_ key: Key) -> Bool {
        switch key {
        case .down, .enter: form?.moveFocus(by: 1)
        case .up: form?.moveFocus(by: -1)
        default: return false
        }
        return true
    }

    mutating func pasteInForm(_ text: String) {
        guard let form, form.stage == .editing else { return }
        guard !isLossy(form.focus) else {
            notice = noticeOfLoss
            return
        }
        self.form?.paste(text)
        keepDraft()
    }

    /// Whether the field holds more than the terminal can show, so that editing would be guessing.
    func isLossy(_ field: CustomerField) -> Bool {
        guard !environment.isUnicode, let text = form?.text(field) else { return false }
        return !text.utf8.allSatisfy { $0 < 0x80 }
    }

    mutating func keepDraft() {
        if let form { perform(.keepDraft(form.draft(at: now))) }
    }

    // MARK: Leaving

    mutating func leaveForm() {
        guard let form else { return }
        switch form.stage {
        case .recording:
            // It is not known yet whether it will be on disk: the form stays behind until then.
            pane = paneBeforeForm
            notice = .plain("Saving goes on; \(keyName(.nextPane)) leads back to the form.")
        case .awaiting: stopAwaiting()
        case .editing where form.isChanged:
            overlay = .question(
                Question(
                    title: "Leave without saving?", lines: [leavingText(form)],
                    choices: [
                        .init(key: "y", title: "leave", action: .leaveForm),
                        .init(key: "n", title: "stay", action: .none),
                    ]))
        case .editing: closeForm()
        }
    }

    private func leavingText(_ form: FormState) -> String {
        if case .entry = form.target { return "The refused edit stays in the queue as it was." }
        return "What was typed is thrown away."
    }

    mutating func closeForm() {
        if let form { perform(.dropDraft(form.id)) }
        form = nil
        if pane == .form { pane = detail == nil && paneBeforeForm == .detail ? .list : paneBeforeForm }
    }

    // MARK: Drafts of earlier sessions

    mutating func offer(_ drafts: [Draft]) {
        guard let draft = drafts.first, overlay == nil, form == nil, !environment.isReadOnly else { return }
        let subject =
            switch draft.subject {
            case .new: draft.values[.name].flatMap { $0.isEmpty ? nil : $0 } ?? "a new customer"
            case .edit(let customer): customer.name
            }
        overlay = .question(
            Question(
                title: "Go on with the unfinished form?",
                lines: ["\(subject), \(Wording.age(of: draft.savedAt, at: now))"],
                choices: [
                    .init(key: "y", title: "go on", action: .restoreDraft(draft)),
                    .init(key: "n", title: "later", action: .none),
                    .init(key: "x", title: "throw away", action: .askToDropDraft(draft.id, of: subject)),
                ]))
    }

    mutating func askToDropDraft(_ id: Draft.ID, of subject: String) {
        overlay = .question(
            Question(
                title: "Throw away what was typed?", lines: [subject],
                choices: [
                    .init(key: "y", title: "throw away", action: .dropDraft(id)),
                    .init(key: "n", title: "keep", action: .none),
                ]))
    }

    mutating func restore(_ draft: Draft) {
        var form = FormState(draft)
        // What was saved a moment before the session's end is in the queue, or with the server, already.
        if case .new(let id) = draft.subject, let made = shown(id) { form.becomeEdit(of: made) }
        openForm(form)
        _ = rebaseForm()
        keepDraft()
        if case .edit(let customer) = draft.subject { askNewest(customer) }
    }
}
