import Domain
import Journal
import Wire

/// Which customer's next request needs an email, and whose queued edits give one up.
struct EmailClaims: Sendable {
    private var claims: [CustomerID: EmailClaim] = [:]
    private var givenUp: [CustomerID: Set<String>] = [:]
    private var givers: [String: Set<CustomerID>] = [:]
    private var waiting: [String: Set<CustomerID>] = [:]

    /// What stands between a customer and the email that its next request needs.
    enum Obstacle: Hashable, Sendable {
        case waits(email: String)
        /// Everybody in it waits for the next: this one gives way.
        case cycle(victim: EmailClaim)
    }

    /// Notes what a customer's entries mean for emails now.
    ///
    /// - Returns: who waited for an email that this customer no longer is about to give up.
    mutating func note(_ customer: CustomerID, claim: EmailClaim?, givesUp emails: Set<String>) -> Set<CustomerID> {
        if claim != nil || claims[customer] != nil { claims[customer] = claim }
        let before = givenUp[customer] ?? []
        guard before != emails else { return [] }
        givenUp[customer] = emails.isEmpty ? nil : emails
        for email in emails.subtracting(before) { givers[email, default: []].insert(customer) }
        var woken: Set<CustomerID> = []
        for email in before.subtracting(emails) {
            givers[email]?.remove(customer)
            if givers[email]?.isEmpty == true { givers[email] = nil }
            woken.formUnion(waiting.removeValue(forKey: email) ?? [])
        }
        return woken
    }

    mutating func wait(_ customer: CustomerID, for email: String) {
        waiting[email, default: []].insert(customer)
    }

    func obstacle(for customer: CustomerID) -> Obstacle? {
        guard let claim = claims[customer], !giversOf(claim).isEmpty else { return nil }
        guard let path = cycle(through: claim) else { return .waits(email: claim.email) }
        let victim = path.filter(\.isUnsent).max { $0.sequence < $1.sequence }
        // When all of them may have reached the server, it decides.
        return victim.map { .cycle(victim: $0) }
    }

    /// Whether a queued edit of somebody else, who does not in turn wait for this customer, gives up the email.
    func willBeFree(_ email: String, for customer: CustomerID) -> Bool {
        let claim = claims[customer] ?? EmailClaim(customer: customer, email: email, sequence: 0, isUnsent: false)
        return claim.email == email && !giversOf(claim).isEmpty && cycle(through: claim) == nil
    }

    private func giversOf(_ claim: EmailClaim) -> [CustomerID] {
        (givers[claim.email] ?? []).subtracting([claim.customer]).sorted()
    }

    /// The claims along a way from one back to itself.
    private func cycle(through start: EmailClaim) -> [EmailClaim]? {
        var visited: Set<CustomerID> = []
        func search(_ claim: EmailClaim) -> [EmailClaim]? {
            for giver in giversOf(claim) {
                if giver == start.customer { return [claim] }
                guard visited.insert(giver).inserted, let next = claims[giver], let rest = search(next) else {
                    continue
                }
                return [claim] + rest
            }
            return nil
        }
        return search(start)
    }
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
    /// The email that the next request of a customer needs.
    func emailClaim(of batch: EditBatch) -> EmailClaim? {
        let wanted: String
        switch batch.change {
        case .create(let new): wanted = new.details.emailKey
        case .edit(let edit, _):
            guard let change = edit.changes[.email], let email = change.to.map(TextFold.email),
                email != change.from.map(TextFold.email)
            else { return nil }
            wanted = email
        case .delete: return nil
        }
        let asking = batch.sending.covers.last { self[$0]?.fields.contains(.email) == true }
        return EmailClaim(
            customer: batch.customer, email: wanted, sequence: asking ?? batch.leader,
            isUnsent: batch.earlierAttempts == 0)
    }

    /// The emails that a customer has and will not have when all that is queued has been done.
    func emailsGivenUp(by customer: CustomerID) -> Set<String> {
        // What waits for a person does not happen by itself.
        let entries = entries(for: customer).prefix { !$0.needsDecision }
        var emails: Set<String> = []
        var last: String?
        for entry in entries {
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
