import Domain
import Journal

/// Which customer's next request needs an email, and whose queued edits give one up or take it first.
///
/// A note costs what it changes, and a search for circles what leads away from those who wait since the last one.
struct EmailClaims: Sendable {
    private var plans: [CustomerID: EmailPlans] = [:]
    private var givers: [String: Set<CustomerID>] = [:]
    /// Whose entries ask for an email, in the order in which they were entered.
    private var takers: [String: Heap<EmailPlace>] = [:]
    /// Whose next requests need an email, in the same order.
    private var claimants: [String: Heap<EmailPlace>] = [:]
    /// Who goes whatever stands before them.
    private var exempt: Set<CustomerID> = []
    private var search = CircleSearch()

    /// Customers who wait for one another.
    enum Circle: Hashable, Sendable {
        /// This one need not wait: it would for order's sake alone, or all may have reached the server, which decides.
        case opens(CustomerID)
        /// This one gives way.
        case rejects(EmailClaim)
    }

    /// How many customers and emails were looked at in search of circles.
    var searched: Int { search.steps }

    // MARK: Knowing

    /// Notes what a customer's entries mean for emails now.
    ///
    /// - Returns: whose waiting may be over, for an email that this customer no longer is about to give up or to take: the
    ///   first of those who wait for it, because the others wait for that one, too.
    mutating func note(_ customer: CustomerID, _ new: EmailPlans) -> Set<CustomerID> {
        let old = plans[customer] ?? EmailPlans()
        guard old != new else { return [] }
        plans[customer] = new.isEmpty ? nil : new
        exempt.remove(customer)
        add(customer, new, knowing: old)
        for email in old.givesUp.subtracting(new.givesUp) {
            givers[email]?.remove(customer)
            if givers[email]?.isEmpty == true { givers[email] = nil }
        }
        return Set(old.emails(leftBy: new).compactMap { firstClaimant($0) })
    }

    private mutating func add(_ customer: CustomerID, _ new: EmailPlans, knowing old: EmailPlans) {
        for email in new.givesUp.subtracting(old.givesUp) {
            givers[email, default: []].insert(customer)
            search.forget()
        }
        for (email, sequence) in new.takes where old.takes[email] != sequence {
            takers[email, default: Heap()].insert(EmailPlace(sequence: sequence, customer: customer))
            search.forget()
        }
        guard let place = new.place(of: customer), let claim = new.claim, old.claim != claim else { return }
        claimants[claim.email, default: Heap()].insert(place)
        search.forget()
    }

    // MARK: Asking

    /// Whether the email that a customer's next request needs is another's, whose queued edit gives it up, or whose entry
    /// asked for it first.
    mutating func hasToWait(_ customer: CustomerID) -> Bool {
        guard !exempt.contains(customer), let claim = plans[customer]?.claim else { return false }
        return givers[claim.email] != nil || firstTaker(before: claim) != nil
    }

    /// A circle among those who have begun to wait; each has to be dealt with before the next is looked for.
    ///
    /// - Parameter waiting: emptied as far as they lead into none.
    mutating func circle(among waiting: inout [CustomerID]) -> Circle? {
        while let start = waiting.last {
            let circle = searching { search, next in search.circle(from: start, next: next) }
            if let circle { return dealing(with: circle) }
            waiting.removeLast()
        }
        return nil
    }

    private mutating func dealing(with circle: [CustomerID]) -> Circle {
        let claims = circle.compactMap { plans[$0]?.claim }
        let patient = claims.first { givers[$0.email] == nil }?.customer
        let victim = claims.filter(\.isUnsent).max { $0.sequence < $1.sequence }
        if patient == nil, let victim { return .rejects(victim) }
        let first = patient ?? circle[0]
        exempt.insert(first)
        return .opens(first)
    }

    /// Whether a queued edit of somebody else, who does not in turn wait for this customer, gives up the email.
    mutating func willBeFree(_ email: String, for customer: CustomerID) -> Bool {
        if let claim = plans[customer]?.claim, claim.email != email { return false }
        guard let owners = givers[email]?.subtracting([customer]), !owners.isEmpty else { return false }
        return !searching { search, next in search.leads(from: owners, to: customer, next: next) }
    }

    // MARK: Waiting customers

    private mutating func searching<Result>(
        _ look: (inout CircleSearch, (CircleSearch.Node) -> [CircleSearch.Node]) -> Result
    ) -> Result {
        var search = CircleSearch()
        swap(&search, &self.search)
        defer { swap(&search, &self.search) }
        return look(&search) { next($0) }
    }

    /// The customers that one waits for, or that give up an email.
    private mutating func next(_ node: CircleSearch.Node) -> [CircleSearch.Node] {
        switch node {
        case .email(let email): return (givers[email] ?? []).sorted().map { .customer($0) }
        case .customer(let customer):
            guard !exempt.contains(customer), let claim = plans[customer]?.claim else { return [] }
            if givers[claim.email] != nil { return [.email(claim.email)] }
            return firstTaker(before: claim).map { [.customer($0)] } ?? []
        }
    }

    /// Whose entry asked for the same email before all others, unless it is this claim's own.
    private mutating func firstTaker(before claim: EmailClaim) -> CustomerID? {
        while let first = takers[claim.email]?.least, plans[first.customer]?.takes[claim.email] != first.sequence {
            _ = takers[claim.email]?.popLeast()
        }
        guard let first = takers[claim.email]?.least, let own = plans[claim.customer]?.place(of: claim.customer) else {
            return nil
        }
        return first < own ? first.customer : nil
    }

    private mutating func firstClaimant(_ email: String) -> CustomerID? {
        while let first = claimants[email]?.least {
            let plans = plans[first.customer]
            if plans?.claim?.email == email, plans?.place(of: first.customer) == first { return first.customer }
            _ = claimants[email]?.popLeast()
        }
        claimants[email] = nil
        return nil
    }
}

extension EmailPlans {
    /// Where a customer stands among those who ask for the email that their next request needs.
    fileprivate func place(of customer: CustomerID) -> EmailPlace? {
        claim.map { EmailPlace(sequence: takes[$0.email] ?? $0.sequence, customer: customer) }
    }

    /// Emails that others may have waited for because of this.
    fileprivate func emails(leftBy new: EmailPlans) -> Set<String> {
        var emails = givesUp.subtracting(new.givesUp)
        for (email, sequence) in takes where new.takes[email] != sequence { emails.insert(email) }
        if let claim, claim != new.claim { emails.insert(claim.email) }
        return emails
    }
}

/// A customer in the order in which entries were made.
private struct EmailPlace: Comparable, Hashable, Sendable {
    let sequence: JournalRecord.Sequence
    let customer: CustomerID

    static func < (lhs: EmailPlace, rhs: EmailPlace) -> Bool {
        (lhs.sequence, lhs.customer) < (rhs.sequence, rhs.customer)
    }
}
