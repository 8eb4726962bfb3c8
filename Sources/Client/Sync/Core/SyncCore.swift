package import APIClient
package import Domain
package import Journal
package import Wire

/// The synchronisation without time and without network: what a turn decides is journaled before it is handed out.
///
/// The program drives it with real time and real requests, the simulation with invented ones.
package final class SyncCore {
    private let journal: any SyncJournal
    private var generator: any RandomNumberGenerator & Sendable
    private var machine: SyncMachine
    private var answers: [Answered] = []
    private var events: [SyncEvent] = []
    private var holdsLock = false
    private var isProbing = false
    private var isPaused = false
    /// Who sends instead of this process.
    private var other: OtherSender?
    /// When that one was heard last.
    private var otherHeardAt: Duration?
    private var knownOutcomes: ResponseOutcomes?
    private var failure: Failure?
    /// Why the last request for a customer did not tell what became of it, while it goes again.
    private var causes: [CustomerID: String] = [:]

    private struct Answered {
        let batch: EditBatch
        let result: Result<WriteAnswer, APIFailure>
    }

    private struct Failure {
        let message: String
        let retryAt: Duration
    }

    /// How long to wait after the journal failed.
    private static let journalPause: Duration = .seconds(1)

    /// - Parameter epoch: what the machine's own clock said when the time began that is handed in, by which the journal
    ///   says from when on a deletion may be sent.
    package init(
        journal: any SyncJournal, generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
        limits: SyncLimits = SyncLimits(), epoch: BootMoment? = nil
    ) {
        self.journal = journal
        self.generator = generator
        machine = SyncMachine(limits: limits, epoch: epoch)
    }

    /// Requests to be started now; every answer is handed back.
    package struct Departures: Hashable, Sendable {
        package var batches: [EditBatch] = []
        /// Whether `GET /api/health` is to be asked.
        package var probe = false
    }

    package var queue: EditQueue { journal.queue }

    // MARK: A turn

    /// Journals what came and what goes, and says what to start.
    package func turn(_ now: Duration) -> Departures {
        var departures = Departures()
        _ = journal.refresh()
        guard !isPaused, (failure?.retryAt ?? now) <= now else { return departures }
        readForeignLines(now)
        machine.pass(now, in: journal.queue)
        acquireLock(now)
        if !holdsLock { machine.endTrial() }
        if !isProbing, machine.leaveProbe(maySend: holdsLock) {
            isProbing = true
            departures.probe = true
        }
        while let batches = step(now) { departures.batches += batches }
        releaseLockIfQuiet()
        return departures
    }

    private func readForeignLines(_ now: Duration) {
        let queue = journal.queue
        guard machine.lastSequence != queue.lastSequence else { return }
        otherHeardAt = nil
        machine.follow(queue, now)
        let outcomes = ResponseOutcomes(queue)
        if outcomes != knownOutcomes { machine.heardElsewhere(now) }
        knownOutcomes = outcomes
    }

    /// What tells that the API has answered: the last entry it took, and how many it did not.
    private struct ResponseOutcomes: Equatable {
        let lastSynced: JournalRecord.Sequence?
        let undecided: Int

        init(_ queue: EditQueue) {
            lastSynced = queue.history.last { if case .synced = $0.outcome { true } else { false } }?.sequence
            undecided = queue.undecidedCount
        }
    }

    /// One append: the answers that came, and what goes next.
    ///
    /// - Returns: `nil` when there was nothing to do.
    private func step(_ now: Duration) -> [EditBatch]? {
        let mayPlan = holdsLock && journal.hold == nil && machine.canPlan
        guard !answers.isEmpty || mayPlan else { return nil }
        var plan = SyncMachine.Plan()
        var outcomes: [(EditBatch, ResponseOutcome)] = []
        do throws(SyncJournalFailure) {
            try journal.record { queue in
                machine.follow(queue, now)
                outcomes = answers.map { ($0.batch, outcome(on: $0, in: queue, now)) }
                if mayPlan { plan = machine.plan(queue, now) }
                return outcomes.flatMap { $0.1.lines } + plan.lines
            }
        } catch {
            machine.abandon(plan)
            if journal.hold != nil { return forgetAnswers() }
            failure = Failure(message: error.message, retryAt: now + Self.journalPause)
            return nil
        }
        failure = nil
        answers = []
        finish(outcomes, plan, now)
        return outcomes.isEmpty && plan.lines.isEmpty ? nil : plan.batches
    }

    /// The journal has been closed to this program while requests were under way: the program that may write it sends them again,
    /// under the same keys.
    private func forgetAnswers() -> [EditBatch]? {
        answers = []
        machine.forgetRequests()
        releaseLock()
        return nil
    }

    private func outcome(on answered: Answered, in queue: EditQueue, _ now: Duration) -> ResponseOutcome {
        let batch = answered.batch
        // Somebody else may have brought the same request to its end.
        guard let entry = queue[batch.leader], entry.op == batch.sending.op, case .sending = entry.state else {
            return ResponseOutcome()
        }
        return batch.outcome(
            on: answered.result, merges: entry.merges,
            isAlone: queue.entries(for: batch.customer).count == batch.sending.covers.count,
            isLastWord: { machine.isLastWord(on: batch, in: queue, now) },
            freshKey: { IdempotencyKey.random(using: &generator) })
    }

    private func finish(_ outcomes: [(EditBatch, ResponseOutcome)], _ plan: SyncMachine.Plan, _ now: Duration) {
        for (batch, outcome) in outcomes {
            machine.finish(batch, outcome, now, using: &generator)
            if outcome.again == nil { causes[batch.customer] = nil }
            switch outcome.news {
            case .served(let customer)?: events.append(.served([customer]))
            case .gone(let id)?: events.append(.gone(id))
            case .restored(let customer)?: events.append(.restored(customer))
            case nil: break
            }
        }
        let queue = journal.queue
        machine.read(outcomes.map(\.0.customer) + plan.changed, in: queue, now)
        for line in outcomes.flatMap({ $0.1.lines }) + plan.lines { report(line, in: queue) }
    }

    private func report(_ line: JournalRecord.Body, in queue: EditQueue) {
        switch line {
        case .reject(let sequence, let problem):
            guard let entry = queue[sequence] else { return }
            events.append(.refused(sequence, entry.customer, problem))
        case .conflict(let sequence, let theirs):
            guard let entry = queue[sequence] else { return }
            events.append(.conflicted(sequence, entry.customer, theirs))
        default: break
        }
    }

    // MARK: The sender's lock

    private func acquireLock(_ now: Duration) {
        guard !holdsLock else { return }
        other = nil
        guard journal.hold == nil, machine.hasWork, machine.mayAsk else { return }
        holdsLock = journal.trySenderLock()
        let heardAt = otherHeardAt ?? now
        otherHeardAt = holdsLock ? nil : heardAt
        if !holdsLock { other = OtherSender(journal.sender, silentFor: now - heardAt) }
    }

    /// A process that only waits for time to pass lets others send.
    private func releaseLockIfQuiet() {
        guard holdsLock, machine.isQuiet, !isProbing else { return }
        journal.compactIfNeeded()
        releaseLock()
    }

    private func releaseLock() {
        guard holdsLock else { return }
        holdsLock = false
        journal.releaseSenderLock()
    }

    // MARK: What comes back

    /// Notes how a request ended; the next turn journals it.
    package func requestEnded(_ result: Result<WriteAnswer, APIFailure>, for batch: EditBatch, _ now: Duration) {
        guard machine.answered(batch, ReachabilityNews(result), now, using: &generator) else { return }
        answers.append(Answered(batch: batch, result: result))
        causes[batch.customer] = if case .failure(let failure) = result { failure.cause } else { nil }
    }

    package func probeEnded(_ result: Result<ReadAnswer, APIFailure>, _ now: Duration) {
        guard isProbing else { return }
        isProbing = false
        machine.probeEnded(ReachabilityNews(result), now, using: &generator)
    }

    // MARK: From outside

    /// Tries everything at once, as when somebody signed in or asks for it.
    package func retryNow(_ now: Duration) {
        failure = nil
        machine.retryNow(journal.queue, now)
    }

    /// Probes for a lost API until it is back, also when nothing is to be sent: somebody looks at ``reachability``.
    package func watchAPI() {
        machine.watchAPI()
    }

    /// Learns about the way to the API from a call of this program that is not the queue's.
    ///
    /// - Parameter leftAt: when it was made.
    /// - Returns: whether a turn has something to do or to tell then.
    package func callEnded(_ result: Result<ReadAnswer, APIFailure>, leftAt: Duration, _ now: Duration) -> Bool {
        guard let news = ReachabilityNews(besideQueue: result) else { return false }
        return machine.callEnded(news, leftAt: leftAt, now, using: &generator)
    }

    /// Lets another process send; what is under way counts as unknown, and its answers are not taken any more.
    package func pause() {
        answers = []
        isProbing = false
        isPaused = true
        machine.forgetRequests()
        releaseLock()
    }

    package func resume() {
        isPaused = false
    }

    // MARK: Telling

    /// What has happened since the last call; what the server said one after the other is one event.
    package func takeEvents() -> [SyncEvent] {
        defer { events = [] }
        return events.reduce(into: []) { all, event in
            guard case .served(let more) = event, case .served(var served)? = all.last else { return all.append(event) }
            all.removeLast()
            served += more
            all.append(.served(served))
        }
    }

    /// The status as it is for one customer's edits: why they go again, when nothing else stands before them.
    package func status(for customer: CustomerID) -> SyncStatus {
        let status = status
        switch status {
        case .idle, .connecting, .sending, .waiting, .unsettled:
            return causes[customer].map { .unsettled(message: $0) } ?? status
        case .away, .askedToWait, .signInNeeded, .anotherProcessSends, .held, .journalFails, .paused: return status
        }
    }

    /// What is known of the way to the API.
    package var reachability: ReachabilityReport { machine.reachability.report }

    package var status: SyncStatus {
        if isPaused { return .paused }
        if let failure { return .journalFails(message: failure.message) }
        if let hold = journal.hold, !journal.queue.isEmpty { return .held(message: hold) }
        if machine.unansweredRequests > 0 { return .sending(requests: machine.unansweredRequests) }
        if case .away(let until, let message) = machine.reachability.state, machine.reachability.isAskedToWait,
            !journal.queue.isEmpty
        {
            return .askedToWait(message: message, until: until)
        }
        guard machine.hasWork else { return machine.nextTimer().map { .waiting(until: $0) } ?? .idle }
        if let other { return .anotherProcessSends(other) }
        return switch machine.reachability.state {
        case .unknown, .probing, .trial, .stands: .connecting
        case .away(let until, let message):
            machine.reachability.isAwayConfirmed ? .away(message: message, until: until) : .connecting
        case .signInNeeded(_, let message): .signInNeeded(message: message)
        }
    }

    /// When to take the next turn if nothing happens before; `nil` when only an event can change anything.
    package var wakesAt: Duration? {
        if isPaused { return nil }
        if let failure { return failure.retryAt }
        return machine.wakesAt()
    }
}
