import APIClient
import Domain
import Journal
import Panes
import Wire

/// Performs the interface's effects beside the terminal: requests, timers and drafts.
///
/// Requests run concurrently off the main actor, so that no answer, however late, keeps a key waiting.
@MainActor
final class EffectRunner {
    /// Where events go that effects bring about.
    var report: (Event) -> Void = { _ in }

    private let client: APIClient
    private let drafts: DraftKeeper
    private var requests: [RequestID: Task<Void, Never>] = [:]
    private var timers: [AppTimer: Countdown] = [:]
    /// What is under way, kept in memory only.
    private var queue = EditQueue()

    init(client: APIClient, drafts: DraftKeeper) {
        self.client = client
        self.drafts = drafts
    }

    func perform(_ effect: Effect) {
        switch effect {
        case .send(let id, let call): send(call, as: id)
        case .cancel(let id): requests.removeValue(forKey: id)?.cancel()
        case .start(let timer, let milliseconds): start(timer, milliseconds)
        case .stop(let timer): timers[timer]?.stop()
        case .keepDraft(let draft): drafts.keep(draft) { [weak self] in self?.reportDraftFailure($0) }
        case .dropDraft(let id): drafts.drop(id)
        case .record(let id, let wish): record(wish, as: id)
        case .syncNow: break
        case .reloadQueue: report(.queueChanged(queue))
        case .recall(let id, _): report(.recalled(id, .empty))
        case .copy, .redraw, .suspend, .quit: preconditionFailure("\(effect) is the session's own")
        }
    }

    /// Looks for unfinished forms of sessions that are no more.
    func findDrafts() {
        let found = drafts.adoptOrphans()
        if !found.isEmpty { report(.draftsFound(found)) }
    }

    /// Ends what is under way; what is typed is on disk when this returns.
    func stop() {
        for request in requests.values { request.cancel() }
        timers = [:]
        drafts.finish()
    }

    private func reportDraftFailure(_ reason: String) {
        report(.draftNotKept(reason: reason))
    }

    private func record(_ wish: QueueRequest, as id: RequestID) {
        do throws(QueueRefusal) {
            for body in try queue.lines(for: wish) {
                queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: .now(), body: body))
            }
            report(.recorded(id, .success(queue)))
        } catch {
            report(.recorded(id, .failure(Failure(.other, error.sentence))))
        }
    }

    // MARK: Requests

    private func send(_ call: Call, as id: RequestID) {
        let client = client
        requests[id] = Task { [weak self] in
            let result = await Self.answer(call, from: client)
            guard !Task.isCancelled else { return }
            self?.requests[id] = nil
            self?.report(.answered(id, result))
        }
    }

    private nonisolated static func answer(_ call: Call, from client: APIClient) async -> Result<Answer, Failure> {
        do throws(APIFailure) {
            return .success(try await client.answer(call))
        } catch {
            return .failure(Failure(error))
        }
    }

    // MARK: Timers

    private func start(_ timer: AppTimer, _ milliseconds: Int) {
        let countdown = timers[timer] ?? Countdown { [weak self] in self?.report(.timerFired(timer)) }
        timers[timer] = countdown
        countdown.start(milliseconds: milliseconds)
    }
}
