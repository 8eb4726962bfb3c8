import Domain
import Journal
import Wire

/// Who may be the same: asking, answers, and going there.
extension App {
    // MARK: The details

    /// After every event: asks once who may be the same as the customer whose details have the keys; the server where it
    /// can say, and this machine otherwise.
    mutating func askForLikeness() {
        guard let pane = customers.detail, customers.inDetails == pane.id, pane.isDueForLikeness(context) else {
            return
        }
        let isKnown = model.directory[pane.id]?.version ?? 0 > 0
        if isKnown, model.connection.takesEdits, model.capabilities?.contains(.duplicates) ?? false {
            let id = context.send(.duplicates(pane.id), for: .duplicates(pane.id))
            customers.updateDetail { $0.likeness = .asked(id) }
        } else {
            recallLikeness(pane.id)
        }
    }

    private mutating func recallLikeness(_ id: CustomerID) {
        guard let details = model.shown(id)?.details else { return }
        let query = LocalQuery(subject: .duplicates(of: details, except: id), after: nil, limit: Duplicate.maximumShown)
        let request = context.recall(query)
        customers.updateDetail { if $0.id == id { $0.likeness = .recalled(request) } }
    }

    mutating func receiveDuplicates(_ result: Result<ReadAnswer, Failure>, of id: CustomerID, for request: RequestID) {
        guard customers.detail?.likeness == .asked(request) else { return }
        guard case .success(.duplicates(let found)) = result else { return recallLikeness(id) }
        for duplicate in found.duplicates { _ = apply(duplicate.customer) }
        customers.updateDetail { $0.likeness = .found(found.duplicates.map(Likeness.init)) }
    }

    // MARK: The form

    mutating func receiveAlike(_ result: Result<ReadAnswer, Failure>, in form: Draft.ID) {
        guard customers.form?.id == form, case .success(.page(let page)) = result else { return }
        model.apply(result)
        navigation.customers.form?.receive(alike: page.customers.map(\.id), context)
    }

    /// Opens somebody's details; what is typed in the form one comes from is kept, and offered again.
    mutating func openDuplicate(_ id: CustomerID) {
        guard let customer = model.shown(id) else { return }
        if let form = customers.openForm { putAway(form) }
        while !navigation.showsCustomers { navigation.pop() }
        customers.listing.select(id, visibleRows: layout.visibleRows)
        navigation.customers.open(customer, &context)
    }

    private mutating func putAway(_ form: FormPane) {
        perform(.stop(.likenessPause))
        for id in form.likeness.requests { context.cancel(id) }
        guard form.isChanged else { return closeForm() }
        form.keepDraft(&context)
        chrome.waitingDraft = form.draft(at: chrome.now)
        navigation.closeForm()
        let (new, edit) = (context.keyName(.new), context.keyName(.edit))
        chrome.notice = .plain("What was typed is kept; \(new) or \(edit) offers it once more; so does the next start.")
    }

    // MARK: Not the same

    mutating func receiveDismissal(of pair: CustomerPair, _ failure: Failure?) {
        let (first, second) = (model.name(of: pair.first), model.name(of: pair.second))
        if let failure {
            chrome.notice = .error("Not remembered: \(failure.message)")
        } else {
            model.dismissed.insert(pair)
            chrome.notice = .success("Remembered: \(first) and \(second) are not the same.")
        }
    }
}

extension CustomersScreen {
    /// Whether who may be the same is waited for from this machine.
    func awaitsLikeness(_ id: RequestID) -> Bool { form?.likeness.recall == id || detail?.likeness == .recalled(id) }

    /// - Parameter page: whose customers the directory has.
    mutating func receiveLikeness(_ page: LocalPage, for id: RequestID, _ context: PaneContext) {
        let ids = page.customers.map(\.customer.id)
        if form?.likeness.recall == id {
            form?.likeness.recall = nil
            form?.receive(alike: ids, context)
        } else if let detail, let details = context.model.shown(detail.id)?.details {
            let found = context.model.likenesses(of: DuplicateTraits(details), among: ids, except: detail.id)
            updateDetail { $0.likeness = .found(found) }
        }
    }
}
