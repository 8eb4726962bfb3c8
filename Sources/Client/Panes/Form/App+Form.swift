import Domain
import Journal
import Wire
import Wording

/// Opening and closing the form.
extension App {
    /// - Parameter field: where to begin; `nil` for where a form begins.
    mutating func edit(_ customer: Customer, in field: CustomerField? = nil) {
        guard context.changeable(customer.id) != nil, !offersWaitingDraft() else { return }
        openForm(FormPane(id: environment.makeID(), subject: .edit(customer)))
        if let field, customers.openForm?.customerID == customer.id { customers.form?.focus(on: field) }
        _ = context.askNewest(customer)
    }

    mutating func new() {
        guard context.mayWrite(), !offersWaitingDraft() else { return }
        openForm(FormPane(id: environment.makeID(), subject: .new(environment.makeID())))
    }

    mutating func openForm(_ form: FormPane) {
        // A form that is open already is not thrown away by another one, nor shown in place of another person's.
        switch customers.form?.subjectID {
        case nil: navigation.open(form)
        case form.subjectID?:
            navigation.resumeForm()
            chrome.notice = .plain("This form is open already; save or leave it first.")
        case .some: chrome.notice = .plain("Another form is open already; save or leave it first. \(formNextStep)")
        }
    }

    mutating func setFormAside() {
        navigation.setFormAside()
        let leadsBack = context.hasKey(.nextPane, in: scope)
        let next = leadsBack ? "; \(context.keyName(.nextPane)) leads back to the form" : ""
        chrome.notice = .plain("Saving goes on\(next).")
    }

    mutating func closeForm() {
        if let form = customers.form { perform(.dropDraft(form.id)) }
        navigation.closeForm()
    }

    /// Bases the form on the newest state, and says so when others have changed it.
    mutating func rebaseForm() {
        let changed = navigation.customers.form?.rebase(in: context.model) ?? []
        guard !changed.isEmpty, let form = customers.form, form.stage == .editing else { return }
        let author = form.customerID.flatMap { model.directory[$0]?.byAuthor } ?? ""
        chrome.notice = .warning("Changed\(author) meanwhile. Check the form, then save.")
    }

    // MARK: The end of a save

    /// Looks at what has become of what the form has saved.
    mutating func followSave() {
        withForm { $0.followSave(&$1) }
    }

    /// The form does not wait for the server any longer.
    mutating func stopAwaiting() {
        withForm { form, _ in if case .awaiting(let sequence) = form.stage { .kept(sequence) } else { nil } }
    }

    /// Updates the form, and does what follows from where its save has led.
    mutating func withForm(_ update: (inout FormPane, inout PaneContext) -> FormPane.SaveResult?) {
        guard var form = customers.form else { return }
        let result = update(&form, &context)
        customers.form = form
        switch result {
        case nil: break
        case .finished(let fate)?: finish(form, fate)
        case .kept(let sequence)?:
            let isBlocked = model.queue.isBlocked(sequence, of: form.subjectID)
            closeSavedForm(showing: form.subjectID)
            chrome.notice = isBlocked ? context.blockedNotice : context.savedNotice
        case .conflict(let entry)?:
            closeSavedForm()
            announce(entry)
        case .refused(let what)?:
            chrome.notice = .error("Not saved: \(what)" + (scope == .form ? "" : " \(formNextStep)"))
        case .lost?: navigation.closeForm()
        }
    }

    /// What was saved is shown.
    private mutating func finish(_ form: FormPane, _ fate: EditFate) {
        let saved = if case .synced(let finished) = fate { finished.customer } else { form.subjectID }
        let name = model.shown(saved)?.name ?? form.text(.name)
        closeSavedForm(showing: saved)
        chrome.notice =
            switch fate {
            case .takenBack(let finished):
                .warning("The edit of \(name) was taken back: by \(Phrases.author(finished.endedBy)).")
            case .superseded: .warning("The edit of \(name) was taken back by a later one before it was sent.")
            case .synced, .unneeded, .pending, .forgotten: .success("Saved \(name).")
            }
    }

    /// Closes the form: what the person has asked for is done.
    ///
    /// - Parameter saved: who is shown then, unless the person has gone elsewhere meanwhile.
    private mutating func closeSavedForm(showing saved: CustomerID? = nil) {
        perform(.stop(.verdict))
        let isInSight = customers.openForm != nil
        closeForm()
        guard isInSight, let saved, navigation.showsCustomers, customers.focus != .search, model.shown(saved) != nil
        else { return }
        show(DetailPane(id: saved, freshness: .newest(at: chrome.now)))
    }
}

extension PaneContext {
    fileprivate var savedNotice: Notice {
        guard environment.isDurable else { return .warning("Kept in memory only, until it is sent.") }
        let when = model.isSending ? "the server has not answered yet." : "it is sent when \(whenSent)."
        return Notice.success("Saved here; " + when).aboutQueue
    }

    fileprivate var blockedNotice: Notice {
        .warning("Saved here; it waits until the edit before it is decided: \(keyName(.queue)).")
    }
}

extension EditQueue {
    /// Whether something before the entry waits for the person.
    fileprivate func isBlocked(_ sequence: JournalRecord.Sequence, of customer: CustomerID) -> Bool {
        entries(for: customer).contains { $0.sequence < sequence && $0.needsDecision }
    }
}
