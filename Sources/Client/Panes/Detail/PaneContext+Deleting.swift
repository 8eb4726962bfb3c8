import Domain
import Journal
import Wire

/// Deleting a customer, and what is said of it until it is done.
extension PaneContext {
    mutating func askToDelete(_ customer: Customer, _ navigator: inout Navigator) {
        if changeable(customer.id) != nil { ask(toDelete: customer, link: nil, &navigator) }
    }

    /// Somebody who can be changed just now; says why not.
    mutating func changeable(_ id: CustomerID) -> Customer? {
        guard mayWrite(), let customer = model.shown(id), !isDeleted(customer) else { return nil }
        guard !model.queue.isBeingDeleted(id) else {
            post(.plain("\(customer.name) is being deleted; \(keyName(.undo)) undoes."))
            return nil
        }
        return customer
    }

    /// There is nothing to be done to somebody.
    func hasTheseAlready(_ name: String) -> Notice {
        .plain("Nothing to change: \(name) already has these values.")
    }

    /// Says that a deleted customer who is still shown cannot be changed.
    mutating func isDeleted(_ customer: Customer) -> Bool {
        guard model.gone.contains(customer.id) else { return false }
        post(.warning("\(customer.name) is deleted."))
        return true
    }

    mutating func ask(toDelete customer: Customer, link: Entry.Link?, _ navigator: inout Navigator) {
        navigator.ask(
            Question(
                title: "Delete \(customer.name)?",
                lines: [model.deletionText(of: "the customer")],
                personal: Question.Personal(customer.details),
                choices: [
                    .init(key: "y", title: "delete", action: .delete(customer, link)),
                    .init(key: "n", title: "keep", action: .none),
                ]))
    }

    mutating func delete(_ customer: Customer, link: Entry.Link?) {
        let change = Entry.Change.delete(base: customer.details, version: customer.version)
        let entry = Entry(customer: customer.id, form: entryForm(for: change), link: link)
        record(.enter([entry]), for: .deletion(customer.id, name: customer.name))
    }

    /// What is said of a deletion that waits.
    func deletionNotice(_ deletion: Notice.Deletion) -> Notice {
        notice(of: deletion).about(deletion)
    }

    /// Says again how the deletion stands that the status line tells of.
    mutating func renewDeletionNotice() {
        guard let deletion = chrome.notice?.deletion, model.queue.isBeingDeleted(deletion.customer) else { return }
        post(deletionNotice(deletion))
    }

    /// The same when the queue has changed: a deletion that has left it, sent or taken back, waits no more.
    mutating func followDeletionNotice() {
        guard let deletion = chrome.notice?.deletion else { return }
        if model.queue.isBeingDeleted(deletion.customer) { renewDeletionNotice() } else { clearNotice() }
    }

    private func notice(of deletion: Notice.Deletion) -> Notice {
        let (id, name) = (deletion.customer, deletion.name)
        let undo = "\(keyName(.undo)) undoes."
        let isBlocked = model.queue.entries(for: id).contains(where: \.needsDecision)
        if isBlocked { return .plain("\(name) will be deleted once the edit before it is decided; \(undo)") }
        return model.isSending
            ? .plain("\(name) is deleted in \(Self.deletionDelaySeconds) s; \(undo)")
            : .plain("\(name) will be deleted when \(whenSent); \(undo)")
    }

    /// How long a deletion waits before it may be sent, so that it can be taken back.
    static let deletionDelaySeconds = 10

    /// A change under a fresh key.
    func entryForm(for change: Entry.Change) -> Entry.Form {
        Entry.Form(op: environment.makeID(), change: change)
    }

    /// Whether this session may change anything; says so when not.
    mutating func mayWrite() -> Bool {
        if environment.isReadOnly {
            let role = environment.caller.flatMap { $0.mayWrite ? nil : $0.role }
            post(
                .warning(
                    role.map { "As \($0) you may look at customers and change nothing. Ask the API's operator." }
                        ?? "This session is read-only, by --readonly or the profile's readonly."))
        }
        return !environment.isReadOnly
    }
}
