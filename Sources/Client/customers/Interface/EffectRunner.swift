import APIClient
import Domain
import Journal
import Panes
import Settings
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
    private let views: SavedViewsFile?
    private let columns: ProfileLines
    private let searches: ProfileLines
    /// How many terminals show the screen.
    let onlookers: OnlookerWatch
    private lazy var reporter = UseReporter(workspace.reports) { [weak self] in self?.report(.notNoted(message: $0)) }
    private let erasures: ErasureWatch
    private let changes: ChangeWatch
    private var requests: [RequestID: Task<Void, Never>] = [:]
    private var timers: [AppTimer: DebounceTimer] = [:]
    private var editing: Task<Void, Never>?
    /// What a program of the person's own finds in its environment.
    private let commandEnvironment: [String: String]
    private var running: Task<Void, Never>?

    /// - Parameters:
    ///   - views: where saved views are kept; `nil` when there is no place.
    ///   - tmux: is asked how many terminals show it; `nil` for never.
    ///   - dataDirectory: where the profile's own files are; `nil` when there is no place.
    init(
        workspace: ProfileWorkspace, drafts: DraftStore, views: SavedViewsFile? = nil, tmux: TmuxSession? = nil,
        dataDirectory: String? = nil, commandEnvironment: [String: String] = [:]
    ) {
        self.commandEnvironment = commandEnvironment
        self.workspace = workspace
        onlookers = OnlookerWatch(tmux)
        self.views = views
        edits = JournalWorker(workspace)
        self.drafts = drafts
        columns = ProfileLines(.columns, directory: dataDirectory)
        searches = ProfileLines(.searches, directory: dataDirectory)
        erasures = ErasureWatch(workspace.erasures)
        changes = ChangeWatch(workspace, erasures)
        erasures.report = { [weak self] in self?.tell(erased: $0, $1) }
        changes.report = { [weak self] in self?.report($0) }
        onlookers.report = { [weak self] in self?.report(.terminalsAttached($0)) }
        erasures.begin()
    }

    /// Begins to synchronise the queue; what changes is followed as soon as the API can be reached.
    func start() {
        let edits = edits
        let report: @MainActor @Sendable (Event) -> Void = { [weak self] event in
            self?.report(event)
            if case .reachabilityChanged(let connection) = event { self?.follow(connection) }
        }
        editing = Task.detached { await edits.run(report: report) }
    }

    func perform(_ effect: BackgroundEffect) {
        switch effect {
        case .send(let id, let call): send(call, as: id)
        case .cancel(let id): requests.removeValue(forKey: id)?.cancel()
        case .start(let timer, let milliseconds): start(timer, milliseconds)
        case .stop(let timer): timers[timer]?.stop()
        case .keepDraft(let draft): drafts.keep(draft) { [weak self] in self?.reportDraft($0) }
        case .dropDraft(let id): drafts.drop(id)
        case .keepSearches(let terms): keep(terms, in: searches, "What was searched for")
        case .keepColumns(let words): keep(words, in: columns, "The columns")
        case .record(let id, let request): edits.record(request, as: id)
        case .syncNow: Task { [workspace] in await workspace.synchronizer.retryNow() }
        case .reloadQueue: edits.reload()
        case .recall(let id, let query): recall(query, as: id)
        case .recallTimeline(let id): recallTimeline(of: id)
        case .erase(let id): write(.erase(id)) { .erasureAnswered(id, $0) }
        case .retract(let id, let number): write(.retract(id, number)) { .retractionAnswered(id, $0) }
        case .saveView(let view): save(view)
        case .rest(let isResting): changes.rest(isResting)
        case .run(let id, let command, let customer): run(command, on: customer, as: id)
        case .dismiss(let pair): write(.dismiss(pair.first, pair.second)) { .dismissed(pair, failure: $0) }
        case .endCommand: running?.cancel()
        case .report(let kind, let customer, let count): reporter.note(kind, of: customer, count: count)
        case .write(let contents, let path): write(contents, to: path)
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
        changes.stop()
        onlookers.stop()
        running?.cancel()
        reporter.stop()
        erasures.stop()
        await workspace.synchronizer.stop()
        await editing?.value
        await running?.value
        // Where it cannot be written their own time ends.
        if isLeft { _ = try? workspace.journal.append(.leave) }
        timers = [:]
        drafts.finish()
        columns.finish()
        searches.finish()
    }

    // MARK: What is kept between sessions

    /// The columns that an earlier session has saved; `nil` for none.
    var savedColumns: ListColumns? {
        let words = columns.read()
        // Of a later version's there may be some that this one does not have.
        return words.isEmpty ? nil : try? ListColumns(words: words)
    }

    /// What earlier sessions have searched for; what they kept goes once nothing is to be kept any more.
    func savedSearches(areKept: Bool) -> [String] {
        if !areKept { keep(nil, in: searches, "What was searched for") }
        return areKept ? searches.read() : []
    }

    private func keep(_ lines: [String]?, in file: ProfileLines, _ subject: String) {
        file.keep(lines) { [weak self] reason in
            Task { @MainActor in self?.report(.notKept(message: "\(subject) could not be kept: \(reason).")) }
        }
    }

    private func reportDraft(_ failure: DraftFailure?) {
        report(failure.map { .draftNotKept(reason: $0.reason) } ?? .draftKept)
    }

    private func recall(_ query: LocalQuery, as id: RequestID) {
        let workspace = workspace
        Task { [weak self, erasures] in
            await erasures.settled()
            let page = await workspace.recalled(query)
            self?.report(.recalled(id, page))
        }
    }

    private func save(_ view: SavedView) {
        let views = views
        Task { [weak self] in
            let result = await Self.save(view, in: views)
            self?.report(.viewSaved(view, result))
        }
    }

    @concurrent private nonisolated static func save(_ view: SavedView, in views: SavedViewsFile?) async
        -> Result<[SavedView], Failure>
    {
        guard let views else {
            return .failure(Failure(.other, "Not saved: there is no place for configuration; set HOME."))
        }
        do throws(SavedViewFailure) {
            return .success(try views.save(view))
        } catch {
            return .failure(Failure(.other, error.message))
        }
    }

    // MARK: Files

    private func write(_ contents: FileContents, to path: String) {
        Task { [weak self] in
            let failure = await contents.write(to: path)
            self?.report(.fileWritten(path: path, failure: failure))
        }
    }

    // MARK: The way to the API

    private func follow(_ connection: Connection) {
        let isOnline = connection.state == .online
        reporter.follow(isOnline: isOnline)
        changes.follow(isOnline: isOnline)
    }

    /// Persons who were erased on request are gone for everybody who looks.
    private func tell(erased: Set<CustomerID>, _ message: String?) {
        if !erased.isEmpty {
            report(.erased(erased.sorted()))
            report(.queueChanged(workspace.journal.queue))
        }
        if let message { report(.journalFound([message])) }
    }

    // MARK: Requests

    private func send(_ call: ReadCall, as id: RequestID) {
        let workspace = workspace
        requests[id] = Task { [weak self] in
            let result = await workspace.client.result(of: call).mapError { Failure($0) }
            guard !Task.isCancelled else { return }
            self?.requests[id] = nil
            self?.report(.answered(id, result))
            if case .success(let answer) = result { await workspace.store(answer, to: call) }
        }
    }

    /// What cannot wait in the journal is asked of the API at once; what an erasure leaves here goes with it.
    private func write(_ call: WriteCall, _ event: @escaping @Sendable (Failure?) -> Event) {
        let workspace = workspace
        Task { [weak self] in
            let result = await workspace.client.result(of: call).mapError { Failure($0) }
            let failure: Failure? = if case .failure(let failure) = result { failure } else { nil }
            self?.report(event(failure))
            if failure == nil, case .erase(let id) = call { self?.erasures.remove([id]) }
        }
    }

    private func recallTimeline(of id: CustomerID) {
        let workspace = workspace
        Task { [weak self] in
            self?.report(.timelineRecalled(id, await workspace.recallTimeline(of: id)))
        }
    }

    // MARK: Programs of the person's own

    private func run(_ command: CustomCommand, on customer: Customer, as id: RequestID) {
        let process = CommandProcess(argv: command.argv, environment: commandEnvironment)
        running = Task { [weak self] in
            let outcome = await process.run(on: customer)
            self?.report(.commandEnded(id, outcome))
        }
    }

    // MARK: Timers

    private func start(_ timer: AppTimer, _ milliseconds: Int) {
        let debounce = timers[timer] ?? DebounceTimer { [weak self] in self?.report(.timerFired(timer)) }
        timers[timer] = debounce
        debounce.start(milliseconds: milliseconds)
    }
}
