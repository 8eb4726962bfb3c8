package import Domain
package import Wire

/// Reads a customer's timeline page by page, newest entry first.
package struct TimelineReader: Sendable {
    private let api: CustomerClient
    private let id: CustomerID
    private let limit: Int
    private var cursor: String?
    /// That of the entry that came last.
    private var last = Int.max
    private var isAtEnd = false
    private var trail = PageTrail()

    /// - Parameters:
    ///   - page: behind which it begins, because that was read before; at the newest entry without one.
    ///   - limit: entries of a page.
    package init(
        _ api: CustomerClient, of id: CustomerID, behind page: TimelinePage? = nil,
        limit: Int = TimelineQuery.limits.upperBound
    ) {
        self.api = api
        self.id = id
        self.limit = limit
        guard let page else { return }
        cursor = page.cursor
        last = page.entries.last?.number ?? last
        isAtEnd = cursor == nil
    }

    /// - Returns: `nil` behind the first entry that there is.
    /// - Throws: as ``CustomerClient/timeline(of:_:unlessTag:)``, and ``APIFailure/misdirected(detail:)`` for pages that
    ///   do not go back.
    package mutating func next() async throws(APIFailure) -> TimelinePage? {
        guard !isAtEnd else { return nil }
        let query = TimelineQuery(limit: limit, cursor: cursor)
        guard let page = try await api.timeline(of: id, query)?.page else { throw .unexpected }
        for entry in page.entries {
            guard entry.number < last else { throw .misdirected(detail: "the pages of a timeline do not go back") }
            last = entry.number
        }
        // Of a page whose kinds this program does not know there is nothing.
        try trail.step(to: page.cursor, hasNews: !page.entries.isEmpty)
        cursor = page.cursor
        isAtEnd = cursor == nil
        return page
    }
}
