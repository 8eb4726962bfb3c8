import Domain
import Wire
import Wording

/// The order of names, as the API lists them: by name fold, then by id.
struct NameOrder: Sendable {
    let sort: ListQuery.Sort

    func precedes(_ one: Customer, _ other: Customer) -> Bool {
        let (first, second) = sort == .name ? (one, other) : (other, one)
        let (fold, otherFold) = (first.details.nameFold.utf8, second.details.nameFold.utf8)
        if fold.elementsEqual(otherFold) { return first.id < second.id }
        return fold.lexicographicallyPrecedes(otherFold)
    }
}

/// What a search finds, put in order here, because the API gives it in an order of its own.
struct SortedFindings {
    private let order: NameOrder
    private let limit: Int
    private var found: [Customer] = []

    /// More are not held in memory.
    static let maximum = 100_000

    /// - Parameter limit: how many to keep, the first in order.
    init(_ sort: ListQuery.Sort, limit: Int) {
        order = NameOrder(sort: sort)
        self.limit = limit
    }

    mutating func take(_ page: [Customer]) throws(CommandFailure) {
        found += page
        guard found.count > Self.maximum else { return }
        throw CommandFailure(
            .usage,
            "More than \(Wording.count(Self.maximum)) are found, too many to sort. Search for more words, or leave --sort out."
        )
    }

    var sorted: [Customer] {
        Array(found.sorted(by: order.precedes).prefix(limit))
    }
}
