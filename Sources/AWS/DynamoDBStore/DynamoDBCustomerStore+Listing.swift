package import CustomerAPI
package import Domain
import DynamoDB
import Wire

extension DynamoDBCustomerStore {
    package func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> {
        switch listing {
        case .directory(let sort): try await directory(sort, after: position, limit: limit)
        case .search(let term): try await search(term, nil, after: position, limit: limit)
        case .filtered(let filter, let sort):
            if filter.findsNobody {
                StorePage(elements: [], next: nil)
            } else if let term = filter.term {
                try await search(term, filter, after: position, limit: limit)
            } else {
                try await directory(sort, filter, after: position, limit: limit)
            }
        }
    }

    /// How many customers a page of a filter looks at, if it is not to have more; some 400 bytes each, they cost a read unit
    /// for twenty.
    static let minimumFiltered = 60

    private func directory(
        _ sort: ListQuery.Sort, _ filter: CustomerFilter? = nil, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> {
        let examined = filter == nil ? limit : max(limit, Self.minimumFiltered)
        let start = try position.map(DirectoryPosition.init)
        // One more than the page tells whether there is a next one: DynamoDB names an end even where nothing follows.
        let query = IndexQuery(
            table: table, index: TableLayout.searchIndex,
            partition: .init(Attribute.searchPartition, TableLayout.names), isDescending: sort == .nameDescending,
            limit: examined + 1, start: start?.startKey)
        let found = try await asking { () async throws(DynamoDBFailure) in try await client.page(query) }
        var items = found.items.prefix(examined)
        var customers: [Customer] = []
        for (index, item) in items.enumerated() {
            let customer = try CustomerItem.customer(item)
            if filter?.matches(customer, hasFurther: false) ?? true {
                customers.append(customer)
            }
            if customers.count == limit {
                items = items.prefix(index + 1)
                break
            }
        }
        let hasMore = found.items.count > items.count || found.end != nil
        let last = hasMore ? items.last ?? found.end : nil
        let next = try last.map { item throws(StoreFailure) in
            DirectoryPosition(sortKey: try item.text(Attribute.searchSort)).storePosition
        }
        return StorePage(elements: customers, next: next)
    }
}

/// Behind a customer in the order of names.
private struct DirectoryPosition {
    let sortKey: String

    private static let kind = UInt8(ascii: "d")

    init(sortKey: String) {
        self.sortKey = sortKey
    }

    init(_ position: StorePosition) throws(StoreFailure) {
        var reader = try ByteReader(position, kind: Self.kind)
        sortKey = try reader.keyText(reader.remainder(), atMost: 1_024)
        guard SearchSortKey.id(sortKey) != nil else { throw .badPosition }
    }

    var storePosition: StorePosition {
        StorePosition([Self.kind] + Array(sortKey.utf8))
    }

    /// What DynamoDB calls the last evaluated key.
    var startKey: Item {
        [
            Attribute.id: .string(SearchSortKey.id(sortKey)?.text ?? ""),
            Attribute.searchPartition: .string(TableLayout.names), Attribute.searchSort: .string(sortKey),
        ]
    }
}
