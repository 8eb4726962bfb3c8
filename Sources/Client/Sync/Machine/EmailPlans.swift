import Domain
import Journal
import Wire

/// What the queued entries of one customer mean for emails: what the requests do that would really go, not each entry.
struct EmailPlans: Hashable, Sendable {
    /// The email that the next request needs.
    var claim: EmailClaim?
    /// Emails that the customer has now and will not have when all that is queued has been done.
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
    ///
    /// - Parameter isReleased: whether a deletion has waited long enough to be sent.
    func emailPlans(
        of customer: CustomerID, _ next: NextBatch?, isReleased: (JournalRecord.Sequence) -> Bool
    ) -> EmailPlans {
        guard next != nil, entries(for: customer).contains(where: \.change.concernsEmail) else { return EmailPlans() }
        var plans = EmailPlans()
        if case .send(let batch)? = next { plans.claim = emailClaim(of: batch) }
        var last: String?
        for request in plannedRequests(for: customer, isReleased: isReleased) {
            // What an earlier one of these requests brings, the customer has not yet.
            if let old = request.change.emailLeft, plans.takes[old] == nil { plans.givesUp.insert(old) }
            if let new = request.change.emailTaken { plans.takes[new] = plans.takes[new] ?? request.asking(for: new) }
            if request.change.concernsEmail { last = request.change.emailKept }
        }
        if let last { plans.givesUp.remove(last) }
        // Nobody waits for a person who has to look at damage.
        if isHeld(customer) { plans.takes = [:] }
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
}

extension PlannedRequest {
    /// The first of its entries that asks for an email.
    fileprivate func asking(for email: String) -> JournalRecord.Sequence? {
        (covers.first { $0.change.emailTaken == email } ?? covers.first)?.sequence
    }
}

extension Entry.Change {
    fileprivate var concernsEmail: Bool {
        switch self {
        case .create, .delete, .restore: true
        case .note: false
        case .edit(let edit, _): edit.changes[.email] != nil
        }
    }

    /// The key of the email that the customer gets by it and did not have before.
    fileprivate var emailTaken: String? {
        switch self {
        case .create, .restore: emailKept
        case .edit: emailKept == emailLeft ? nil : emailKept
        case .delete, .note: nil
        }
    }

    /// The key of the email that the customer has after it, as far as it says so.
    fileprivate var emailKept: String? {
        switch self {
        case .create(let new): new.details.emailKey
        case .edit(let edit, _): edit.changes[.email].flatMap(\.to).map(TextFold.email)
        case .restore(let base, _): base.emailKey
        case .delete, .note: nil
        }
    }

    /// The key of the email that the customer had before it, as far as it says so.
    fileprivate var emailLeft: String? {
        switch self {
        case .create, .note, .restore: nil
        case .edit(let edit, _): edit.changes[.email].flatMap(\.from).map(TextFold.email)
        case .delete(let base, _): base.emailKey
        }
    }
}
