import APIClient
import Domain
import Journal
import Wire

/// The API as the commands use it, with what is kept on this machine beside it.
struct Desk: Sendable {
    let api: APIClient
    let workspace: Workspace

    /// The pages of a listing, until `limit` customers have come.
    func pages(_ query: ListQuery, limit: Int? = nil) -> Pages {
        Pages(api: api, query: query, limit: limit ?? .max)
    }

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
        case .unreachable, .serverFailed, .busy, .notOurAPI: true
        case .signInNeeded, .forbidden, .refused, .credentials: false
        case .unsettled(let last): last.isAbsence
        }
    }
}

/// The pages of a listing, each asked for when the one before has been used: memory holds one at a time.
struct Pages: AsyncSequence, Sendable {
    let api: APIClient
    let query: ListQuery
    let limit: Int

    struct Iterator: AsyncIteratorProtocol {
        let api: APIClient
        var next: ListQuery?
        var left: Int

        mutating func next() async throws(APIFailure) -> [Customer]? {
            guard left > 0, var query = next else { return nil }
            query.limit = Swift.min(query.limit, left)
            let page = try await api.page(query)
            next = page.next
            let customers = page.customers.prefix(left)
            left -= customers.count
            return Array(customers)
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(api: api, next: query, left: limit)
    }
}
