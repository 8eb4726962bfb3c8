package import Domain
package import Wire

/// Reads the trash page by page, the last deleted first.
package struct TrashReader: Sendable {
    private let api: CustomerClient
    private var query = PageQuery()
    private var isAtEnd = false
    private var trail = PageTrail()

    package init(_ api: CustomerClient) {
        self.api = api
    }

    /// - Returns: `nil` behind the first deleted.
    /// - Throws: as ``CustomerClient/trash(_:)``, and ``APIFailure/misdirected(detail:)`` for pages without an end.
    package mutating func next() async throws(APIFailure) -> [TrashedCustomer]? {
        guard !isAtEnd else { return nil }
        let page = try await api.trash(query)
        try trail.step(to: page.cursor, hasNews: !page.customers.isEmpty)
        query.cursor = page.cursor
        isAtEnd = page.cursor == nil
        return page.customers
    }
}
