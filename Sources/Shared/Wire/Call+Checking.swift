import Domain

/// Whether an answer is one to this very call.
///
/// Caches, proxies and load balancers mix answers up, and serve old ones. A read has to be about the customer that was
/// asked for, as they are now; a write is done when the answer shows what it was to do.
extension Call {
    func check(_ answer: Answer) throws(AnswerFailure) {
        switch (self, answer) {
        case (.find(let email), .page(let page)):
            // As typed, for those of older rules, or as it would be stored.
            let keys = [email.trimmed, CustomerField.email.cleaned(email)].map { TextFold.email($0) }
            guard page.customers.allSatisfy({ keys.contains($0.details.emailKey) }) else {
                throw .misdirected(detail: "it is about somebody with another email than the one that was asked for")
            }
        case (.get(let id, let known), .customer(let customer)):
            try checkSubject(customer.id, is: id)
            try checkAge(customer.version, known)
        case (.get(_, let known), .notModified(let version)):
            guard known?.contains(version) == true else {
                throw .misdirected(detail: "it says that version \(version) is still the newest, which was not asked")
            }
        case (.create(let new, _), .created(let customer, let replayOf)):
            try checkEffect(customer, replayOf, .mustNotExist, isShown: customer.shows(new))
        case (.put(let id, let new, let condition, _), .created(let customer, let replayOf)):
            try checkSubject(customer.id, is: id)
            try checkEffect(customer, replayOf, condition, isShown: condition == .mustNotExist && customer.shows(new))
        case (.put(let id, let new, let condition, _), .changed(let customer, let replayOf)):
            try checkSubject(customer.id, is: id)
            let isShown = condition != .mustNotExist && customer.details == new.details
            try checkEffect(customer, replayOf, condition, isShown: isShown)
        case (.patch(let id, let patch, let condition, _), .changed(let customer, let replayOf)):
            try checkSubject(customer.id, is: id)
            try checkEffect(customer, replayOf, condition, isShown: customer.shows(patch))
        case (.delete(_, let condition, _), .deleted(let replayOf)): try checkMade(replayOf, condition)
        case (.health, _), (.openAPI, _), (.list, _), (.find, _), (.get, _), (.create, _), (.put, _), (.patch, _),
            (.delete, _), (.changes, _):
            break
        }
    }

    /// A refusal that tells of a customer has to tell of the right one.
    func check(_ problem: Problem) throws(AnswerFailure) {
        guard case .customer(let id) = route else { return }
        try checkMade(problem.replayedVersion, condition)
        if let current = problem.current { try checkSubject(current.id, is: id) }
        guard problem.owner != id else {
            throw .misdirected(detail: "it says that the customer's own email is somebody else's")
        }
        guard problem.kind == .versionMismatch else { return }
        guard let current = problem.current else {
            throw .misdirected(detail: "it speaks of another version and does not tell which")
        }
        if case .matches(let match) = condition, match.contains(current.version) {
            throw .misdirected(detail: "it speaks of another version and tells the same")
        }
    }

    private var condition: WriteCondition {
        switch self {
        case .put(_, _, let condition, _), .patch(_, _, let condition, _), .delete(_, let condition, _): condition
        case .create: .mustNotExist
        case .health, .openAPI, .list, .find, .get, .changes: .none
        }
    }

    // MARK: Each thing

    private func checkSubject(_ told: CustomerID, is asked: CustomerID) throws(AnswerFailure) {
        guard told != asked else { return }
        throw .misdirected(detail: "it is about customer \(told.text), and \(asked.text) was asked for")
    }

    private func checkAge(_ version: Int, _ known: VersionMatch?) throws(AnswerFailure) {
        guard case .versions(let versions)? = known, let newest = versions.max(), version < newest else { return }
        throw .older(version, than: newest)
    }

    private func checkEffect(
        _ customer: Customer, _ replayOf: Int?, _ condition: WriteCondition, isShown: Bool
    ) throws(AnswerFailure) {
        try checkMade(replayOf ?? customer.version, condition)
        // The answer to a repeat has what is there by now, which others may have changed since.
        guard replayOf.map({ customer.version >= $0 }) ?? isShown else {
            throw .unconfirmed(detail: "the answer does not have the values that were sent")
        }
    }

    private func checkMade(_ version: Int?, _ condition: WriteCondition) throws(AnswerFailure) {
        guard let version, !condition.mayMake(version) else { return }
        throw .unconfirmed(detail: "the answer tells of version \(version), which this cannot have made")
    }
}

extension AnswerFailure {
    /// An answer that tells of a version before the one that was known when it was asked for.
    package static func older(_ version: Int, than known: Int) -> AnswerFailure {
        .misdirected(
            detail: "it tells of version \(version), and version \(known) was seen before; if the server was restored "
                + "from a backup, run: customers wipe")
    }
}

extension WriteCondition {
    /// Whether a write that was made under this condition can have made a version.
    fileprivate func mayMake(_ version: Int) -> Bool {
        switch self {
        case .none, .matches(.any): true
        case .mustNotExist: version == 1
        case .matches(.versions(let versions)): versions.contains { Customer.version(after: $0) == version }
        }
    }
}

extension Customer {
    /// Whether a creation has led to this; its date as the API shows it, which keeps finer digits to itself.
    fileprivate func shows(_ new: NewCustomer) -> Bool {
        CustomerField.allCases.allSatisfy { shows(new.details[$0], in: $0) }
            && new.registrationDate.map { $0.text == registrationDate.text } ?? true
    }

    fileprivate func shows(_ patch: CustomerPatch) -> Bool {
        patch.changes.allSatisfy { field, value in shows(value, in: field) }
    }

    /// A value that was queued under older rules is stored as today's clean it.
    private func shows(_ value: String?, in field: CustomerField) -> Bool {
        guard details[field] != value else { return true }
        let cleaned = value.map(field.cleaned) ?? ""
        return details[field] == (cleaned.isEmpty ? nil : cleaned)
    }
}
