import CustomerAPI
import Domain
import DynamoDB
import Wire

/// Reads and writes records as items.
enum CustomerItem {
    static func key(_ id: CustomerID) -> Item {
        [Attribute.id: .string(id.text)]
    }

    // MARK: Writing

    /// The item of a record, of a customer with what it is found by.
    ///
    /// - Parameter recent: the entries that lie in it; none of who was erased.
    static func item(
        _ record: StoredRecord, _ recent: RecentEntries = RecentEntries(), revision: Int64 = 1, write: WritePlan.ID
    ) -> Item {
        var item =
            switch record {
            case .living(let customer, let history): living(customer, history, write: write)
            case .deleted(let tombstone, let history): deleted(tombstone, history, write: write)
            }
        item[Attribute.revision] = .number(revision)
        item[Attribute.timeline] = recent.attribute
        return item
    }

    private static func living(_ customer: Customer, _ history: WriteHistory, write: WritePlan.ID) -> Item {
        var item: Item = [
            Attribute.id: .string(customer.id.text),
            Attribute.registrationDate: .number(customer.registrationDate.microseconds),
            Attribute.createdAt: .number(customer.createdAt.microseconds),
            Attribute.updatedAt: .number(customer.updatedAt.microseconds),
            Attribute.version: .number(Int64(customer.version)),
            Attribute.searchPartition: .string(TableLayout.names),
            Attribute.searchSort: .string(SearchSortKey.key(customer.details.nameFold, customer.id)),
        ]
        item.write(customer.details, CustomerField.allCases)
        item[Attribute.updatedBy] = customer.updatedBy.map(AttributeValue.string)
        item[Attribute.entries] = .number(Int64(SearchTokens.version))
        item.mark(history, changed: customer.updatedAt, customer.id, write: write)
        return item
    }

    private static func deleted(_ tombstone: Tombstone, _ history: WriteHistory, write: WritePlan.ID) -> Item {
        var item: Item = [
            Attribute.id: .string(tombstone.id.text), Attribute.deletedAt: .number(tombstone.deletedAt.microseconds),
            Attribute.version: .number(Int64(tombstone.version)),
        ]
        item[Attribute.restorableUntil] = tombstone.restorableUntil.map { .number($0.microseconds) }
        item[Attribute.erasedAt] = tombstone.erasedAt.map { .number($0.microseconds) }
        item.mark(history, changed: tombstone.erasedAt ?? tombstone.deletedAt, tombstone.id, write: write)
        return item
    }

    // MARK: Reading

    static func record(_ item: Item) throws(StoreFailure) -> StoredRecord {
        let receipts = try item[Attribute.history].map { value throws(StoreFailure) in
            try WriteHistory(attribute: value)
        }
        let history = WriteHistory(
            creation: receipts?.creation, recent: receipts?.recent ?? [], entries: try RecentEntries(item).count)
        switch try change(item) {
        case .changed(let customer): return .living(customer, history)
        case .deleted(let tombstone): return .deleted(tombstone, history)
        }
    }

    /// Whether the entries of a customer are those that this program makes.
    static func hasCurrentEntries(_ item: Item) -> Bool {
        item[Attribute.entries]?.integer == Int64(SearchTokens.version)
    }

    static func change(_ item: Item) throws(StoreFailure) -> Change {
        guard item[Attribute.deletedAt]?.integer != nil else { return .changed(try customer(item)) }
        return .deleted(
            Tombstone(
                id: try id(item), deletedAt: try item.moment(Attribute.deletedAt), version: try item.version,
                restorableUntil: try item.optionalMoment(Attribute.restorableUntil),
                erasedAt: try item.optionalMoment(Attribute.erasedAt)))
    }

    /// From the table, or from an index that carries ``Attribute/ofCustomer``.
    static func customer(_ item: Item) throws(StoreFailure) -> Customer {
        Customer(
            id: try id(item), details: try item.details(),
            registrationDate: try item.moment(Attribute.registrationDate),
            createdAt: try item.moment(Attribute.createdAt), updatedAt: try item.moment(Attribute.updatedAt),
            version: try item.version, updatedBy: item[Attribute.updatedBy]?.text)
    }

    private static func id(_ item: Item) throws(StoreFailure) -> CustomerID {
        guard let id = CustomerID(try item.text(Attribute.id)) else {
            throw .failed(detail: "An item's customer_id is not a UUID where a customer should be.")
        }
        return id
    }
}

extension Item {
    /// What customers and tombstones have alike.
    fileprivate mutating func mark(
        _ history: WriteHistory, changed moment: Timestamp, _ id: CustomerID, write: WritePlan.ID
    ) {
        self[Attribute.history] = history.attribute
        self[Attribute.lastWrite] = .binary(Array(write.bytes))
        self[Attribute.changePartition] = .string(TableLayout.changes)
        self[Attribute.changeSort] = .string(ChangeKey(moment, id).text)
    }

    /// Whether the write with this name made the item.
    func isOf(write: WritePlan.ID) -> Bool {
        self[Attribute.lastWrite]?.bytes.map { $0 == Array(write.bytes) } ?? false
    }

    /// An attribute for each of the fields that has a value: no key of an index may be an empty text, and no set may be empty.
    mutating func write(_ details: CustomerDetails, _ fields: [CustomerField]) {
        for field in fields {
            self[field.rawValue] = details[field].map { value in
                field.isList ? .strings(Set(field.words(in: value))) : .string(value)
            }
        }
    }

    func details() throws(StoreFailure) -> CustomerDetails {
        let details = try CustomerDetails(trusted: { field throws(StoreFailure) in
            let value = self[field.rawValue]
            if field.isList { return value?.texts.flatMap { field.value(of: $0.sorted()) } }
            return field.isRequired ? try text(field.rawValue) : value?.text
        })
        guard let details else { throw .failed(detail: "An item lacks a required field.") }
        return details
    }

    func text(_ name: String) throws(StoreFailure) -> String {
        guard let text = self[name]?.text else { throw Self.missing(name) }
        return text
    }

    func integer(_ name: String) throws(StoreFailure) -> Int64 {
        guard let integer = self[name]?.integer else { throw Self.missing(name) }
        return integer
    }

    var version: Int {
        get throws(StoreFailure) {
            // Every stored version can have a next one.
            guard let version = Customer.version(try integer(Attribute.version)),
                Customer.version(after: version) != nil
            else { throw .failed(detail: "An item's version is a number that none can be.") }
            return version
        }
    }

    func optionalMoment(_ name: String) throws(StoreFailure) -> Timestamp? {
        self[name] == nil ? nil : try moment(name)
    }

    func moment(_ name: String) throws(StoreFailure) -> Timestamp {
        guard let moment = Timestamp(checked: try integer(name)) else {
            throw .failed(detail: "An item's \(name) is outside the years 1 to 9999.")
        }
        return moment
    }

    private static func missing(_ name: String) -> StoreFailure {
        .failed(detail: "An item has no \(name) of the right type; was it written by another program?")
    }
}
