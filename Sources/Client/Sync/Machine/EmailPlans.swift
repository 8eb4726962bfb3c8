import Domain
import Journal
import Wire

/// What the queued entries of one customer mean for emails.
struct EmailPlans: Hashable, Sendable {
    /// The email that the next request needs.
    var claim: EmailClaim?
    /// Emails that the customer has and will not have when all that is queued has been done.
    var givesUp: Set<String> = []
    /// Emails that the customer is to get, each with the entry that asks for it first.
    var takes: [String: JournalRecord.Sequence] = [:]

    var isEmpty: Bool { claim == nil && givesUp.isEmpty && takes.isEmpty }
}

/// An email that a customer's next request needs.
struct EmailClaim: Hashable, Sendable {
    let customer: CustomerID
    /// The email's key.
    let email: String
    /// The entry that asks for it.
    let sequence: JournalRecord.Sequence
    /// Whether it cannot have reached the server.
    let isUnsent: Bool
}

extension EditQueue {
    /// What a customer's entries mean for emails, of which `next` goes first.
    func emailPlans(of customer: CustomerID, _ next: NextBatch?) -> EmailPlans {
        guard let next else { return EmailPlans() }
        var plans = EmailPlans()
        if case .send(let batch) = next { plans.claim = emailClaim(of: batch) }
        plans.givesUp = emailsGivenUp(by: customer)
        // Nobody waits for a person who has to look at damage.
        if !isHeld(customer) { plans.takes = emailsTaken(by: customer) }
        return plans
    }

    /// The email that the next request of a customer needs.
    func emailClaim(of batch: EditBatch) -> EmailClaim? {
        guard let wanted = batch.change.emailTaken else { return nil }
        let asking = batch.sending.covers.last { self[$0]?.fields.contains(.email) == true }
        return EmailClaim(
            customer: batch.customer, email: wanted, sequence: asking ?? batch.leader,
            isUnsent: batch.earlierAttempts == 0)
    }

    /// What waits for a person does not happen by itself, and nothing behind it.
    private func entriesThatGo(_ customer: CustomerID) -> some Sequence<PendingEdit> {
        entries(for: customer).prefix { !$0.needsDecision }
    }

    private func emailsTaken(by customer: CustomerID) -> [String: JournalRecord.Sequence] {
        var taken: [String: JournalRecord.Sequence] = [:]
        var last: String?
        for entry in entriesThatGo(customer) {
            guard let email = entry.change.emailTaken, email != last else { continue }
            last = email
            taken[email] = taken[email] ?? entry.sequence
        }
        return taken
    }

    private func emailsGivenUp(by customer: CustomerID) -> Set<String> {
        var emails: Set<String> = []
        var last: String?
        for entry in entriesThatGo(customer) {
            switch entry.change {
            case .create: break
            case .edit(let edit, _):
                guard let change = edit.changes[.email] else { continue }
                if let from = change.from { emails.insert(TextFold.email(from)) }
                last = change.to.map(TextFold.email)
            case .delete(let base, _):
                emails.insert(base.emailKey)
                last = nil
            }
        }
        if let last { emails.remove(last) }
        return emails
    }
}

extension Entry.Change {
    /// The key of the email that the customer gets by it and did not have before.
    fileprivate var emailTaken: String? {
        switch self {
        case .create(let new): return new.details.emailKey
        case .edit(let edit, _):
            guard let change = edit.changes[.email] else { return nil }
            let (old, new) = (change.from.map(TextFold.email), change.to.map(TextFold.email))
            return old == new ? nil : new
        case .delete: return nil
        }
    }
}
