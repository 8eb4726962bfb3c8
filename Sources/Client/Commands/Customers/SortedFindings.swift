import Domain
import Wire
import Wording

/// What a search finds, put in order here, because the API gives it in an order of its own.
struct SortedFindings {
    private let order: CustomerOrder
    private let limit: Int
    private var found: [Customer] = []

    /// More are not held in memory.
    static let maximum = 100_000

    /// - Parameter limit: how many to keep, the first in order.
    init(_ sort: ListQuery.Sort, limit: Int) {
        order = sort.order
        self.limit = limit
    }

    mutating func add(_ page: [Customer]) throws(CommandFailure) {
        found += page
        guard found.count > Self.maximum else { return }
        throw CommandFailure(
            .usage,
            "More than \(Phrases.count(Self.maximum)) are found, too many to sort. Search for more words, or leave --sort out."
        )
    }

    var sorted: [Customer] {
        Array(found.sorted(by: order.precedes).prefix(limit))
    }
}
