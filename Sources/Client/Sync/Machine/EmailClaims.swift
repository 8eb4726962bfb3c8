import Domain
import Journal
import Wire

/// Which customer's next request needs an email, and whose queued edits give one up or take it first.
struct EmailClaims: Sendable {
    private var plans: [CustomerID: EmailPlans] = [:]
    private var givers: [String: Set<CustomerID>] = [:]
    private var takers: [String: EmailTakers] = [:]
    private var waiting: [String: Set<CustomerID>] = [:]

    /// What stands between a customer and the email that its next request needs.
    enum Obstacle: Hashable, Sendable {
        case waits(email: String)
        /// Everybody in it waits for the next: this one gives way.
        case cycle(victim: EmailClaim)
    }

    /// Notes what a customer's entries mean for emails now.
    ///
    /// - Returns: whose waiting may be over: for an email that this customer no longer is about to give up or to take, or
    ///   in a circle that this customer closes.
    mutating func note(_ customer: CustomerID, _ new: EmailPlans) -> Set<CustomerID> {
        let old = plans[customer] ?? EmailPlans()
        guard old != new else { return [] }
        plans[customer] = new.isEmpty ? nil : new
        var woken: Set<CustomerID> = []
        for email in new.givesUp.subtracting(old.givesUp) { givers[email, default: []].insert(customer) }
        for email in old.givesUp.subtracting(new.givesUp) {
            givers[email]?.remove(customer)
            if givers[email]?.isEmpty == true { givers[email] = nil }
            woken.formUnion(waiting.removeValue(forKey: email) ?? [])
        }
        for email in Set(old.takes.keys).union(new.takes.keys) where old.takes[email] != new.takes[email] {
            takers[email, default: EmailTakers()].set(customer, at: new.takes[email])
            if takers[email]?.isEmpty == true { takers[email] = nil }
            if old.takes[email] != nil { woken.formUnion(waiting.removeValue(forKey: email) ?? []) }
        }
        if let claim = new.claim {
            woken.formUnion(circle(through: claim, along: predecessors).map { $0.map(\.customer) } ?? [])
        }
        return woken
    }

    mutating func wait(_ customer: CustomerID, for email: String) {
        waiting[email, default: []].insert(customer)
    }

    func obstacle(for customer: CustomerID) -> Obstacle? {
        guard let claim = plans[customer]?.claim else { return nil }
        guard !giversOf(claim).isEmpty else {
            // Who was first is a matter of order only: nobody waits for that in a circle.
            let isSecond = firstTaker(before: claim) != nil && circle(through: claim, along: predecessors) == nil
            return isSecond ? .waits(email: claim.email) : nil
        }
        guard let path = circle(through: claim, along: giversOf) else { return .waits(email: claim.email) }
        let victim = path.filter(\.isUnsent).max { $0.sequence < $1.sequence }
        // When all of them may have reached the server, it decides.
        return victim.map { .cycle(victim: $0) }
    }

    /// Whether a queued edit of somebody else, who does not in turn wait for this customer, gives up the email.
    func willBeFree(_ email: String, for customer: CustomerID) -> Bool {
        let claim =
            plans[customer]?.claim ?? EmailClaim(customer: customer, email: email, sequence: 0, isUnsent: false)
        return claim.email == email && !giversOf(claim).isEmpty && circle(through: claim, along: giversOf) == nil
    }

    // MARK: Who waits for whom

    private func giversOf(_ claim: EmailClaim) -> [CustomerID] {
        (givers[claim.email] ?? []).subtracting([claim.customer]).sorted()
    }

    /// Whose entry asked for the same email before all others, unless it is this claim's own.
    private func firstTaker(before claim: EmailClaim) -> CustomerID? {
        guard let first = takers[claim.email]?.first, first.customer != claim.customer else { return nil }
        let own = plans[claim.customer]?.takes[claim.email] ?? claim.sequence
        return first.sequence < own ? first.customer : nil
    }

    private func predecessors(_ claim: EmailClaim) -> [CustomerID] {
        giversOf(claim) + [firstTaker(before: claim)].compactMap(\.self)
    }

    /// The claims along a way from one back to itself.
    private func circle(
        through start: EmailClaim, along predecessors: (EmailClaim) -> [CustomerID]
    ) -> [EmailClaim]? {
        var visited: Set<CustomerID> = []
        func search(_ claim: EmailClaim) -> [EmailClaim]? {
            for other in predecessors(claim) {
                if other == start.customer { return [claim] }
                guard visited.insert(other).inserted, let next = plans[other]?.claim, let rest = search(next) else {
                    continue
                }
                return [claim] + rest
            }
            return nil
        }
        return search(start)
    }
}

/// Whose entries ask for one email, in the order in which they were entered.
private struct EmailTakers: Sendable {
    private var all: [(sequence: JournalRecord.Sequence, customer: CustomerID)] = []

    var first: (sequence: JournalRecord.Sequence, customer: CustomerID)? { all.first }

    var isEmpty: Bool { all.isEmpty }

    /// - Parameter sequence: `nil` for a customer who asks for it no longer.
    mutating func set(_ customer: CustomerID, at sequence: JournalRecord.Sequence?) {
        all.removeAll { $0.customer == customer }
        guard let sequence else { return }
        let place = all.firstIndex { $0.sequence > sequence } ?? all.endIndex
        all.insert((sequence, customer), at: place)
    }
}
