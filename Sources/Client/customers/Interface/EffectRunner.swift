import APIClient
import Cache
import Domain
import Journal
import Panes
import Sync
import Wire
import Workspace

/// Performs the interface's effects beside the terminal: requests, timers and drafts.
///
/// Requests run concurrently off the main actor, so that no answer, however late, keeps a key waiting.
@MainActor
final class EffectRunner {
    /// Where events go that effects bring about.
    var report: (Event) -> Void = { _ in }

    private let workspace: ProfileWorkspace
    private let edits: JournalWorker
    private let drafts: DraftStore
    private var requests: [RequestID: Task<Void, Never>] = [:]
    private var timers: [AppTimer: DebounceTimer] = [:]
    private var editing: Task<Void, Never>?
    private var replicating: Task<Void, Never>?
    private var asking: Task<Void, Never>?
    private var isOnline = false

    init(workspace: ProfileWorkspace, drafts: DraftStore) {
        self.workspace = workspace
        edits = JournalWorker(workspace)
        self.drafts = drafts
    }

    /// Begins to synchronise the queue, and to follow the directory where that is asked for.
    func start() {
        let (workspace, edits) = (workspace, edits)
        let report: @MainActor @Sendable (Event) -> Void = { [weak self] event in
            self?.report(event)
            if case .reachabilityChanged(let connection) = event { self?.follow(connection) }
        }
        editing = Task.detached { await edits.run(report: report) }
        guard let replica = workspace.replica else { return }
        replicating = Task.detached {
            let ending = await replica.follow { news in
                guard let state = Coverage(news) else { return }
                Task { await report(.replicaChanged(state)) }
            }
            if case .tooLarge(let message) = ending { await report(.replicaChanged(.refused(message))) }
        }
    }

    func perform(_ effect: BackgroundEffect) {
        switch effect {
        case .send(let id, let call): send(call, as: id)
        case .cancel(let id): requests.removeValue(forKey: id)?.cancel()
        case .start(let timer, let milliseconds): start(timer, milliseconds)
        case .stop(let timer): timers[timer]?.stop()
        case .keepDraft(let draft): drafts.keep(draft) { [weak self] in self?.reportDraft($0) }
        case .dropDraft(let id): drafts.drop(id)
        case .record(let id, let request): edits.record(request, as: id)
        case .syncNow: Task { [workspace] in await workspace.synchronizer.retryNow() }
        case .reloadQueue: edits.reload()
        case .recall(let id, let query): recall(query, as: id)
        }
    }

    /// Looks for unfinished forms of sessions that have ended.
    func findDrafts() {
        let found = drafts.adoptOrphans()
        if !found.isEmpty { report(.draftsFound(found)) }
    }

    /// Lets other programs of the same person send while this one is stopped.
    func pause() async {
        await workspace.synchronizer.pause()
    }

    func resume() {
        Task { [workspace] in await workspace.synchronizer.resume() }
    }

    /// Ends what is under way; what is typed and what was saved is on disk when this returns.
    ///
    /// - Parameter isLeft: whether the person leaves, so that nobody takes this session's deletions back any more.
    func stop(isLeft: Bool) async {
        for request in requests.values { request.cancel() }
        replicating?.cancel()
        asking?.cancel()
        await workspace.synchronizer.stop()
        await editing?.value
        // Where it cannot be written their own time ends.
        if isLeft { _ = try? workspace.journal.append(.leave) }
        timers = [:]
        drafts.finish()
    }

    private func reportDraft(_ failure: DraftFailure?) {
        report(failure.map { .draftNotKept(reason: $0.reason) } ?? .draftKept)
    }

    private func recall(_ query: LocalQuery, as id: RequestID) {
        let workspace = workspace
        Task { [weak self] in
            let page = await Self.recall(query, in: workspace)
            self?.report(.recalled(id, page))
        }
    }

    @concurrent private nonisolated static func recall(_ query: LocalQuery, in workspace: ProfileWorkspace) async
        -> LocalPage
    {
        workspace.recall(query)
    }

    // MARK: Who one is

    /// Asks who one is whenever the API has become reachable: it may say otherwise by then.
    private func follow(_ connection: Connection) {
        let wasOnline = isOnline
        isOnline = connection.state == .online
        guard isOnline, !wasOnline else { return }
        let workspace = workspace
        asking?.cancel()
        asking = Task { [weak self] in
            guard let caller = await workspace.caller(), !Task.isCancelled else { return }
            self?.report(.callerKnown(KnownCaller(role: caller.role, mayWrite: caller.may.contains(.write))))
        }
    }

    // MARK: Requests

    private func send(_ call: ReadCall, as id: RequestID) {
        let workspace = workspace
        requests[id] = Task { [weak self] in
            let result = await workspace.client.result(of: call).mapError { Failure($0) }
            guard !Task.isCancelled else { return }
            self?.requests[id] = nil
            self?.report(.answered(id, result))
            if case .success(let answer) = result { await workspace.store(answer) }
        }
    }

    // MARK: Timers

    private func start(_ timer: AppTimer, _ milliseconds: Int) {
        let countdown = timers[timer] ?? DebounceTimer { [weak self] in self?.report(.timerFired(timer)) }
        timers[timer] = countdown
        countdown.start(milliseconds: milliseconds)
    }
}

extension Coverage {
    /// `nil` for what only the log would tell.
    fileprivate init?(_ news: Replica.News) {
        switch news {
        case .filling(let customers): self = .growing(customers)
        case .complete(let customers): self = .whole(customers)
        case .failed(.api(let failure), _) where failure.isMisdirected: self = .refused(failure.message)
        case .startingOver, .failed: return nil
        }
    }
}
