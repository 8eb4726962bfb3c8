package import Domain
package import Wire

/// What the interface asks of the customers that are kept on this machine.
package struct LocalQuery: Hashable, Sendable {
    /// Which customers.
    package let subject: Subject
    /// Rows behind this customer; from the start without one.
    package let after: Customer?
    /// Rows at most.
    package let limit: Int

    /// Which customers are asked for.
    package enum Subject: Hashable, Sendable {
        case directory(ListQuery.Sort)
        case search(CustomerFilter)
        case similar(SimilarTerm)
        /// Who may be the same as somebody, the most telling first.
        case duplicates(of: CustomerDetails, except: CustomerID)
    }
}

/// Customers that are kept on this machine, in order.
package struct LocalPage: Hashable, Sendable {
    /// Each as the server had them when it was asked last.
    package let customers: [SeenCustomer]
    /// Whether more follow behind the last one.
    package let hasMore: Bool
    /// How many there are in all, when it was counted.
    package let total: Int?

    /// - Parameter total: `nil` when nobody has counted.
    package init(customers: [SeenCustomer], hasMore: Bool, total: Int? = nil) {
        self.customers = customers
        self.hasMore = hasMore
        self.total = total
    }

    /// Nobody, and nobody more.
    package static let empty = LocalPage(customers: [], hasMore: false)
}

/// How much of the whole directory is kept on this machine.
package enum Coverage: Hashable, Sendable {
    /// Only what was read.
    case none
    /// The directory is being copied; so many have come.
    case growing(Int)
    /// Everybody is here, as the server had them a moment ago.
    case whole(Int)
    /// Only what was read, though more was asked for; the message says why.
    case refused(String)
}
