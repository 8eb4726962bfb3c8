package import Domain
package import Wire

/// Whom and what a call is about, as far as the audit log may say it.
package struct AuditSubject: Hashable, Sendable {
    /// Of a call about one customer.
    package private(set) var customerID: CustomerID?
    /// Of a call about two of them the other one.
    private(set) var otherID: CustomerID?
    /// That was read or made.
    package private(set) var version: Int?
    /// Whether a write was a repeat of one that was done before, and changed nothing.
    private(set) var isRepeat = false
    /// The fields that a write sets or takes away, in their order.
    package private(set) var fields: [CustomerField] = []
    /// How many customers, changes or reported uses there were.
    package private(set) var count: Int?
    /// What was looked for, under the log's key.
    package private(set) var term: String?
    /// Whether it asks for one customer by an email, and is about whom it finds.
    private var isByEmail = false

    /// Nothing is known: the call could not be read.
    package init() {}

    /// - Parameter key: hides what is looked for; without one the term is left out.
    package init(_ call: Call, key: AuditKey?) {
        self.init()
        switch call {
        case .read(let call): add(call, key: key)
        case .write(let call):
            customerID = call.id
            if case .dismiss(_, let other) = call { otherID = other }
            fields = call.fields
        case .report(let call): count = call.uses.count
        }
    }

    /// Of a call that was not read: whom its path names.
    init(_ route: Route?) {
        self.init()
        switch route {
        case .part(let id, .dismissal(let other)): (customerID, otherID) = (id, other)
        case .customer(let id), .part(let id, _): customerID = id
        case .health, .openAPI, .whoAmI, .customers, .similar, .trash, .changes, .erasures, .audit, nil: break
        }
    }

    private mutating func add(_ call: ReadCall, key: AuditKey?) {
        switch call {
        case .get(let id, _), .timeline(let id, _, _), .past(let id, _), .duplicates(let id), .dismissals(let id):
            customerID = id
        case .list(let query): term = query.search.flatMap { key?.digest(ofTerm: $0) }
        case .similar(let text): term = key?.digest(ofTerm: text)
        case .find(let email):
            term = key?.digest(ofTerm: email)
            isByEmail = true
        case .health, .openAPI, .whoAmI, .trash, .changes, .erasures: break
        }
    }

    /// Adds what the answer tells.
    package mutating func add(_ answer: ReadAnswer) {
        switch answer {
        case .page(let page):
            count = page.customers.count
            if isByEmail, let customer = page.customers.first { add(customer) }
        case .changes(let page): count = page.changes.count
        case .customer(let customer): add(customer)
        case .notModified(let version): self.version = version
        case .timeline(let tagged): count = tagged.page.entries.count
        case .past(let customer): version = customer.version
        case .duplicates(let found): count = found.duplicates.count
        case .dismissals(let found): count = found.others.count
        case .trash(let page): count = page.customers.count
        case .erasures(let page): count = page.erasures.count
        case .health, .openAPI, .whoAmI, .timelineNotModified: break
        }
    }

    /// Adds what the answer tells; of a repeat, the customer as it is now.
    package mutating func add(_ answer: WriteAnswer) {
        switch answer {
        case .created(let customer, let replayOf), .changed(let customer, let replayOf):
            add(customer)
            isRepeat = replayOf != nil
        case .deleted(let replayOf): isRepeat = replayOf != nil
        case .noted(let entry, let replayOf):
            version = entry.version
            isRepeat = replayOf != nil
        case .retracted, .dismissed: break
        }
    }

    private mutating func add(_ customer: Customer) {
        customerID = customer.id
        version = customer.version
    }
}

extension WriteCall {
    /// Those that it sets or takes away.
    fileprivate var fields: [CustomerField] {
        switch self {
        case .create(let new, _), .put(_, let new, .mustNotExist, _):
            CustomerField.allCases.filter { new.details[$0] != nil }
        case .put(_, let new, .none, _), .put(_, let new, .matches, _):
            CustomerField.allCases.filter { field in
                let isNamed = new.details[field] != nil || new.cleared.contains(field)
                return isNamed || !CustomerField.keptUnlessNamed.contains(field)
            }
        case .patch(_, let patch, _, _): CustomerField.allCases.filter { patch.changes.keys.contains($0) }
        case .delete, .note, .retract, .restore, .erase, .dismiss: []
        }
    }
}
