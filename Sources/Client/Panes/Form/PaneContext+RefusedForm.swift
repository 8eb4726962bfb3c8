import Domain
import Journal
import Wire

/// Putting right what the server has refused.
extension PaneContext {
    /// A form with all that a refused entry would do, what has become one with it included.
    mutating func form(forRefused entry: PendingEdit) -> FormPane? {
        switch entry.change {
        case .create(let new): return form(forRefused: entry, .new(entry.customer), new.details)
        case .edit(let edit, _):
            let before = model.queue.before(entry.sequence)
            guard let base = before.shown(entry.customer, on: model.directory[entry.customer]) else {
                askForUnknown(entry.customer)
                return nil
            }
            return form(forRefused: entry, .edit(base), edit.applied(to: base.details))
        case .delete, .note, .restore: return nil
        }
    }

    /// A form that creates somebody again whom the server has no more, with what is under way for them.
    ///
    /// - Parameter base: what they were.
    mutating func formToCreate(_ base: CustomerDetails, inPlaceOf id: CustomerID) -> FormPane {
        let details = model.shown(id)?.details ?? base
        let values = CustomerField.allCases.map { ($0, details[$0] ?? "") }
        post(.warning("\(details.name) cannot be restored any more. Saving creates them again under a new id."))
        return FormPane(
            Draft(
                id: environment.makeID(), subject: .new(environment.makeID()),
                values: Dictionary(uniqueKeysWithValues: values), target: .everything(of: id), savedAt: chrome.now))
    }

    private func form(
        forRefused entry: PendingEdit, _ subject: Draft.Subject, _ details: CustomerDetails
    ) -> FormPane {
        let values = CustomerField.allCases.map { ($0, details[$0] ?? "") }
        let draft = Draft(
            id: environment.makeID(), subject: subject, values: Dictionary(uniqueKeysWithValues: values),
            target: .entry(entry.sequence), savedAt: chrome.now)
        var form = FormPane(draft)
        if case .rejected(let problem) = entry.state {
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { form.setVerdict(violation.message, on: $0) }
            }
            if problem.kind == .emailTaken {
                form.likeness.owner = problem.owner
                form.setVerdict("is used by another customer already", on: .email)
            }
        }
        return form
    }

    mutating func askForUnknown(_ id: CustomerID) {
        post(.plain("This customer is not here; the server is asked. Try again when it has answered."))
        ask(about: id)
    }
}
