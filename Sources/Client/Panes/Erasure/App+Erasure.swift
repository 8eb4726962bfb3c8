import Domain
import Journal
import Wire

extension Customer {
    /// What stands in the place of a name.
    static let erasedName = "Erased on request"
    /// Why nothing can be saved.
    static let erasedText = "nothing is kept of somebody who was erased on request."

    /// What may be said of somebody who was erased: the id, the version and the times.
    static func erased(_ id: CustomerID, version: Int, at moment: Timestamp) -> Customer {
        Customer(
            id: id, details: CustomerDetails(trustedName: erasedName, email: nil, phone: nil, address: nil),
            registrationDate: moment, createdAt: moment, updatedAt: moment, version: version, updatedBy: nil)
    }
}

/// Who was erased: no value of theirs stays on the screen or in memory, and nothing that is here brings one back. Who is
/// looked at stays where they are, without a name, until the person moves on.
extension App {
    mutating func receiveErased(_ ids: [CustomerID]) {
        for id in ids { erase(id, at: chrome.now) }
    }

    mutating func erase(_ id: CustomerID, at moment: Timestamp) {
        guard model.erased.insert(id).inserted else { return }
        let known = model.shown(id) ?? model.directory[id]
        let isSeen = known != nil && isInSight(id)
        let isSubject = customers.lookedAt.contains(id) || customers.form?.origin == id || navigation.tells(of: id)
        model.forgetErased(id)
        if isSeen { navigation.customers.leaving.insert(id) }
        if let known, isSeen || isSubject {
            model.directory.store(.erased(id, version: known.version, at: moment))
            model.gone.insert(id)
            navigation.customers.placeQuietly([id], context)
        } else {
            forget(id)
            customers.remove(id, visibleRows: layout.visibleRows)
        }
        for draft in navigation.drafts(on: id) { perform(.dropDraft(draft)) }
        navigation.erase(id, as: .erased(id, version: known?.version ?? 0, at: moment))
        chrome.forget(id)
        if isSubject || isSeen {
            chrome.notice = .warning("A customer on the screen was erased on request; nothing of them is kept.")
        }
    }

    private func isInSight(_ id: CustomerID) -> Bool {
        customers.lookedAt.contains(id) || customers.listing.visible(layout.visibleRows).contains(id)
    }
}

extension Model {
    /// Forgets every value of a customer; the queue's own is the journal's to purge.
    fileprivate mutating func forgetErased(_ id: CustomerID) {
        directory.remove(id)
        gone.remove(id)
        timelines.forget(id)
        registrationDates[id] = nil
        openConflicts = openConflicts.filter { $0.value.customer != id }
        writes.unsaved.removeAll { $0.write.request.customers(in: queue).contains(id) }
    }
}

extension QueueRequest {
    /// Whom it is about.
    func customers(in queue: EditQueue) -> [CustomerID] {
        switch self {
        case .enter(let entries), .group(_, let entries), .takeBack(_, _, let entries): entries.map(\.customer)
        case .recreate(let old, let entry): [old, entry.customer]
        case .restore(let entry, _): [entry.customer]
        case .resolve(let sequence, _), .cancel(let sequence, _), .withdraw(let sequence):
            [queue[sequence]?.customer].compactMap(\.self)
        case .passOver, .release, .leave: []
        }
    }
}

extension Navigation {
    /// Whether a screen is open that tells of a customer.
    fileprivate func tells(of id: CustomerID) -> Bool {
        [timeline?.id, entry?.id, note?.id].contains(id)
    }

    /// Takes every value of a customer away from what is open; nothing is opened or left by that.
    ///
    /// - Parameter customer: what may be said of them.
    fileprivate mutating func erase(_ id: CustomerID, as customer: Customer) {
        visits.rename(id, Customer.erasedName)
        trash?.erase(id)
        if note?.id == id { note?.erase() }
        if let form = customers.form, form.origin == id {
            var bare = FormPane(id: form.id, subject: .edit(customer))
            bare.focus(on: form.focus)
            customers.form = bare
        }
        switch overlay {
        case .question(let question)? where question.isAbout(id): overlay = .question(question.erased)
        case .prompt(var prompt)? where prompt.isAbout(id):
            prompt.erase()
            overlay = .prompt(prompt)
        default: break
        }
    }

    /// What is kept on disk of what is typed just now about a customer.
    fileprivate func drafts(on id: CustomerID) -> [Draft.ID] {
        [note.flatMap { $0.id == id ? $0.draft : nil }, customers.form.flatMap { $0.origin == id ? $0.id : nil }]
            .compactMap(\.self)
    }
}

extension Chrome {
    fileprivate mutating func forget(_ id: CustomerID) {
        notice = nil
        copied.removeAll { $0 == id }
        if waitingDraft?.origin == id { waitingDraft = nil }
    }
}

extension Question {
    fileprivate func isAbout(_ id: CustomerID) -> Bool { choices.contains { $0.action.customers.contains(id) } }

    /// The same about somebody who was erased: it says nothing of them, and no answer does anything.
    fileprivate var erased: Question {
        Question(
            title: Customer.erasedName, lines: ["Nothing is kept of the customer whom this was about."],
            choices: choices.prefix(1).map { Choice(key: $0.key, title: "close", action: .none) })
    }
}

extension Question.Action {
    /// Whose values it has.
    fileprivate var customers: [CustomerID] {
        switch self {
        case .delete(let customer, _): [customer.id]
        case .undo(let step): [step.customer].compactMap(\.self)
        case .redo(let undone): [undone.customer]
        case .restoreDraft(let draft): [draft.origin].compactMap(\.self)
        case .start(_, let id), .askToPutBack(let id, _), .putBack(let id, _, _), .visit(let id), .retract(let id, _):
            [id]
        case .restore(let row): [row.customer.id]
        case .dismiss(let pair): [pair.first, pair.second]
        case .none, .discard, .discardGroup, .leaveForm, .leaveNote, .askToDropDraft, .dropDraft, .release, .copyQueue,
            .copyUnsaved, .copyForm, .leave:
            []
        }
    }
}
