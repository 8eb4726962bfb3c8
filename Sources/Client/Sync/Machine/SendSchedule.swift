import Domain
import Journal

/// Whose turn it is: every customer of the queue under what its next step waits for.
///
/// Kept up customer by customer, so that a turn costs what it does and not what is queued.
struct SendSchedule: Sendable {
    private var steps: [CustomerID: Step] = [:]
    private var ready = Heap<Slot>()
    private var timers = Heap<Timer>()
    private(set) var emails = EmailClaims()
    /// Who waits for an email since circles were looked for last.
    private var begunToWait: [CustomerID] = []

    enum Step: Hashable, Sendable {
        case ready(Slot)
        case waits(until: Duration)
        /// For an email that somebody else's queued edit gives up, or has asked for first.
        case waitsForEmail
        case underWay
        /// For a person.
        case held
    }

    /// Those that have not failed first, then by age of the entry: everybody's turn comes, and nobody's fault holds the
    /// others up.
    struct Slot: Hashable, Comparable, Sendable {
        let failures: Int
        let leader: JournalRecord.Sequence
        let customer: CustomerID

        static func < (lhs: Slot, rhs: Slot) -> Bool { (lhs.failures, lhs.leader) < (rhs.failures, rhs.leader) }
    }

    private struct Timer: Comparable, Sendable {
        let at: Duration
        let customer: CustomerID

        static func < (lhs: Timer, rhs: Timer) -> Bool { (lhs.at, lhs.customer) < (rhs.at, rhs.customer) }
    }

    // MARK: Keeping it

    mutating func set(_ step: Step?, for customer: CustomerID) {
        steps[customer] = step
        switch step {
        case .ready(let slot)?: ready.insert(slot)
        case .waits(let until)?: timers.insert(Timer(at: until, customer: customer))
        case .waitsForEmail?, .underWay?, .held?, nil: break
        }
    }

    /// - Returns: who has to be looked at again.
    mutating func noteEmails(of customer: CustomerID, _ plans: EmailPlans) -> Set<CustomerID> {
        emails.note(customer, plans).filter { steps[$0] == .waitsForEmail }
    }

    /// Lets a customer wait whose next request needs an email that is another's.
    ///
    /// - Returns: whether it has to.
    mutating func waitForEmail(_ customer: CustomerID) -> Bool {
        guard emails.hasToWait(customer) else { return false }
        set(.waitsForEmail, for: customer)
        begunToWait.append(customer)
        return true
    }

    /// A circle among those who wait; each has to be dealt with before the next is looked for.
    mutating func nextCircle() -> EmailClaims.Circle? { emails.circle(among: &begunToWait) }

    mutating func willBeFree(_ email: String, for customer: CustomerID) -> Bool {
        emails.willBeFree(email, for: customer)
    }

    // MARK: Asking it

    func step(of customer: CustomerID) -> Step? { steps[customer] }

    /// Whether somebody could be sent now.
    mutating func hasReady() -> Bool {
        dropStale()
        return !ready.isEmpty
    }

    mutating func popReady() -> CustomerID? {
        dropStale()
        return ready.popLeast()?.customer
    }

    /// A customer whose time has come.
    mutating func popDue(_ now: Duration) -> CustomerID? {
        while let timer = timers.least, timer.at <= now {
            _ = timers.popLeast()
            if steps[timer.customer] == .waits(until: timer.at) { return timer.customer }
        }
        return nil
    }

    mutating func nextTimer() -> Duration? {
        while let timer = timers.least, steps[timer.customer] != .waits(until: timer.at) { _ = timers.popLeast() }
        return timers.least?.at
    }

    private mutating func dropStale() {
        while let slot = ready.least, steps[slot.customer] != .ready(slot) { _ = ready.popLeast() }
    }
}
