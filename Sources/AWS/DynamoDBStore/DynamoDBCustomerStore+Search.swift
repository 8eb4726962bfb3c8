import CustomerAPI
import Domain
import DynamoDB
import Wire

extension DynamoDBCustomerStore {
    func search(
        _ term: SearchTerm, _ filter: CustomerFilter?, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> {
        let plan = SearchPlan(term, filter)
        guard !plan.walks.isEmpty else { return StorePage(elements: [], next: nil) }
        var walk: SearchWalk
        if let position {
            walk = SearchWalk(plan, from: try SearchPosition(position, plan), limit: limit)
        } else {
            walk =
                plan.tried.isEmpty ? SearchWalk(plan, from: plan.start(0), limit: limit) : try await rarest(plan, limit)
        }
        let budget = walk.position.map { plan.budget(limit: limit, isFirst: position == nil, plan.walks[$0.walk]) }
        try await go(&walk, examining: budget ?? 0)
        return StorePage(
            elements: try await customers(walk.hits, plan), next: walk.position.map(\.storePosition))
    }

    /// Walks until the page is full, a number of entries was looked at, or all of them were.
    private func go(_ walk: inout SearchWalk, examining budget: Int) async throws(StoreFailure) {
        while let position = walk.position, let leg = walk.leg, !walk.isFull, walk.examined < budget {
            let query = query(position, leg, budget - walk.examined)
            try walk.add(try await asking { () async throws(DynamoDBFailure) in try await client.page(query) })
        }
    }

    private func query(_ position: SearchPosition, _ leg: SearchPlan.Leg, _ limit: Int) -> IndexQuery {
        IndexQuery(
            table: table, index: TableLayout.searchIndex,
            partition: .init(Attribute.searchPartition, leg.stage.partition),
            sort: .beginsWith(.init(Attribute.searchSort, leg.prefix)), limit: limit,
            start: position.startKey(leg.stage))
    }

    // MARK: Which word

    /// The beginning of a walk along the rarest of a term's words, as far as one look at the longest of them tells.
    ///
    /// A word whose entries are all in sight is rarer than one whose entries go on; if none is, the longest is taken. The
    /// choice depends on nothing but the table, so that pages of any size come in one order.
    private func rarest(_ plan: SearchPlan, _ limit: Int) async throws(StoreFailure) -> SearchWalk {
        var looks: [Look] = []
        let found = await withTaskGroup(of: Result<Look, StoreFailure>.self) { group in
            for walk in plan.tried { group.addTask { await look(plan, walk) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for look in found { looks.append(try look.get()) }
        looks.sort { $0.walk < $1.walk }
        let best = looks.filter(\.isWhole).min { $0.count < $1.count } ?? looks.first
        guard let best else { throw .failed(detail: "A search without words reached the store.") }
        var walk = SearchWalk(plan, from: plan.start(best.walk), limit: limit)
        try walk.add(best.names)
        if walk.leg?.stage == .words, !walk.isFull { try walk.add(best.words) }
        return walk
    }

    /// The first entries of both stages of one word.
    private struct Look {
        let walk: Int
        let names: IndexPage
        let words: IndexPage

        /// How many entries of each stage are looked at: half a read unit's worth.
        static let size = 12

        var isWhole: Bool { names.end == nil && words.end == nil }
        var count: Int { names.items.count + words.items.count }
    }

    private func look(_ plan: SearchPlan, _ walk: Int) async -> Result<Look, StoreFailure> {
        let legs = plan.walks[walk].legs
        async let words = page(query(SearchPosition(walk: walk, leg: 1, entry: nil), legs[1], Look.size))
        let names = await page(query(plan.start(walk), legs[0], Look.size))
        switch (names, await words) {
        case (.success(let names), .success(let words)):
            return .success(Look(walk: walk, names: names, words: words))
        case (.failure(let failure), _), (_, .failure(let failure)): return .failure(failure)
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

    /// The customers behind the hits, as they are now, without those the term no longer matches.
    private func customers(_ hits: [SearchWalk.Hit], _ plan: SearchPlan) async throws(StoreFailure) -> [Customer] {
        let found = try await customers(hits.compactMap(\.owner))
        return hits.compactMap { hit -> Customer? in
            switch hit {
            case .customer(let customer): return customer
            case .owner(let id):
                guard let customer = found[id], plan.finds(customer) else { return nil }
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
