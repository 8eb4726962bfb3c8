import CustomerAPI
import Domain
import DynamoDB

/// Who lies in the trash, in an item that DynamoDB deletes when nobody can be restored from it any more.
enum TrashItem {
    private static let prefix = "trash#"

    static func key(_ id: CustomerID) -> Item {
        [Attribute.id: .string(prefix + id.text)]
    }

    /// The values lie one level down, where no index sees them.
    static func item(_ trashed: TrashedCustomer) -> Item {
        let customer = trashed.customer
        var row: Item = [
            Attribute.registrationDate: .number(customer.registrationDate.microseconds),
            Attribute.createdAt: .number(customer.createdAt.microseconds),
            Attribute.updatedAt: .number(customer.updatedAt.microseconds),
            Attribute.version: .number(Int64(customer.version)),
        ]
        row.write(customer.details, CustomerField.allCases)
        row[Attribute.updatedBy] = customer.updatedBy.map(AttributeValue.string)
        row[Attribute.deletedBy] = trashed.deletedBy.map(AttributeValue.string)
        row[Attribute.deletedAt] = .number(trashed.deletedAt.microseconds)
        row[Attribute.restorableUntil] = .number(trashed.restorableUntil.microseconds)
        return key(customer.id).merging([
            Attribute.row: .map(row), Attribute.expires: .number(expiry(trashed.restorableUntil)),
            Attribute.changePartition: .string(TableLayout.trash),
            Attribute.changeSort: .string(ChangeKey(trashed.deletedAt, customer.id).text),
        ]) { own, _ in own }
    }

    /// Seconds since 1970, not before the moment.
    static func expiry(_ moment: Timestamp) -> Int64 { moment.microseconds / 1_000_000 + 1 }

    static func trashed(_ item: Item) throws(StoreFailure) -> TrashedCustomer {
        guard var row = item[Attribute.row]?.item, let id = try id(item) else {
            throw .failed(detail: "An item of the trash has no customer.")
        }
        row[Attribute.id] = .string(id.text)
        return TrashedCustomer(
            try CustomerItem.customer(row), deletedAt: try row.moment(Attribute.deletedAt),
            deletedBy: row[Attribute.deletedBy]?.text, restorableUntil: try row.moment(Attribute.restorableUntil))
    }

    private static func id(_ item: Item) throws(StoreFailure) -> CustomerID? {
        CustomerID(try item.text(Attribute.id).dropFirst(prefix.utf8.count))
    }
}

/// That somebody was erased: an id and a time, for good.
enum ErasureItem {
    static func item(_ id: CustomerID, at moment: Timestamp) -> Item {
        [
            Attribute.id: .string("erasure#" + id.text), Attribute.changePartition: .string(TableLayout.erasures),
            Attribute.changeSort: .string(ChangeKey(moment, id).text),
        ]
    }
}

/// That two customers are not the same person: in both indexes, under either of them.
enum PairItem {
    static func key(_ pair: CustomerPair) -> Item {
        [Attribute.id: .string("pair#" + text(pair.first, pair.second))]
    }

    static func item(_ pair: CustomerPair) -> Item {
        key(pair).merging([
            Attribute.pair: .number(1), Attribute.changePartition: .string(TableLayout.pairs),
            Attribute.changeSort: .string(text(pair.first, pair.second)),
            Attribute.searchPartition: .string(TableLayout.pairs),
            Attribute.searchSort: .string(text(pair.second, pair.first)),
        ]) { own, _ in own }
    }

    /// `nil` for an item that is none of a pair.
    static func pair(_ item: Item) -> CustomerPair? {
        let parts = (item[Attribute.id]?.text ?? "").split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "pair", let first = CustomerID(parts[1]), let second = CustomerID(parts[2])
        else { return nil }
        return CustomerPair(first, second)
    }

    private static func text(_ one: CustomerID, _ other: CustomerID) -> String { "\(one.text)#\(other.text)" }
}
