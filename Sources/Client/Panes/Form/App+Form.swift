import Domain
import Screen
import Wire

/// Editing: opening the form, typing, saving, leaving.
extension App {
    mutating func edit() {
        guard mayWrite(), let customer = selectedCustomer else { return }
        openForm(FormState(id: environment.makeID(), subject: .edit(customer)))
        askNewest(customer)
    }

    mutating func new() {
        guard mayWrite() else { return }
        openForm(FormState(id: environment.makeID(), subject: .new(environment.makeID())))
    }

    private mutating func openForm(_ form: FormState) {
        paneBeforeForm = pane == .detail ? .detail : .list
        self.form = form
        pane = .form
    }

    // MARK: Typing

    mutating func typeInForm(_ key: Key) {
        guard var form, form.stage == .editing else { return }
        if isLossy(form.focus), !Self.startsOver.contains(key) {
            if !moveFocus(key) {
                notice = .warning("This terminal cannot show the value faithfully; Ctrl-U clears it to type it anew.")
            }
            return
        }
        let before = form.text(form.focus)
        let isTaken = form.take(key)
        let isEdited = form.text(form.focus) != before
        self.form = form
        if isEdited { keepDraft() } else if !isTaken { _ = moveFocus(key) }
    }

    /// What empties a field whose value the terminal cannot show.
    private static let startsOver: [Key] = [.control("u")]

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
        if isLossy(form.focus) {
            notice = .warning("This terminal cannot show the value faithfully; Ctrl-U clears it to type it anew.")
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

    private mutating func keepDraft() {
        if let form { perform(.keepDraft(form.draft(at: now))) }
    }

    // MARK: Saving

    mutating func save() {
        guard var form, form.stage == .editing, mayWrite() else { return }
        do throws(FieldViolations) {
            guard let payload = try form.payload() else {
                closeForm()
                notice = .plain("Nothing was changed.")
                return
            }
            let call = call(for: payload, in: &form)
            form.stage = .saving(send(call, for: .save))
            self.form = form
            notice = .plain("Saving\(environment.glyphs.ellipsis)")
        } catch {
            form.showFaults()
            self.form = form
            let count = error.all.count
            notice = .error("Not saved: \(count == 1 ? "one field needs" : "\(count) fields need") correcting.")
        }
    }

    private func call(for payload: FormState.Payload, in form: inout FormState) -> Call {
        let key = form.key(for: payload, fresh: environment.makeID())
        return switch payload {
        case .create(let id, let new): .put(id, new, condition: .mustNotExist, idempotencyKey: key)
        case .change(let id, let patch, let version):
            .patch(id, patch, condition: .matches(.versions([version])), idempotencyKey: key)
        }
    }

    mutating func takeSaved(_ result: Result<Answer, Failure>) {
        form?.stage = .editing
        switch result {
        case .success(.created(let customer, _)), .success(.changed(let customer, _)):
            closeForm()
            take(customer)
            show(customer)
            notice = .success("Saved \(customer.name).")
        case .success: notice = .error(Failure.unexpected)
        case .failure(let failure): takeSaveFailure(failure)
        }
    }

    /// Selects a customer that was just saved and shows it.
    private mutating func show(_ customer: Customer) {
        listing.select(customer.id, visibleRows: layout.visibleRows)
        detail = DetailState(id: customer.id, freshness: .newest)
    }

    private mutating func takeSaveFailure(_ failure: Failure) {
        switch failure.kind {
        case .refused(let problem): takeRefusal(problem, failure)
        case .unreachable(let mayHaveArrived):
            let again = "The form is kept; \(keyName(.save)) tries again"
            notice = .error(
                "Not saved: \(failure.sentence) \(again)\(mayHaveArrived ? ", and nothing happens twice." : ".")")
        case .signInNeeded, .other: notice = .error("Not saved: \(failure.sentence)")
        }
    }

    private mutating func takeRefusal(_ problem: Problem, _ failure: Failure) {
        switch problem.kind {
        case .validation:
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { form?.setVerdict(violation.message, on: $0) }
            }
            notice = .error("Not saved: the server refuses the marked fields.")
        case .emailTaken:
            let owner = problem.owner.flatMap { directory[$0]?.name }.map { "by \($0)" } ?? "by another customer"
            form?.setVerdict("is used \(owner) already", on: .email)
            notice = .error("Not saved: the email is used \(owner).")
        case .versionMismatch:
            guard let current = problem.current else { fallthrough }
            takeNewer(current)
            let whatNow = "Look at the form and save again."
            notice = .warning("Not saved: changed meanwhile\(current.byWhom). \(whatNow)")
        case .deleted, .notFound:
            if let id = form?.customerID { takeGone(id) } else { notice = .error("Not saved: \(failure.sentence)") }
        default: notice = .error("Not saved: \(failure.sentence)")
        }
    }

    // MARK: Leaving

    mutating func leaveForm() {
        guard let form else { return }
        if case .saving = form.stage {
            overlay = .question(
                Question(
                    title: "Stop waiting for the answer?",
                    lines: ["The form stays. Saving it again changes nothing twice."],
                    choices: [
                        .init(key: "y", title: "stop", action: .stopSaving),
                        .init(key: "n", title: "wait", action: .none),
                    ]))
        } else if form.isChanged {
            overlay = .question(
                Question(
                    title: "Leave without saving?", lines: ["What was typed is thrown away."],
                    choices: [
                        .init(key: "y", title: "leave", action: .leaveForm),
                        .init(key: "n", title: "stay", action: .none),
                    ]))
        } else {
            closeForm()
        }
    }

    mutating func stopSaving() {
        guard case .saving(let id)? = form?.stage else { return }
        cancel(id)
        form?.stage = .editing
        notice = .warning(
            "Whether this was saved is not known; \(keyName(.save)) sends it again, and nothing happens twice.")
    }

    mutating func closeForm() {
        if let form { perform(.dropDraft(form.id)) }
        form = nil
        pane = detail == nil ? .list : paneBeforeForm
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
                    .init(key: "x", title: "throw away", action: .dropDraft(draft.id)),
                    .init(key: "n", title: "later", action: .none),
                ]))
    }

    mutating func restore(_ draft: Draft) {
        openForm(FormState(draft))
        keepDraft()
        if case .edit(let customer) = draft.subject { askNewest(customer) }
    }
}
