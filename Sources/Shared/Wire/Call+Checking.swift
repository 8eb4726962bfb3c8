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
            try checkEffect(customer, replayOf, .mustNotExist) { customer.shows(new, $0) }
        case (.put(let id, let new, let condition, _), .created(let customer, let replayOf)):
            try checkSubject(customer.id, is: id)
            try checkEffect(customer, replayOf, condition) { condition == .mustNotExist && customer.shows(new, $0) }
        case (.put(let id, let new, let condition, _), .changed(let customer, let replayOf)):
            try checkSubject(customer.id, is: id)
            try checkEffect(customer, replayOf, condition) { likeness in
                condition != .mustNotExist && customer.shows(new.details, likeness)
            }
        case (.patch(let id, let patch, let condition, _), .changed(let customer, let replayOf)):
            try checkSubject(customer.id, is: id)
            try checkEffect(customer, replayOf, condition) { customer.shows(patch, $0) }
        case (.delete(_, let condition, _), .deleted(let replayOf)): try checkMade(replayOf, condition)
        case (.health, _), (.openAPI, _), (.list, _), (.find, _), (.get, _), (.create, _), (.put, _), (.patch, _),
            (.delete, _), (.changes, _):
            break
        }
    }

    /// A refusal has to be one of what was sent, and when it tells of a customer, of the right one.
    func check(_ problem: Problem) throws(AnswerFailure) {
        try checkMatter(problem)
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
        guard case .matches(let match) = condition else { return }
        if match.contains(current.version) {
            throw .misdirected(detail: "it speaks of another version and tells the same")
        }
        try checkAge(current.version, match.possible)
    }

    /// A refusal of an email, or of fields, answers a call that sets them.
    private func checkMatter(_ problem: Problem) throws(AnswerFailure) {
        guard let sent = sentMembers else { return }
        switch problem.kind {
        case .emailTaken where !sent.contains(CustomerField.email.rawValue):
            throw .misdirected(detail: "it says that an email is taken, and none was sent")
        case .validation:
            let names = Set(problem.violations.map(\.field))
            guard !names.isEmpty, names.isDisjoint(with: sent), !problem.violations.contains(where: mayLack) else {
                return
            }
            throw .misdirected(detail: "it refuses \(names.sorted().joined(separator: ", ")), which was not sent")
        default: break
        }
    }

    /// What a write says of a customer, by the names in JSON; `nil` for a read.
    private var sentMembers: Set<String>? {
        switch self {
        case .create, .put: Set(CustomerField.allCases.map(\.rawValue) + [CustomerMember.registrationDate.name])
        case .patch(_, let patch, _, _): Set(patch.changes.keys.map(\.rawValue))
        case .delete: []
        case .health, .openAPI, .list, .find, .get, .changes: nil
        }
    }

    /// Whether a violation is of what this call leaves out: a later API may require what this program does not know.
    private func mayLack(_ violation: FieldViolation) -> Bool {
        switch self {
        case .create, .put: violation.code == .required
        default: false
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

    /// The answer to a repeat has what is there by now: only a version after the one that was made has other values.
    private func checkEffect(
        _ customer: Customer, _ replayOf: Int?, _ condition: WriteCondition, isShown: (Likeness) -> Bool
    ) throws(AnswerFailure) {
        let made = replayOf ?? customer.version
        try checkMade(made, condition)
        let isMade = customer.version == made && isShown(replayOf == nil ? .exact : .normalised)
        guard isMade || customer.version > made else {
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

extension VersionMatch {
    /// The versions that a server can have told of: what stands for one that none can be says nothing of what is older.
    fileprivate var possible: VersionMatch {
        guard case .versions(let versions) = self else { return self }
        return .versions(versions.filter { Customer.version(after: $0) != nil })
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

/// How much a stored value has to be like the one that was sent.
private enum Likeness {
    /// As it was sent, or as today's rules clean it.
    case exact
    /// In its letters and digits: what a later API cleans in another way is settled by a repeat.
    case normalised
}

extension Customer {
    /// Whether a creation has led to this; its date as the API shows it, which keeps finer digits to itself.
    fileprivate func shows(_ new: NewCustomer, _ likeness: Likeness) -> Bool {
        shows(new.details, likeness) && new.registrationDate.map { $0.text == registrationDate.text } ?? true
    }

    fileprivate func shows(_ wanted: CustomerDetails, _ likeness: Likeness) -> Bool {
        CustomerField.allCases.allSatisfy { shows(wanted[$0], in: $0, likeness) }
    }

    fileprivate func shows(_ patch: CustomerPatch, _ likeness: Likeness) -> Bool {
        patch.changes.allSatisfy { field, value in shows(value, in: field, likeness) }
    }

    /// A value that was queued under older rules is stored as today's clean it.
    private func shows(_ value: String?, in field: CustomerField, _ likeness: Likeness) -> Bool {
        let stored = details[field]
        guard stored != value else { return true }
        let cleaned = value.map(field.cleaned) ?? ""
        if stored == (cleaned.isEmpty ? nil : cleaned) { return true }
        return likeness == .normalised && (stored ?? "").lettersAndDigits == cleaned.lettersAndDigits
    }
}

extension String {
    /// What no cleaning changes, for the comparison of two values.
    fileprivate var lettersAndDigits: [Unicode.Scalar] {
        TextFold.name(self).unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
    }
}
