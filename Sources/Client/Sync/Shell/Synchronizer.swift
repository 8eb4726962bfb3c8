package import APIClient
import Dispatch
import Domain
import Journal
import Wire

/// Sends what is queued, for as long as it runs: ``SyncCore`` with real time and real requests.
package actor Synchronizer {
    private let core: SyncCore
    private let journal: any SyncJournal
    private let client: CustomerClient
    private let thread: SyncThread
    private let report: AsyncStream<SyncEvent>.Continuation
    private var isStopped = false
    private var isRunning = false
    private var sleeper: CheckedContinuation<Void, Never>?
    private var isNudged = false
    private var timer: Task<Void, Never>?
    private var requests: [Int: Task<Void, Never>] = [:]
    private var lastRequest = 0
    private var lastReported = LastReported()
    var waiters: [Int: ResultWaiter] = [:]
    var lastWaiter = 0

    /// What was reported last.
    private struct LastReported {
        var status: SyncStatus?
        var reachability = ReachabilityReport()
        var sequence: JournalRecord.Sequence?
        var queueAt: ContinuousClock.Instant?
    }

    /// What happens, for one reader.
    package nonisolated let events: AsyncStream<SyncEvent>
    /// Where the time of ``SyncStatus`` begins.
    package nonisolated let start = ContinuousClock.now

    /// How often the journal is looked at for other processes' lines.
    private static let pollInterval: Duration = .milliseconds(250)
    /// How far apart two reports of the queue are at least.
    private static let reportInterval: Duration = .milliseconds(100)

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// - Parameter client: without retries of its own (`RetryPolicy(maximumRetries: 0)`), because every attempt is journaled.
    package init(journal: any SyncJournal, client: CustomerClient, limits: SyncLimits = SyncLimits()) {
        self.journal = journal
        self.client = client
        thread = SyncThread()
        core = SyncCore(journal: journal, limits: limits, epoch: SystemBootClock().now)
        (events, report) = AsyncStream.makeStream()
    }

    // MARK: Running

    /// Synchronises until ``stop()``.
    ///
    /// - Parameter watchesAPI: whether a lost API is probed for until it is back, also when nothing is to be sent.
    package func run(watchesAPI: Bool = false) async {
        guard !isRunning, !isStopped else { return }
        isRunning = true
        if watchesAPI { core.watchAPI() }
        while !isStopped {
            start(core.turn(now))
            reportChanges()
            await sleep()
        }
        report.finish()
    }

    private var now: Duration { ContinuousClock.now - start }

    private func start(_ departures: SyncCore.Departures) {
        if departures.probe {
            request { client in
                await client.result(of: .health)
            } end: { core, result, now in
                core.probeEnded(result, now)
            }
        }
        for batch in departures.batches {
            request { client in
                let result = await batch.withOwner(await client.result(of: batch.call)) { await client.result(of: $0) }
                return await batch.withReason(result) { await client.result(of: $0) }
            } end: { core, result, now in
                core.requestEnded(result, for: batch, now)
            }
        }
    }

    private func request<Answer: Sendable>(
        _ ask: @escaping @Sendable (CustomerClient) async -> Result<Answer, APIFailure>,
        end: @escaping @Sendable (SyncCore, Result<Answer, APIFailure>, Duration) -> Void
    ) {
        lastRequest += 1
        let number = lastRequest
        requests[number] = Task { [client] in
            let result = await ask(client)
            finish(number, result, end)
        }
    }

    private func finish<Answer>(
        _ number: Int, _ result: Result<Answer, APIFailure>,
        _ end: (SyncCore, Result<Answer, APIFailure>, Duration) -> Void
    ) {
        guard requests.removeValue(forKey: number) != nil else { return }
        end(core, result, now)
        wake()
    }

    private func abandonRequests() {
        for request in requests.values { request.cancel() }
        requests = [:]
    }

    // MARK: Sleeping

    /// Takes a turn now, as after an entry.
    package nonisolated func nudge() {
        Task { await wake() }
    }

    func wake() {
        timer?.cancel()
        timer = nil
        guard let sleeper else {
            isNudged = true
            return
        }
        self.sleeper = nil
        sleeper.resume()
    }

    private func sleep() async {
        if isNudged {
            isNudged = false
            return
        }
        if let moment = nextMoment {
            timer = Task {
                guard (try? await Task.sleep(until: moment)) != nil else { return }
                wake()
            }
        }
        await withCheckedContinuation { sleeper = $0 }
    }

    private var nextMoment: ContinuousClock.Instant? {
        var moments = waiters.values.map(\.deadline)
        if journal.isShared { moments.append(.now + Self.pollInterval) }
        if let moment = core.wakesAt { moments.append(start + moment) }
        if lastReported.sequence != core.queue.lastSequence, let last = lastReported.queueAt {
            moments.append(last + Self.reportInterval)
        }
        return moments.min()
    }

    // MARK: Reporting

    private func reportChanges() {
        if journal.hasFindings { report.yield(.journalFound) }
        let (status, reachability) = (core.status, core.reachability)
        if reachability != lastReported.reachability { report.yield(.reachability(reachability)) }
        if status != lastReported.status { report.yield(.status(status)) }
        (lastReported.status, lastReported.reachability) = (status, reachability)
        reportQueue(mayWait: true)
        resumeWaiters(core.queue, status)
    }

    /// The status as it is for one unfinished entry.
    func status(of sequence: JournalRecord.Sequence) -> SyncStatus {
        guard case .pending(let entry) = core.queue.fate(of: sequence) else { return core.status }
        return core.status(for: entry.customer)
    }

    /// Reports the queue, and before it what the server said: the one who keeps that has much of it to write at once then,
    /// and has written it before the entries are gone.
    private func reportQueue(mayWait: Bool) {
        let (sequence, now) = (core.queue.lastSequence, ContinuousClock.now)
        guard sequence != lastReported.sequence else { return }
        if mayWait, let last = lastReported.queueAt, now - last < Self.reportInterval { return }
        (lastReported.sequence, lastReported.queueAt) = (sequence, now)
        for event in core.takeEvents() { report.yield(event) }
        report.yield(.queueChanged(unfinished: core.queue.count))
    }

    // MARK: Commands

    /// Tries everything at once, whatever pause it was in, and with a fresh token.
    package func retryNow() {
        core.retryNow(now)
        wake()
    }

    /// The same client, every answer of which tells whether the API can be reached.
    ///
    /// - Parameters:
    ///   - client: that of the calls that are not the queue's, with the repeats that it makes itself.
    ///   - hearsPauses: whether it holds for all when the API asks for a pause; what goes by itself may have been too much of
    ///     its own.
    package nonisolated func listening(to client: CustomerClient, hearsPauses: Bool = true) -> CustomerClient {
        client.observed { [weak self] result, start in
            if !hearsPauses, case .failure(.busy) = result { return }
            Task { await self?.callEnded(result, start) }
        }
    }

    private func callEnded(_ result: Result<ReadAnswer, APIFailure>, _ moment: ContinuousClock.Instant) {
        if core.callEnded(result, leftAt: moment - start, now) { wake() }
    }

    /// Lets other processes send, before a suspend.
    package func pause() {
        abandonRequests()
        core.pause()
        wake()
    }

    package func resume() {
        core.resume()
        wake()
    }

    /// Ends ``run()``; what is under way counts as unknown and goes again under the same key another time.
    package func stop() {
        guard !isStopped else { return }
        isStopped = true
        abandonRequests()
        core.pause()
        reportQueue(mayWait: false)
        resumeWaiters(core.queue, .paused)
        if !isRunning { report.finish() }
        wake()
    }
}
