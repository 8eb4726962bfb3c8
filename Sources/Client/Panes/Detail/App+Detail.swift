import Domain
import Journal
import Screen
import Wire

/// Opening a customer, and leaving.
extension App {
    mutating func open() {
        guard let id = listing.selectedID, let customer = shown(id) else {
            pane = .list
            return
        }
        if pane == .search {
            pane = .list
            return
        }
        if detail?.id != id { detail = DetailState(id: id) }
        pane = .detail
        askNewest(customer)
    }

    mutating func goBack() {
        switch pane {
        case .detail: pane = .list
        case .form: leaveForm()
        case .queue: leaveQueue()
        case .conflict: leaveConflict()
        case .list, .search: if search != nil { endSearch() } else { findings = [] }
        }
    }

    // MARK: Deleting

    mutating func askToDelete() {
        guard mayWrite(), let customer = selectedCustomer, !isDeleted(customer) else { return }
        guard !queue.isBeingDeleted(customer.id) else {
            notice = .plain("\(customer.name) is being deleted already; \(keyName(.undo)) undoes.")
            return
        }
        ask(toDelete: customer, link: nil)
    }

    mutating func ask(toDelete customer: Customer, link: Entry.Link?) {
        overlay = .question(
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

    /// What is said of a deletion that has just been entered.
    func deletionNotice(_ id: CustomerID, _ name: String) -> Notice {
        let undo = "\(keyName(.undo)) undoes."
        let isBlocked = queue.entries(for: id).contains(where: \.needsDecision)
        if isBlocked { return .plain("\(name) is deleted once the edit before it is decided; \(undo)") }
        return isSending
            ? .plain("\(name) is deleted in \(Self.deletionDelaySeconds) s; \(undo)")
            : .plain("\(name) is deleted when \(whenSent); \(undo)")
    }

    /// How long a deletion waits before it may be sent, so that it can be taken back.
    static let deletionDelaySeconds = 10

    /// A change under a fresh key.
    func form(for change: Entry.Change) -> Entry.Form {
        Entry.Form(op: IdempotencyKey(environment.makeID()), change: change)
    }

    /// Whether this session may change anything; says so when not.
    mutating func mayWrite() -> Bool {
        if environment.isReadOnly {
            notice = .warning("This session is read-only, by --readonly or the profile's readonly.")
        }
        return !environment.isReadOnly
    }
}
