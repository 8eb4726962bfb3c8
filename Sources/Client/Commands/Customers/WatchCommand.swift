import APIClient
import ArgumentParser
import Glibc
import Transfer
import Wire
import Wording

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Print changes of customers as they come.",
        discussion: """
            Each line is a JSON object: the customer as they are after the change, or customer_id, deleted_at and version of \
            one who was deleted, with erased_at if nothing of them is kept any more. It begins at now and ends with Ctrl-C, or when nobody reads it any more (exit 0). While the \
            API is away it waits, and goes on where it was.
            """)

    @Flag(help: "Print a JSON object on each line; there is no other form yet.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if !json { throw ValidationError("watch prints JSON: add --json.") }
    }

    func run() async throws {
        let options = options
        do {
            try await Interruption.cancelling {
                try await options.connected { context in
                    var watch = FeedPrinter(api: context.api, output: StandardOutput())
                    try await watch.run()
                }
            }
        } catch is Interrupted {
            // It is how it ends.
        }
    }
}

/// Follows the change feed from now on, and prints it.
private struct FeedPrinter {
    let api: CustomerClient
    let output: StandardOutput
    private var cursor = ChangesQuery.latest
    private var isAway = false
    /// Since all was read that there was.
    private var trail = PageTrail()
    private var wait = FeedWait()
    /// Whether the API has said what it can do since it was away.
    private var knowsAPI = false

    init(api: CustomerClient, output: StandardOutput) {
        self.api = api
        self.output = output
    }

    /// Between two questions that do not wait, and after a failure.
    private static let interval = Duration.seconds(2)

    mutating func run() async throws {
        while !Task.isCancelled, output.hasReader { try await rest(for: try await next()) }
    }

    /// - Returns: how long to pause then.
    private mutating func next() async throws -> Duration {
        var query = ChangesQuery(cursor: cursor)
        let (page, pause): (ChangePageJSON, Duration)
        do throws(APIFailure) {
            if !knowsAPI { wait.note(try await api.health()) }
            knowsAPI = true
            // Where the feed is now is told at once.
            if cursor != ChangesQuery.latest { query.waitSeconds = wait.seconds }
            let start = ContinuousClock.now
            guard let answer = try await answer(to: query) else { return .zero }
            let isHeld = query.waitSeconds != nil
            pause = wait.pause(after: answer, isHeld: isHeld, took: .now - start, interval: Self.interval)
            page = answer
        } catch {
            if query.waitSeconds != nil, !error.isCancellation {
                wait.noteBroken()
                return .zero
            }
            try report(error)
            knowsAPI = false
            return Self.interval
        }
        if isAway { StandardError.say("The API is back.") }
        isAway = false
        try trail.step(through: page)
        for change in page.changes { try output.writeJSON(JSONText.line(change) + "\n") }
        cursor = page.cursor
        return pause
    }

    /// - Returns: `nil` once nobody reads any more what would be printed.
    private func answer(to query: ChangesQuery) async throws(APIFailure) -> ChangePageJSON? {
        let (api, output) = (api, output)
        let first = await withTaskGroup(of: Result<ReadAnswer, APIFailure>?.self) { group in
            group.addTask { await api.result(of: .changes(query)) }
            group.addTask {
                while output.hasReader, (try? await Task.sleep(for: .milliseconds(200))) != nil {}
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        guard case .changes(let page)? = try first?.get() else { return nil }
        return page
    }

    private mutating func report(_ failure: APIFailure) throws {
        if failure.isCancellation { throw failure }
        if case .refused(let problem) = failure, problem.kind == .cursorExpired || problem.kind == .badCursor,
            cursor != ChangesQuery.latest
        {
            StandardError.say("The API knows no more where this was: changes may be missing. It goes on from now.")
            cursor = ChangesQuery.latest
            return
        }
        guard failure.isAbsence else { throw failure }
        if !isAway { StandardError.say("Waiting for the API. \(failure.cause)") }
        isAway = true
    }

    /// In short pieces, so that it ends soon after its reader has.
    private func rest(for pause: Duration) async throws {
        let end = ContinuousClock.now + pause
        while ContinuousClock.now < end, output.hasReader {
            try await Task.sleep(for: min(.milliseconds(200), end - .now))
        }
    }
}

extension StandardOutput {
    /// Whether somebody may still read what is written; of a pipe that is known.
    fileprivate var hasReader: Bool {
        var state = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        guard poll(&state, 1, 0) > 0 else { return true }
        return Int32(state.revents) & (POLLERR | POLLNVAL) == 0
    }
}
