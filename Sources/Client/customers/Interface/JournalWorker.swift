import Domain
import Journal
import Panes
import Sync
import Wire
import Wording
import Workspace

/// Takes the interface's requests to the journal and brings back what the synchronisation does, one after the other and
/// beside the terminal: the journal waits for the disk.
struct JournalWorker: Sendable {
    private let workspace: ProfileWorkspace
    private let tasks: AsyncStream<Job>
    private let queue: AsyncStream<Job>.Continuation

    private enum Job: Sendable {
        case append(RequestID, QueueRequest)
        case reload
        case sync(SyncEvent)
    }

    init(_ workspace: ProfileWorkspace) {
        self.workspace = workspace
        (tasks, queue) = AsyncStream.makeStream()
    }

    func record(_ request: QueueRequest, as id: RequestID) {
        queue.yield(.append(id, request))
    }

    func reload() {
        queue.yield(.reload)
    }

    /// Works until the synchronizer has stopped and everything that was wished for is done.
    func run(report: @escaping @MainActor @Sendable (Event) -> Void) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await workspace.synchronizer.run(watchesAPI: true) }
            group.addTask {
                for await event in workspace.synchronizer.events { queue.yield(.sync(event)) }
                queue.finish()
            }
            for await job in tasks {
                for event in await events(job) + found { await report(event) }
            }
        }
    }

    /// What was found wrong with the journal, by whatever looked at it.
    private var found: [Event] {
        let messages = workspace.takeFindings()
        return messages.isEmpty ? [] : [.journalFound(messages)]
    }

    private func events(_ job: Job) async -> [Event] {
        switch job {
        case .append(let id, let request):
            let result = record(request)
            // A pane that hears that a request came too late has to know what came before it.
            if case .failure = result { return [.queueChanged(workspace.journal.queue), .recorded(id, result)] }
            return [.recorded(id, result)]
        case .reload:
            _ = try? workspace.journal.refresh()
            return [.queueChanged(workspace.journal.queue)]
        case .sync(let event): return await events(event)
        }
    }

    private func record(_ request: QueueRequest) -> Result<EditQueue, Failure> {
        do throws(JournalAppendFailure) {
            try workspace.journal.append(request)
            workspace.synchronizer.nudge()
            return .success(workspace.journal.queue)
        } catch {
            let kind: Failure.Kind = if case .refused = error { .other } else { .notSaved }
            return .failure(Failure(kind, error.message))
        }
    }

    /// By the synchronisation's own time.
    private var now: Duration { .now - workspace.synchronizer.start }

    private func events(_ event: SyncEvent) async -> [Event] {
        await workspace.apply(event)
        return switch event {
        // What is read now is never older than what was reported before.
        case .queueChanged: [.queueChanged(workspace.journal.queue)]
        case .status(let status): [.syncChanged(SyncState(status, workspace.journal.status))]
        case .reachability(let report): [.reachabilityChanged(Connection(report, at: now))]
        case .served(let customers): customers.map { .served($0) }
        case .restored(let customer): [.served(customer)]
        case .gone(let id): [.gone(id)]
        case .refused, .conflicted, .journalFound: []
        }
    }
}

extension SyncState {
    init(_ status: SyncStatus, _ journalStatus: JournalStatus) {
        self =
            switch status {
            case .idle, .waiting, .unsettled, .paused, .connecting, .away, .askedToWait, .signInNeeded: .idle
            case .sending: .sending
            case .anotherProcessSends(let other): other.isStopped ? .failing(other.message) : .elsewhere
            case .held(let message):
                switch journalStatus {
                case .foreign(let api, _): .held(api: api)
                case .unconfirmed: .unconfirmed
                case .ready, .readOnly: .failing(message)
                }
            case .journalFails(let message): .failing(message)
            }
    }
}
