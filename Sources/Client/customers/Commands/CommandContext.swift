import APIClient
import Domain
import Journal
import Wire

/// The API as the commands use it, with what is kept on this machine beside it.
struct CommandContext: Sendable {
    let api: APIClient
    let workspace: Workspace

    /// The pages of a listing, until `limit` customers have come.
    ///
    /// - Parameter isComplete: whether everybody has to be in it, whatever is renamed meanwhile.
    func pages(_ query: ListQuery, limit: Int? = nil, isComplete: Bool) -> Pages {
        Pages(api, query, limit: limit ?? .max, isComplete: isComplete)
    }

    /// Everybody, whatever is renamed meanwhile, in no order that people know.
    var everybody: Pages { Pages(everybodyOf: api) }

    /// What is under way, with what other programs have done.
    var queue: EditQueue {
        _ = try? workspace.journal.refresh()
        return workspace.journal.queue
    }
}

extension APIFailure {
    /// Whether the API cannot be asked just now, so that what is kept here counts instead.
    var isAbsence: Bool {
        switch self {
        case .unreachable, .serverFailed, .busy, .notOurAPI, .turnedAway: true
        // Whoever mixes answers up would do so with what is sent as well.
        case .signInNeeded, .refused, .misdirected, .unconfirmed, .credentials: false
        case .unsettled(let last): last.isAbsence
        }
    }
}
