import Domain
import Journal
import Screen
import Wire

/// Opening a customer, and leaving.
extension App {
    mutating func open() {
        let listing = customers.listing
        guard scope != .search, let id = listing.selectedID, let customer = model.shown(id) else {
            customers.focusOnList()
            return
        }
        let shown = customers.detail.flatMap { $0.id == id ? $0 : nil }
        customers.open(shown ?? DetailPane(id: id))
        askNewest(customer)
    }

    // MARK: Deleting

    mutating func askToDelete() {
        guard mayWrite(), let customer = subject, !isDeleted(customer) else { return }
        guard !model.queue.isBeingDeleted(customer.id) else {
            chrome.notice = .plain("\(customer.name) is being deleted already; \(context.keyName(.undo)) undoes.")
            return
        }
        ask(toDelete: customer, link: nil)
    }

    mutating func ask(toDelete customer: Customer, link: Entry.Link?) {
        navigation.overlay = .question(
            Question(
                title: "Delete \(customer.name)?",
                lines: ["The customer is gone for everybody, and for good."], personal: .email(customer.email),
                choices: [
                    .init(key: "y", title: "delete", action: .delete(customer, link)),
                    .init(key: "n", title: "keep", action: .none),
                ]))
    }

    mutating func delete(_ customer: Customer, link: Entry.Link?) {
        let change = Entry.Change.delete(base: customer.details, version: customer.version)
        let entry = Entry(customer: customer.id, form: form(for: change), link: link)
        record(.enter([entry]), for: .deletion(customer.id, name: customer.name))
    }

    /// What is said of a deletion that waits.
    func deletionNotice(_ deletion: Notice.Deletion) -> Notice {
        sentence(of: deletion).about(deletion)
    }

    /// Says anew how the deletion stands that the status line tells of.
    mutating func renewDeletionNotice() {
        guard let deletion = chrome.notice?.deletion, model.queue.isBeingDeleted(deletion.customer) else { return }
        chrome.notice = deletionNotice(deletion)
    }

    /// The same when the queue has changed: a deletion that has left it, sent or taken back, waits no more.
    mutating func followDeletionNotice() {
        guard let deletion = chrome.notice?.deletion else { return }
        if model.queue.isBeingDeleted(deletion.customer) { renewDeletionNotice() } else { chrome.notice = nil }
    }

    private func sentence(of deletion: Notice.Deletion) -> Notice {
        let (id, name) = (deletion.customer, deletion.name)
        let undo = "\(context.keyName(.undo)) undoes."
        let isBlocked = model.queue.entries(for: id).contains(where: \.needsDecision)
        if isBlocked { return .plain("\(name) is deleted once the edit before it is decided; \(undo)") }
        return model.isSending
            ? .plain("\(name) is deleted in \(Self.deletionDelaySeconds) s; \(undo)")
            : .plain("\(name) is deleted when \(context.whenSent); \(undo)")
    }

    /// How long a deletion waits before it may be sent, so that it can be taken back.
    static let deletionDelaySeconds = 10

    /// A change under a fresh key.
    func form(for change: Entry.Change) -> Entry.Form {
        Entry.Form(op: environment.makeID(), change: change)
    }

    /// Whether this session may change anything; says so when not.
    mutating func mayWrite() -> Bool {
        if environment.isReadOnly {
            chrome.notice = .warning("This session is read-only, by --readonly or the profile's readonly.")
        }
        return !environment.isReadOnly
    }
}
