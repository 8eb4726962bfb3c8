import Domain

extension WriteCall {
    package func check(_ answer: WriteAnswer) throws(AnswerFailure) {
        switch answer {
        case .created(let customer, let replayOf): try check(customer, replayOf, isNew: true)
        case .changed(let customer, let replayOf): try check(customer, replayOf, isNew: false)
        case .deleted(let replayOf): try checkMade(replayOf)
        case .noted(let entry, _): try check(entry)
        case .retracted, .dismissed: break
        }
    }

    package func check(_ problem: Problem) throws(AnswerFailure) {
        try checkMatter(problem)
        guard let id else { return }
        try checkMade(problem.replayedVersion)
        try problem.check(isAbout: id)
        guard problem.kind == .versionMismatch, let current = problem.current, case .matches(let match) = condition
        else { return }
        if match.contains(current.version) {
            throw .misdirected(detail: "it speaks of another version and tells the same")
        }
        try current.check(isSince: match.possible)
    }

    // MARK: Refusals

    /// A refusal of an email, or of fields, answers a call that sets them.
    private func checkMatter(_ problem: Problem) throws(AnswerFailure) {
        let sent = sentMembers
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

    /// What it says of a customer, by the names in JSON.
    private var sentMembers: Set<String> {
        switch self {
        case .create, .put: Set(CustomerField.allCases.map(\.rawValue) + [CustomerMember.registrationDate.name])
        case .patch(_, let patch, _, _): Set(patch.changes.keys.map(\.rawValue))
        case .note: [NoteText.member]
        // Of who is restored another one may have the email by now.
        case .restore: [CustomerField.email.rawValue]
        case .delete, .retract, .erase, .dismiss: []
        }
    }

    /// Whether a violation is of what this call leaves out: a later API may require what this program does not know.
    private func mayLack(_ violation: FieldViolation) -> Bool {
        switch self {
        case .create, .put: violation.code == .required
        case .patch, .delete, .note, .retract, .restore, .erase, .dismiss: false
        }
    }

    // MARK: Effects

    /// A repeat is answered with what is there now; other values than those sent need a later version.
    private func check(_ customer: Customer, _ replayOf: Int?, isNew: Bool) throws(AnswerFailure) {
        if let id { try customer.check(is: id) }
        let made = replayOf ?? customer.version
        try checkMade(made)
        let isMade =
            customer.version == made && isNew == (condition == .mustNotExist)
            && isShown(by: customer, replayOf == nil ? .exact : .normalised)
        guard isMade || customer.version > made else {
            throw .unconfirmed(detail: "the answer does not have the values that were sent")
        }
    }

    private func isShown(by customer: Customer, _ likeness: Agreement) -> Bool {
        switch self {
        case .create(let new, _), .put(_, let new, .mustNotExist, _): customer.shows(new, likeness)
        case .put(_, let new, .none, _), .put(_, let new, .matches, _):
            customer.shows(new.replacement(of: customer.details), likeness)
        case .patch(_, let patch, _, _): customer.shows(patch, likeness)
        // Who is restored has the values that they had, which this call does not name.
        case .restore: true
        case .delete, .note, .retract, .erase, .dismiss: false
        }
    }

    /// What was noted is what was sent, unless somebody has taken it back since.
    private func check(_ entry: TimelineEntry) throws(AnswerFailure) {
        guard case .note(_, let text, _) = self else { return }
        guard entry.kind == .retracted || (entry.kind == .note && (entry.isTrimmed || entry.note == text.text)) else {
            throw .unconfirmed(detail: "the answer does not have the note that was sent")
        }
    }

    private func checkMade(_ version: Int?) throws(AnswerFailure) {
        guard let version, !condition.mayMake(version) else { return }
        throw .unconfirmed(detail: "the answer tells of version \(version), which this cannot have made")
    }
}

extension VersionMatch {
    /// Without versions that have no successor: those match nothing, and say nothing about what is older.
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
private enum Agreement {
    /// As it was sent, or as today's rules clean it.
    case exact
    /// In its letters and digits: what a later API cleans in another way is settled by a repeat.
    case normalised
}

extension Customer {
    /// Whether a creation has led to this; its date as the API shows it, which keeps finer digits to itself.
    fileprivate func shows(_ new: NewCustomer, _ likeness: Agreement) -> Bool {
        shows(new.details, likeness) && new.registrationDate.map { $0.text == registrationDate.text } ?? true
    }

    fileprivate func shows(_ wanted: CustomerDetails, _ likeness: Agreement) -> Bool {
        CustomerField.allCases.allSatisfy { shows(wanted[$0], in: $0, likeness) }
    }

    fileprivate func shows(_ patch: CustomerPatch, _ likeness: Agreement) -> Bool {
        patch.changes.allSatisfy { field, value in shows(value, in: field, likeness) }
    }

    /// A value that was queued under older rules is stored as today's clean it.
    private func shows(_ value: String?, in field: CustomerField, _ likeness: Agreement) -> Bool {
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
