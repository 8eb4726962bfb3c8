package import APIClient
import Domain
package import Journal
package import Wire

/// Creations of customers a file names by their email alone: the customer who has that email is meant, whatever their id.
extension EditBatch {
    /// Whether the customer who has the email is meant: the id is derived from it, as only an import's is.
    var meansOwnerOfEmail: Bool {
        guard case .create(let new) = change, let key = new.details.emailKey else { return false }
        return customer == CustomerID(derivedFrom: key, in: .importedEmail)
    }

    /// The same end of the request, with the customer who has the email, if that one is meant.
    ///
    /// - Parameter ask: what the API answers to a call.
    package func withOwner(
        _ result: Result<WriteAnswer, APIFailure>, ask: (ReadCall) async -> Result<ReadAnswer, APIFailure>
    ) async -> Result<WriteAnswer, APIFailure> {
        guard case .failure(.refused(var problem)) = result, problem.kind == .emailTaken, meansOwnerOfEmail,
            let owner = problem.owner,
            case .create(let new) = change,
            case .success(.customer(let customer)) = await ask(.get(owner, unlessVersion: nil)),
            customer.details.emailKey == new.details.emailKey
        else { return result }
        problem.current = customer
        return .failure(.refused(problem))
    }

    /// What it means that somebody else has the email of a creation.
    ///
    /// A customer who is just as the file says needs nothing, as in an import while the API answers. Otherwise a
    /// person decides, for nothing of the file may be lost, and nothing of theirs be overwritten unread.
    ///
    /// - Parameter isAlone: whether nothing else is queued for the customer, which would go to a number nobody has.
    func duplicateEmail(_ problem: Problem, _ new: NewCustomer, _ isAlone: Bool) -> ResponseOutcome {
        guard meansOwnerOfEmail else { return ResponseOutcome(lines: [.reject(for: leader, problem)]) }
        var reported = problem
        reported.current = nil
        guard let owner = problem.current else {
            reported.detail += " " + Self.nextStep
            return ResponseOutcome(lines: [.reject(for: leader, reported)])
        }
        let differences = new.differences(from: owner)
        if differences.isEmpty, isAlone {
            return ResponseOutcome(lines: [.ack(for: leader, version: nil)], news: .served(owner))
        }
        let what = differences.isEmpty ? "" : " and differs in \(differences.joined(separator: ", "))"
        reported.detail = "A customer with this email exists already (\(owner.id.text))\(what). \(Self.nextStep)"
        return ResponseOutcome(lines: [.reject(for: leader, reported)], news: .served(owner))
    }

    private static let nextStep =
        "Import the file again to compare, with --update to make them like the file: what is settled then leaves the "
        + "queue. Or discard this."
}

extension NewCustomer {
    /// In what a customer is not as this one would be made; the date as the API shows it, which keeps finer digits to itself.
    fileprivate func differences(from customer: Customer) -> [String] {
        let fields = contradictions(to: customer.details).map(\.rawValue)
        guard let registrationDate, registrationDate.text != customer.registrationDate.text else { return fields }
        return fields + ["registration_date"]
    }
}
