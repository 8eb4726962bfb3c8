import Domain
import Screen
import Wire

/// Opening a customer, and moving among the fields.
extension App {
    mutating func open() {
        guard let id = listing.selectedID, let customer = directory[id] else {
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

    mutating func moveInDetail(_ command: Command) {
        let fields = CustomerField.allCases
        guard let index = detail.flatMap({ fields.firstIndex(of: $0.field) }) else { return }
        let moved =
            switch command {
            case .moveUp: index - 1
            case .moveDown: index + 1
            case .goToTop, .pageUp, .halfPageUp: 0
            default: fields.count - 1
            }
        detail?.field = fields[max(0, min(moved, fields.count - 1))]
    }

    mutating func goBack() {
        switch pane {
        case .detail: pane = .list
        case .form: leaveForm()
        case .list, .search: if search != nil { endSearch() }
        }
    }

    // MARK: Deleting

    mutating func askToDelete() {
        guard mayWrite(), let customer = selectedCustomer else { return }
        overlay = .question(
            Question(
                title: "Delete \(customer.name)?",
                lines: [
                    display(customer.email, of: .email), "The customer is gone for everybody, and for good.",
                ],
                choices: [
                    .init(key: "y", title: "delete", action: .delete(customer)),
                    .init(key: "n", title: "keep", action: .none),
                ]))
    }

    mutating func delete(_ customer: Customer) {
        let key = IdempotencyKey(environment.makeID().text)
        let call = Call.delete(
            customer.id, condition: .matches(.versions([customer.version])), idempotencyKey: key)
        _ = send(call, for: .delete(customer))
        notice = .plain("Deleting \(customer.name)\(environment.glyphs.ellipsis)")
    }

    mutating func takeDeleted(_ result: Result<Answer, Failure>, _ customer: Customer) {
        switch result {
        case .success:
            forget(customer.id)
            notice = .success("\(customer.name) was deleted.")
        case .failure(let failure): takeDeleteFailure(failure, customer)
        }
    }

    private mutating func takeDeleteFailure(_ failure: Failure, _ customer: Customer) {
        if failure.saysGone {
            takeGone(customer.id)
        } else if case .refused(let problem) = failure.kind, let current = problem.current {
            take(current)
            notice = .warning(
                "Not deleted: \(current.name) was changed meanwhile\(current.byWhom). Look at it and delete again.")
        } else if case .unreachable(mayHaveArrived: true) = failure.kind {
            notice = .error(
                "Whether \(customer.name) was deleted is not known: \(failure.sentence) Press \(keyName(.refresh)) to see."
            )
        } else {
            notice = .error("Not deleted: \(failure.sentence)")
        }
    }

    /// Whether this session may change anything; says so when not.
    mutating func mayWrite() -> Bool {
        if environment.isReadOnly {
            notice = .warning("This session is read-only, by --readonly or the profile's readonly.")
        }
        return !environment.isReadOnly
    }
}
