import CustomerAPI
import Domain
import DynamoDB
import Wire

extension DynamoDBStore {
    func search(
        _ term: SearchTerm, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage {
        let plan = SearchPlan(term)
        guard !plan.prefixes.isEmpty else { return StorePage(customers: [], next: nil) }
        var walk: SearchWalk
        if let position {
            walk = SearchWalk(plan, from: try SearchPosition(position, plan), limit: limit)
            try await go(&walk, examining: plan.isFiltering ? 2 * limit : limit)
        } else if plan.isFiltering {
            walk = try await rarest(plan, limit)
        } else {
            walk = SearchWalk(plan, from: SearchPosition(prefix: 0, stage: plan.firstStage, entry: nil), limit: limit)
            try await go(&walk, examining: limit)
        }
        return StorePage(
            customers: try await customers(walk.hits, term), next: walk.position.map(\.storePosition))
    }

    /// Walks until the page is full, a number of entries was looked at, or all of them were.
    private func go(_ walk: inout SearchWalk, examining budget: Int) async throws(StoreFailure) {
        while let position = walk.position, !walk.isFull, walk.examined < budget {
            let query = query(position, walk.text, budget - walk.examined)
            try walk.take(try await asking { () async throws(DynamoDBFailure) in try await client.page(query) })
        }
    }

    private func query(_ position: SearchPosition, _ prefix: String, _ limit: Int) -> IndexQuery {
        IndexQuery(
            table: table, index: TableLayout.searchIndex,
            partition: .init(Attribute.searchPartition, position.stage.partition),
            sort: .beginsWith(.init(Attribute.searchSort, prefix)), limit: limit, start: position.startKey)
    }

    // MARK: Which word

    /// The walk along the rarest of a term's words, as far as one look at the beginning of each of the longest tells.
    ///
    /// The look is the first page: one word that is rare has been looked at whole by then; if all are common, the page is
    /// short, and the next one goes on along the longest.
    private func rarest(_ plan: SearchPlan, _ limit: Int) async throws(StoreFailure) -> SearchWalk {
        let budget = max(4, limit / 2)
        let looks = await withTaskGroup(of: Result<SearchWalk, StoreFailure>.self) { group in
            for prefix in plan.prefixes.indices.prefix(SearchPlan.maximumTried) {
                group.addTask { await look(plan, prefix, limit, budget) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var walks: [SearchWalk] = []
        for look in looks { walks.append(try look.get()) }
        let complete = walks.filter { $0.position == nil }
        let best = complete.min { $0.examined < $1.examined } ?? walks.max { $0.text.utf8.count < $1.text.utf8.count }
        guard let best else { throw .failed(detail: "A search without words reached the store.") }
        return best
    }

    /// The beginnings of both stages, read side by side.
    private func look(
        _ plan: SearchPlan, _ prefix: Int, _ limit: Int, _ budget: Int
    ) async -> Result<SearchWalk, StoreFailure> {
        do throws(StoreFailure) {
            let (names, words) = (
                SearchPosition(prefix: prefix, stage: .names, entry: nil),
                SearchPosition(prefix: prefix, stage: .words, entry: nil)
            )
            async let second = page(query(words, plan.prefixes[prefix], budget))
            let first = await page(query(names, plan.prefixes[prefix], budget))
            var walk = SearchWalk(plan, from: names, limit: limit)
            try walk.take(try first.get())
            let found = await second
            if walk.position?.stage == .words, !walk.isFull { try walk.take(try found.get()) }
            return .success(walk)
        } catch {
            return .failure(error)
        }
    }

    private func page(_ query: IndexQuery) async -> Result<IndexPage, StoreFailure> {
        do throws(StoreFailure) {
            return .success(try await asking { () async throws(DynamoDBFailure) in try await client.page(query) })
        } catch {
            return .failure(error)
        }
    }

    // MARK: Whole customers

    /// The customers behind the hits, as they are now: whom the term does not find any more is left out.
    private func customers(_ hits: [SearchWalk.Hit], _ term: SearchTerm) async throws(StoreFailure) -> [Customer] {
        let found = try await customers(hits.compactMap(\.owner))
        return hits.compactMap { hit -> Customer? in
            switch hit {
            case .customer(let customer): return customer
            case .owner(let id):
                guard let customer = found[id], term.matches(SearchTokens(customer.details)) else { return nil }
                return customer
            }
        }
    }

    private func customers(_ ids: [CustomerID]) async throws(StoreFailure) -> [CustomerID: Customer] {
        var found: [CustomerID: Customer] = [:]
        for start in stride(from: 0, to: ids.count, by: DynamoDBClient.maximumBatch) {
            let keys = ids[start..<min(start + DynamoDBClient.maximumBatch, ids.count)].map(CustomerItem.key)
            let items = try await asking { () async throws(DynamoDBFailure) in try await client.items(keys, of: table) }
            for item in items {
                if case .changed(let customer) = try CustomerItem.change(item) { found[customer.id] = customer }
            }
        }
        return found
    }
}
