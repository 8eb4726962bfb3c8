import APIClient
import Domain
import Journal
import Wire
import Wording
import Workspace

/// The API as the commands use it, with what is kept on this machine beside it.
struct CommandContext: Sendable {
    let api: CustomerClient
    let workspace: ProfileWorkspace
    /// Whose days the dates are that are shown and looked for.
    let zone: TimeZoneRules

    /// The pages of a listing, until `limit` customers have come.
    func pages(_ query: ListQuery, limit: Int? = nil) -> Pages {
        Pages(api, query, limit: limit ?? .max, known: workspace.newer)
    }

    /// Everybody, whatever is renamed meanwhile, in no order that people know.
    var everybody: Pages { Pages(everybodyOf: api, known: workspace.newer) }

    /// Reads all pages, and says at their end how many customers the API gave in an older version than was seen before.
    func read(_ pages: Pages, _ body: ([Customer]) async throws -> Void) async throws {
        var iterator = pages.makeAsyncIterator()
        while let page = try await iterator.next() { try await body(page) }
        guard iterator.outdated > 0 else { return }
        StandardError.say(
            "The API gave older versions of \(Phrases.count(iterator.outdated, "customer")) than were seen before, "
                + "and the newer ones count. If the server was restored from a backup, run: customers wipe")
    }

    /// What is under way, with what other programs have done.
    var queue: EditQueue {
        _ = try? workspace.journal.refresh()
        return workspace.journal.queue
    }

    /// Notes what is done with customers out of the server's sight, before it is done; that it cannot be noted is said, and
    /// keeps nobody from their work.
    ///
    /// - Parameter customer: whom it is about, where it is one.
    @discardableResult
    func note(_ kind: ReportedUse.Kind, of customer: CustomerID? = nil) -> UseReports.Noted {
        let (noted, failure) = workspace.reports.note(kind, of: customer)
        if let failure { StandardError.say(failure.message) }
        return noted
    }

    /// Says what stands against the queue as a whole, if anything does.
    ///
    /// - Throws: ``ExitStatus/inputOutput`` when the queue cannot be read at all.
    func reportJournal() throws(CommandFailure) {
        if case .inMemory(let reason) = workspace.editStorage {
            throw CommandFailure(.inputOutput, "The queue cannot be read: \(reason)")
        }
        for remark in workspace.cacheRemarks { StandardError.say(remark) }
        if let message = workspace.journal.status.commandMessage { StandardError.say(message) }
    }
}

extension APIFailure {
    /// Whether the API cannot be asked just now, so that what is kept here counts instead.
    var isAbsence: Bool {
        switch self {
        // Who gives a request up has learnt nothing of the API.
        case .unreachable: !isCancellation
        case .serverFailed, .busy, .notOurAPI, .turnedAway: true
        // What mixes answers up would mix up requests, too.
        case .signInNeeded, .refused, .misdirected, .unconfirmed, .credentials: false
        case .unsettled(let last): last.isAbsence
        }
    }
}
