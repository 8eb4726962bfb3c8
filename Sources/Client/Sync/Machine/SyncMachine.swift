package import Domain
package import Journal
import Wire

/// Decides what goes to the server and when; it performs nothing.
///
/// Time is a duration since some start, never the wall clock, and chance is handed in: the same inputs lead to the same
/// decisions, in the program as in a simulation.
package struct SyncMachine: Sendable {
    private let limits: SyncLimits
    private(set) var reachability: Reachability
    private(set) var schedule = SendSchedule()
    /// Requests that were started and whose answer is not in the journal.
    private var underWay: [CustomerID: Flight] = [:]
    private var unanswered = 0
    private var delays: [CustomerID: Delay] = [:]
    /// Until when a request that nobody knows the outcome of may still arrive.
    private var doubts: [CustomerID: Duration] = [:]
    /// When each deletion was seen first.
    private var deletions: [CustomerID: [JournalRecord.Sequence: Duration]] = [:]
    /// What the machine's own clock said when this one's time began.
    private let epoch: BootMoment?
    /// The last line that the schedule knows of; `nil` before the first.
    private(set) var lastSequence: JournalRecord.Sequence?

    private struct Flight: Sendable {
        let batch: EditBatch
        let leftAt: Duration
        var isAnswered = false
    }

    private struct Delay: Sendable {
        var failures: Int
        var until: Duration
    }

    /// - Parameter epoch: what the machine's own clock said when the time began that is handed in; without it, every
    ///   deletion waits from when it is first seen.
    package init(limits: SyncLimits = SyncLimits(), epoch: BootMoment? = nil) {
        self.limits = limits
        self.epoch = epoch
        reachability = Reachability(limits: limits)
    }

    /// What a turn comes to, to be journaled before anything of it is done.
    package struct Plan: Hashable, Sendable {
        package var lines: [JournalRecord.Body] = []
        /// To be sent once the lines are on the disk.
        package var batches: [EditBatch] = []
        /// Whose entries the lines change without a request.
        package var changed: [CustomerID] = []
    }

    // MARK: Knowing the queue

    /// Looks at the whole queue again, as after another program's lines.
    package mutating func read(_ queue: EditQueue, _ now: Duration) {
        schedule = SendSchedule()
        for customer in queue.customers.sorted() { look(at: customer, in: queue, now) }
        deletions = deletions.filter { queue.isPending($0.key) }
        delays = delays.filter { queue.isPending($0.key) }
        doubts = doubts.filter { queue.isPending($0.key) }
        lastSequence = queue.lastSequence
    }

    /// Looks at what others' lines have changed since it looked last.
    package mutating func follow(_ queue: EditQueue, _ now: Duration) {
        if lastSequence == queue.lastSequence { return }
        guard let changed = lastSequence.flatMap({ queue.customers(changedAfter: $0) }) else {
            return read(queue, now)
        }
        read(changed.sorted(), in: queue, now)
    }

    /// Looks at some customers again, who alone have changed up to the queue's last line.
    package mutating func read(_ customers: some Sequence<CustomerID>, in queue: EditQueue, _ now: Duration) {
        for customer in customers { look(at: customer, in: queue, now) }
        lastSequence = queue.lastSequence
    }

    /// What was planned could not be journaled: the queue has to be looked at again.
    mutating func abandon(_ plan: Plan) {
        for batch in plan.batches where underWay.removeValue(forKey: batch.customer) != nil { unanswered -= 1 }
        lastSequence = nil
    }

    /// Looks at a customer, and at those whose waiting is over then.
    private mutating func look(at customer: CustomerID, in queue: EditQueue, _ now: Duration) {
        var open = [customer]
        while let customer = open.popLast() {
            if delays[customer] != nil, !queue.isPending(customer) { delays[customer] = nil }
            noteDeletions(of: customer, in: queue, now)
            noteDoubt(about: customer, in: queue, now)
            let next = queue.nextBatch(for: customer) { isReleased($0, in: queue, now) }
            let plans = queue.emailPlans(of: customer, next) { isReleased($0, in: queue, now) }
            let woken = schedule.noteEmails(of: customer, plans)
            schedule.set(step(for: customer, next, in: queue, now), for: customer)
            open += woken.subtracting([customer]).sorted().reversed()
        }
    }

    private func step(
        for customer: CustomerID, _ next: NextBatch?, in queue: EditQueue, _ now: Duration
    ) -> SendSchedule.Step? {
        guard let next else { return nil }
        if underWay[customer] != nil { return .underWay }
        guard let leader = queue.leader(for: customer) else { return .held }
        switch next {
        case .hold:
            guard !queue.isHeld(customer), leader.state == .waiting, let due = due(leader) else { return .held }
            return .waits(until: due)
        case .drop: return .ready(slot(of: leader))
        case .send:
            guard let until = delays[customer]?.until, until > now else { return .ready(slot(of: leader)) }
            return .waits(until: until)
        }
    }

    private func slot(of leader: PendingEdit) -> SendSchedule.Slot {
        SendSchedule.Slot(
            failures: delays[leader.customer]?.failures ?? 0, leader: leader.sequence, customer: leader.customer)
    }

    // MARK: Doubts

    /// Another process, or this program before its last start, may have lost sight of a request just now.
    private mutating func noteDoubt(about customer: CustomerID, in queue: EditQueue, _ now: Duration) {
        if underWay[customer] != nil { return }
        let isInDoubt = queue.leader(for: customer).map { $0.attempts > 0 } ?? false
        if !isInDoubt {
            if doubts[customer] != nil { doubts[customer] = nil }
        } else if doubts[customer] == nil {
            doubts[customer] = now + limits.requestLifetime
        }
    }

    /// Whether an earlier request with the same key may still reach the API.
    private func mayStillArrive(_ batch: EditBatch, _ now: Duration) -> Bool {
        guard batch.earlierAttempts > 0 else { return false }
        return doubts[batch.customer].map { $0 > now } ?? true
    }

    // MARK: Deletions

    private mutating func noteDeletions(of customer: CustomerID, in queue: EditQueue, _ now: Duration) {
        var seen: [JournalRecord.Sequence: Duration] = [:]
        for entry in queue.entries(for: customer) {
            guard case .delete = entry.change else { continue }
            seen[entry.sequence] = deletions[customer]?[entry.sequence] ?? now
        }
        if !seen.isEmpty || deletions[customer] != nil { deletions[customer] = seen.isEmpty ? nil : seen }
    }

    private func isReleased(_ sequence: JournalRecord.Sequence, in queue: EditQueue, _ now: Duration) -> Bool {
        queue[sequence].flatMap(due).map { $0 <= now } ?? false
    }

    /// When a deletion may be sent: at the moment that stands in the journal, or, when that is of another start of the
    /// machine or there is none, so long after it was first seen; never later than that.
    private func due(_ entry: PendingEdit) -> Duration? {
        guard let seen = deletions[entry.customer]?[entry.sequence] else { return nil }
        let latest = seen + limits.deletionDelay
        guard let moment = entry.due, let due = epoch.flatMap({ moment.duration(since: $0) }) else { return latest }
        return min(due, latest)
    }

    // MARK: A turn

    /// Lets time pass.
    package mutating func pass(_ now: Duration, in queue: EditQueue) {
        reachability.pass(now)
        while let customer = schedule.popDue(now) {
            look(at: customer, in: queue, now)
        }
    }

    /// Whether something could go if the way is free.
    var hasWork: Bool {
        mutating get { schedule.hasReady() }
    }

    /// Whether the way is free, or may be asked for.
    package var mayAsk: Bool { reachability.capacity > 0 || reachability.needsProbe }

    /// Whether a turn has something to plan.
    var canPlan: Bool {
        mutating get { unanswered < reachability.capacity && schedule.hasReady() }
    }

    /// Decides what goes now.
    package mutating func plan(_ queue: EditQueue, _ now: Duration) -> Plan {
        var plan = Plan()
        repeat { startReady(&plan, in: queue, now) } while dealWithCircle(&plan, in: queue, now)
        return plan
    }

    private mutating func startReady(_ plan: inout Plan, in queue: EditQueue, _ now: Duration) {
        while unanswered < reachability.capacity, let customer = schedule.popReady() {
            let next = queue.nextBatch(for: customer) { isReleased($0, in: queue, now) }
            switch next {
            case .send(let batch): if !schedule.waitForEmail(customer) { start(batch, &plan, now) }
            case .drop(let sequences):
                let last = sequences.last.flatMap { queue[$0]?.op }
                plan.lines += sequences.map { .cancel(for: $0, .merged, into: last) }
                plan.changed.append(customer)
                schedule.set(.held, for: customer)
            case .hold, nil: look(at: customer, in: queue, now)
            }
        }
    }

    private mutating func start(_ batch: EditBatch, _ plan: inout Plan, _ now: Duration) {
        plan.lines.append(.sending(batch.sending))
        plan.batches.append(batch)
        underWay[batch.customer] = Flight(batch: batch, leftAt: now)
        unanswered += 1
        schedule.set(.underWay, for: batch.customer)
    }

    /// - Returns: whether there was one among those who wait for an email.
    private mutating func dealWithCircle(_ plan: inout Plan, in queue: EditQueue, _ now: Duration) -> Bool {
        switch schedule.nextCircle() {
        case .opens(let customer)?: look(at: customer, in: queue, now)
        case .rejects(let victim)?:
            plan.lines.append(.reject(for: victim.sequence, Self.circle(victim)))
            schedule.set(.held, for: victim.customer)
            plan.changed.append(victim.customer)
            plan.changed += schedule.noteEmails(of: victim.customer, EmailPlans()).sorted()
        case nil: return false
        }
        return true
    }

    private static func circle(_ claim: EmailClaim) -> Problem {
        Problem(
            .emailTaken,
            "The email \(claim.email) is another customer's until that one gets an email of this circle. "
                + "Give one of them an email that nobody has first.")
    }

    // MARK: Probes and answers

    /// Whether the way has to be probed, before anything can go or because it is watched; the probe has left then.
    ///
    /// - Parameter maySend: whether this is the process that sends.
    package mutating func leaveProbe(maySend: Bool) -> Bool {
        guard reachability.needsProbe, reachability.isAwaited || maySend && schedule.hasReady() else { return false }
        reachability.probeLeft()
        return true
    }

    /// This process sends nothing now.
    mutating func endTrial() {
        reachability.endTrial()
    }

    package mutating func probeEnded(
        _ news: ReachabilityNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        reachability.probeEnded(news, now, using: &generator)
    }

    /// Takes notice of a request's end, what it means for the entries aside.
    ///
    /// - Returns: whether the request is one of those under way.
    package mutating func answered(
        _ batch: EditBatch, _ news: ReachabilityNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) -> Bool {
        guard let flight = underWay[batch.customer], flight.batch == batch, !flight.isAnswered else { return false }
        underWay[batch.customer]?.isAnswered = true
        unanswered -= 1
        reachability.requestEnded(news, leftAt: flight.leftAt, now, using: &generator)
        return true
    }

    /// A request's answer is in the journal.
    ///
    /// - Parameter outcome: what it means: whether the entries go again and not at once, and how long not at least.
    package mutating func finish(
        _ batch: EditBatch, _ outcome: ResponseOutcome, _ now: Duration,
        using generator: inout some RandomNumberGenerator
    ) {
        underWay[batch.customer] = nil
        if outcome.leavesDoubt { doubts[batch.customer] = now + limits.requestLifetime }
        guard let pause = outcome.again else {
            delays[batch.customer] = nil
            return
        }
        let failures = (delays[batch.customer]?.failures ?? 0) + 1
        let wait = limits.pause(after: failures, using: &generator)
        let least = pause.leastSeconds.map { Duration.seconds($0) } ?? .zero
        delays[batch.customer] = Delay(failures: failures, until: now + max(wait, least))
    }

    /// That the same request goes again later.
    package struct Pause: Hashable, Sendable {
        package var leastSeconds: Int?

        package init(leastSeconds: Int? = nil) {
            self.leastSeconds = leastSeconds
        }
    }

    /// Whether it is settled that a request did not get the email that it needs: no queued edit of somebody else gives
    /// the email up, and no earlier request with the same key can arrive when it has become free after all.
    package mutating func isLastWord(on batch: EditBatch, in queue: EditQueue, _ now: Duration) -> Bool {
        if mayStillArrive(batch, now) { return false }
        guard let claim = queue.emailClaim(of: batch) else { return true }
        return !schedule.willBeFree(claim.email, for: batch.customer)
    }

    // MARK: From outside

    /// Lets everything be tried at once that waits for time to pass, deletions aside.
    package mutating func retryNow(_ queue: EditQueue, _ now: Duration) {
        reachability.reset(now)
        delays = [:]
        read(queue, now)
    }

    /// Probes for a lost API until it is back, also when nothing is to be sent.
    package mutating func watchAPI() {
        reachability.isWatched = true
    }

    /// Notes how a call ended that is not the queue's: every entry keeps its own pause.
    ///
    /// - Returns: whether anything follows from it.
    package mutating func callEnded(
        _ news: ReachabilityNews, leftAt: Duration, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) -> Bool {
        let before = (reachability.report, reachability.capacity)
        reachability.requestEnded(news, leftAt: leftAt, now, using: &generator)
        return before != (reachability.report, reachability.capacity)
    }

    /// The API has answered another process: the way is tried at once, and every entry keeps its own pause.
    mutating func heardElsewhere(_ now: Duration) {
        reachability.heardElsewhere(now)
    }

    /// Forgets the requests under way, whose outcome is unknown from here on, and what was known of the connection.
    mutating func forgetRequests() {
        underWay = [:]
        unanswered = 0
        reachability.forget()
        lastSequence = nil
    }

    var unansweredRequests: Int { unanswered }

    /// Whether every answer that came is in the journal.
    var isQuiet: Bool { underWay.isEmpty }

    /// When the next entry's time comes that waits for nothing else; `nil` when there is none.
    mutating func nextTimer() -> Duration? { schedule.nextTimer() }

    /// When to take the next turn if nothing happens before; `nil` when only an event can change anything.
    package mutating func wakesAt() -> Duration? {
        let mayChange = schedule.hasReady() || reachability.isWatched
        return [schedule.nextTimer(), mayChange ? reachability.wakesAt : nil].compactMap(\.self).min()
    }
}
