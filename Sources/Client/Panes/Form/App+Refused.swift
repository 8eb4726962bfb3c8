import Domain
import Journal
import Wire
import Wording

/// What the form does when its save was refused, or when others change the customer meanwhile.
extension App {
    /// The form goes on with the server's reason at the field, and its entry is taken out of the queue. It shows itself
    /// where it is in sight; one that was left waits until the person returns to it.
    ///
    /// - Parameter isSaved: whether it is the entry that the form has saved, and not one that carries it.
    mutating func takeRefusal(_ problem: Problem, of entry: PendingEdit, isSaved: Bool) {
        perform(.stop(.verdict))
        let isLast = model.queue.entries(for: entry.customer).last?.sequence == entry.sequence
        if !isSaved || !entry.carries.isEmpty {
            // Other edits have become one with it, and none of them may be lost: the form goes on with all of it.
            goOn(withAllOf: entry)
        } else if customers.form?.target == .newEntry, isLast {
            customers.form?.stage = .recording
            record(.withdraw(entry.sequence), for: .withdrawal(entry.sequence))
        } else {
            // The entry was there before the form, or others build on it: saving again puts it right.
            customers.form?.stage = .editing
            customers.form?.target = .entry(entry.sequence)
        }
        showVerdict(problem)
    }

    private mutating func goOn(withAllOf entry: PendingEdit) {
        guard let old = customers.form else { return }
        perform(.dropDraft(old.id))
        guard var form = form(forRefused: entry) else { return navigation.closeForm() }
        if old.hasKeysSinceSave { form.focus(on: old.focus) }
        form.hasKeysSinceSave = old.hasKeysSinceSave
        customers.form = form
    }

    mutating func takeWithdrawn(_ sequence: JournalRecord.Sequence, failure: Failure?) {
        guard customers.form?.stage == .recording else { return }
        customers.form?.stage = .editing
        if let failure {
            customers.form?.target = .entry(sequence)
            chrome.notice = .error(failure.sentence)
        }
        _ = rebaseForm()
    }

    private mutating func showVerdict(_ problem: Problem) {
        guard customers.form != nil else { return }
        let what: String
        switch problem.kind {
        case .validation:
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { customers.form?.setVerdict(violation.message, on: $0) }
            }
            what = "the server refuses the marked fields."
        case .emailTaken:
            let owner = problem.owner.flatMap { model.shown($0)?.name }.map { "by \($0)" } ?? "by another customer"
            customers.form?.setVerdict("is used \(owner) already", on: .email)
            what = "the email is used \(owner)."
        default: what = problem.detail
        }
        chrome.notice = .error("Not saved: \(what)" + (scope == .form ? "" : " \(formAdvice)"))
    }

    // MARK: Somebody else was faster

    /// What the form is a change to, as it would be shown without the form's own entry.
    private var formBase: Customer? {
        guard let form = customers.form, let id = form.customerID else { return nil }
        let own: JournalRecord.Sequence? =
            switch (form.stage, form.target) {
            case (.awaiting(let sequence), _), (_, .entry(let sequence)): sequence
            default: nil
            }
        return own.map(model.queue.before).map { $0.shown(id, on: model.directory[id]) } ?? model.shown(id)
    }

    /// Bases the form on the newest state.
    ///
    /// - Returns: the fields in which it differs from what the form knew.
    mutating func rebaseForm() -> [CustomerField] {
        // While its entry is on the way to the journal nobody can say which part of the queue is the form's own.
        guard let form = customers.form, form.stage != .recording, let base = formBase else { return [] }
        return customers.form?.rebase(onto: base) ?? []
    }

    mutating func sayChangedMeanwhile(_ id: CustomerID) {
        guard customers.form?.stage == .editing else { return }
        let whom = model.directory[id]?.byWhom ?? ""
        chrome.notice = .warning("Changed meanwhile\(whom). Look at the form and save again.")
    }
}
