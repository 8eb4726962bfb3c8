import ArgumentParser
import Domain
import Journal
import Sync
import Synchronization
import Wording
import Workspace

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Send what is queued.",
        discussion: """
            The exit status is 0 when the queue is empty at the end, and otherwise 75. Without --wait this ends as soon \
            as the API cannot be reached. A deletion goes when its 10 seconds for an undo are over.
            """)

    @Option(help: ArgumentHelp("Go on trying for so long.", valueName: "seconds"))
    var wait: Int?

    @OptionGroup(title: "Connection") var options: GlobalOptions

    /// Ten years: more overflows the clock.
    private static let longestWaitSeconds = 3_650 * 86_400

    func validate() throws {
        if let wait, wait < 0 { throw ValidationError("--wait must be 0 or more seconds, not \(wait).") }
    }

    func run() async throws {
        let sent = try await options.connected(forWriting: true, makesJournal: false) { context in
            try context.reportJournal()
            let before = context.queue.entries.map(\.sequence)
            guard !before.isEmpty else { return 0 }
            let progress = SyncProgress(total: before.count)
            let results = try await context.workspace.synchronising(report: progress.update) {
                await Self.send(
                    before, context.workspace.synchronizer,
                    wait.map { .now + .seconds(min($0, Self.longestWaitSeconds)) })
            }
            progress.clear()
            try Self.check(context.queue, context.workspace.surroundings, results)
            return before.count
        }
        try StandardOutput().write(
            sent == 0 ? "Nothing was queued.\n" : "\(Phrases.count(sent, "edit")) sent or settled.\n")
    }

    private static func send(
        _ sequences: [JournalRecord.Sequence], _ synchronizer: Synchronizer, _ deadline: ContinuousClock.Instant?
    ) async -> [JournalRecord.Sequence: EditResult] {
        await synchronizer.retryNow()
        if let deadline {
            return await synchronizer.waitForResults(of: sequences, until: deadline, outlastingAbsence: true)
        }
        var results: [JournalRecord.Sequence: EditResult] = [:]
        var left = sequences
        // As long as it gets on, there is no end to wait for.
        while true {
            let news = await synchronizer.waitForResults(of: left, until: .now + CommandContext.writeDeadline)
            results.merge(news) { $1 }
            let pending = left.filter { if case .pending = news[$0] { true } else { false } }
            let isStuck = pending.contains { news[$0]?.isStuck == true }
            guard !pending.isEmpty, pending.count < left.count, !isStuck else { return results }
            left = pending
        }
    }

    private static func check(
        _ queue: EditQueue, _ surroundings: QueueSurroundings, _ results: [JournalRecord.Sequence: EditResult]
    ) throws(CommandFailure) {
        guard !queue.isEmpty else {
            guard queue.hasHeld else { return }
            throw CommandFailure(
                .tryLater, "The journal was damaged, and nothing could be read of it. See: customers queue")
        }
        let all = queue.counts(surroundings)
        let parts = EditStatus.allCases.map { (all[$0, default: 0], $0.label) }.filter { $0.0 > 0 }
        let counts = parts.map { "\($0) \($1)" }.joined(separator: ", ")
        let obstacle = queue.entries.lazy.compactMap { results[$0.sequence]?.obstacle }.first
        let messages = ["\(Phrases.count(queue.count, "edit")) left: \(counts).", obstacle, "See: customers queue"]
        throw CommandFailure(.tryLater, messages.compactMap(\.self).joined(separator: " "))
    }
}

/// Draws how far the queue is sent.
final class SyncProgress: Sendable {
    private let total: Int
    private let line: Mutex<ProgressLine>

    init(total: Int) {
        self.total = total
        line = Mutex(ProgressLine("sending", total: total))
    }

    func update(_ event: SyncEvent) {
        guard case .queueChanged(let unfinished) = event else { return }
        line.withLock { $0.update(max(0, total - unfinished)) }
    }

    func clear() {
        line.withLock { $0.clear() }
    }
}

extension EditResult {
    fileprivate var obstacle: String? {
        switch self {
        case .pending(.idle), .pending(.connecting), .pending(.sending), .pending(.waiting): "There was no more time."
        case .pending(let status): status.obstacle
        case .synced, .takenBack, .superseded, .refused, .conflict, .forgotten: nil
        }
    }

    fileprivate var isStuck: Bool {
        if case .pending(let status) = self { status.isStuck } else { false }
    }
}
