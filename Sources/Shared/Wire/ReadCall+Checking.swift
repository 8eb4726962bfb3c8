import Domain

extension ReadCall {
    package func check(_ answer: ReadAnswer) throws(AnswerFailure) {
        switch (self, answer) {
        case (.find(let email), .page(let page)):
            // As typed, for those of older rules, or as it would be stored.
            let keys = [email.trimmed, CustomerField.email.cleaned(email)].map { TextFold.email($0) }
            guard page.customers.allSatisfy({ $0.details.emailKey.map(keys.contains) ?? false }) else {
                throw .misdirected(detail: "it is about somebody with another email than the one that was asked for")
            }
        case (.get(let id, let known), .customer(let customer)):
            try customer.check(is: id)
            try customer.check(isSince: known)
        case (.get(_, let known), .notModified(let version)):
            guard known?.contains(version) == true else {
                throw .misdirected(detail: "it says that version \(version) is still the newest, which was not asked")
            }
        case (.past(let id, let target), .past(let customer)):
            try customer.check(is: id)
            if case .version(let version) = target, customer.version != version {
                throw .misdirected(
                    detail: "it tells of version \(customer.version), and version \(version) was asked for")
            }
        case (.timeline(_, _, let known), .timelineNotModified(let tag)):
            guard known == tag else {
                throw .misdirected(detail: "it says that a timeline is still the newest, which was not asked")
            }
        case (.duplicates(let id), .duplicates(let found)):
            guard found.duplicates.allSatisfy({ $0.customer.id != id }) else {
                throw .misdirected(detail: "it says that a customer is a duplicate of theirs")
            }
        case (.dismissals(let id), .dismissals(let found)):
            guard !found.others.contains(id) else {
                throw .misdirected(detail: "it says that a customer is not the same person as themselves")
            }
        case (.health, _), (.openAPI, _), (.whoAmI, _), (.list, _), (.find, _), (.similar, _), (.get, _),
            (.timeline, _),
            (.past, _), (.duplicates, _), (.dismissals, _), (.trash, _), (.changes, _), (.erasures, _):
            break
        }
    }

    package func check(_ problem: Problem) throws(AnswerFailure) {
        if case .get(let id, _) = self { try problem.check(isAbout: id) }
    }
}

extension Customer {
    func check(is asked: CustomerID) throws(AnswerFailure) {
        guard id != asked else { return }
        throw .misdirected(detail: "it is about customer \(id.text), and \(asked.text) was asked for")
    }

    func check(isSince known: VersionMatch?) throws(AnswerFailure) {
        guard case .versions(let versions)? = known, let newest = versions.max(), version < newest else { return }
        throw .older(version, than: newest)
    }
}

extension Problem {
    /// What it tells of a customer is of the one that was asked for, and all that belongs to its kind.
    func check(isAbout id: CustomerID) throws(AnswerFailure) {
        try current?.check(is: id)
        guard owner != id else {
            throw .misdirected(detail: "it says that the customer's own email is somebody else's")
        }
        guard kind != .versionMismatch || current != nil else {
            throw .misdirected(detail: "it speaks of another version and does not tell which")
        }
    }
}

extension AnswerFailure {
    /// An answer with a version before the one that was known when it was asked for.
    package static func older(_ version: Int, than known: Int) -> AnswerFailure {
        .misdirected(
            detail: "it tells of version \(version), and version \(known) was seen before; if the server was restored "
                + "from a backup, run: customers wipe")
    }
}
