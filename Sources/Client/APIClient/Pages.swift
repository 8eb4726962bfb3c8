package import Domain
package import Wire

/// Customers, page by page, each asked for when the one before has been used; nobody comes twice.
///
/// Pages in the order of names miss a customer who is renamed meanwhile and moves from ahead of the reader to behind. The
/// change feed does not: a customer who changes moves towards its end, which the reader has yet to reach. So everybody who
/// exists from beginning to end is found, by the feed alone, or by the feed after the pages, from where it was when they
/// began. Memory holds one page, and the ids of all customers returned.
///
/// A list, a search index or a feed may lag behind what was seen already; a customer who was seen in a newer version
/// counts as seen then.
package struct Pages: AsyncSequence, Sendable {
    private let api: CustomerClient
    private let start: Iterator.Stage
    private let filter: CustomerFilter?
    private let limit: Int
    private let known: Known

    /// Of these customers, those who were seen in a newer version than the one given, as they were seen then.
    package typealias Known = @Sendable ([Customer]) -> [CustomerID: Customer]

    /// In the order of the query, and none, unasked, where its search can find nobody; those who were missed come at the end, in the order of their changes.
    package init(_ api: CustomerClient, _ query: ListQuery, limit: Int = .max, known: @escaping Known = { _ in [:] }) {
        self.api = api
        self.known = known
        self.limit = limit
        filter = query.filter
        start = filter?.findsNobody == true ? .ended : .first(query)
    }

    /// Everybody, those whose last change is longest ago first.
    ///
    /// - Parameter pageSize: changes in one page.
    package init(
        everybodyOf api: CustomerClient, pageSize: Int = ListQuery.limits.upperBound,
        known: @escaping Known = { _ in [:] }
    ) {
        self.api = api
        self.known = known
        limit = .max
        filter = nil
        start = .feed(ChangesQuery(limit: pageSize), isLast: false)
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(api: api, known: known, filter: filter, stage: start, left: limit)
    }

    package struct Iterator: AsyncIteratorProtocol {
        let api: CustomerClient
        let known: Known
        let filter: CustomerFilter?
        var stage: Stage
        var left: Int
        private var given: Set<CustomerID> = []
        private var trail: PageTrail
        /// How many changes the feed has listed.
        private var changes = 0
        /// How many customers the API gave in an older version than was seen before.
        package private(set) var outdated = 0

        indirect enum Stage: Sendable {
            /// The first page, which is complete in itself when it is the only one.
            case first(ListQuery)
            case listing(ListQuery, then: Stage)
            /// - Parameter isLast: whether it has been at the end before. The feed of a store with an index that lags
            ///   reaches back a little there, and a second reading shows customers the first may have missed while they moved.
            case feed(ChangesQuery, isLast: Bool)
            case ended
        }

        fileprivate init(api: CustomerClient, known: @escaping Known, filter: CustomerFilter?, stage: Stage, left: Int)
        {
            self.api = api
            self.known = known
            self.filter = filter
            trail = PageTrail(isFiltered: filter != nil)
            self.stage = stage
            self.left = left
        }

        package mutating func next() async throws(APIFailure) -> [Customer]? {
            guard left > 0 else { return nil }
            switch stage {
            case .first(var query):
                query.limit = Swift.min(query.limit, left)
                let page = try await api.page(query)
                let customers = fresh(page.customers)
                // Where there are more, somebody may move: they are read behind the beginning of the feed, this one again.
                let isAll = page.next == nil || left == 0
                stage = isAll ? .ended : .listing(query, then: try await feed(query.limit))
                return customers
            case .listing(var query, let then):
                query.limit = Swift.min(query.limit, left)
                let page = try await api.page(query)
                stage = page.next.map { .listing($0, then: then) } ?? then
                let customers = fresh(page.customers)
                try trail.step(to: page.next?.cursor, hasNews: !customers.isEmpty)
                return customers
            case .feed(let query, let isLast):
                let page = try await api.changes(query)
                let next = ChangesQuery(limit: query.limit, cursor: page.cursor)
                stage = page.more ? .feed(next, isLast: isLast) : isLast ? .ended : .feed(next, isLast: true)
                let customers = fresh(page.changes.compactMap(\.change.customer).filter(isFound))
                changes += page.changes.count
                // A feed may tell of everybody once who came before it.
                try trail.step(to: page.more ? page.cursor : nil, hasNews: !customers.isEmpty || changes <= given.count)
                return customers
            case .ended: return nil
            }
        }

        /// The feed from now on; all of it where the server does not know that yet.
        private func feed(_ limit: Int) async throws(APIFailure) -> Stage {
            do throws(APIFailure) {
                let now = try await api.changes(ChangesQuery(limit: limit, cursor: ChangesQuery.latest))
                return .feed(ChangesQuery(limit: limit, cursor: now.cursor), isLast: false)
            } catch {
                guard case .refused(let problem) = error, problem.kind == .badCursor else { throw error }
                return .feed(ChangesQuery(limit: limit), isLast: false)
            }
        }

        private func isFound(_ customer: Customer) -> Bool {
            filter?.matches(customer) ?? true
        }

        /// Those who have not come yet, each as seen last; a search leaves out those it no longer matches.
        private mutating func fresh(_ customers: [Customer]) -> [Customer] {
            let new = customers.filter { given.insert($0.id).inserted }
            let newer = known(new)
            outdated += newer.count
            let current = new.compactMap { old in
                guard let seen = newer[old.id] else { return old }
                return isFound(seen) ? seen : nil
            }
            let fresh = current.prefix(left)
            left -= fresh.count
            return Array(fresh)
        }
    }
}

extension Change {
    fileprivate var customer: Customer? {
        if case .changed(let customer) = self { customer } else { nil }
    }
}
