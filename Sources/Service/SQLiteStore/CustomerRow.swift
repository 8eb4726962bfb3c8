import CustomerAPI
import Domain
import GRDB
import SQLite
import Wire

/// The columns of `customer` that make a ``Customer``.
enum CustomerRow {
    static let columns =
        (["id"] + CustomerField.allCases.map(\.rawValue)
        + ["registered_at", "created_at", "updated_at", "version", "updated_by"]).joined(separator: ", ")
    /// How many ``columns`` there are, so that a statement's further ones follow.
    static let columnCount = 1 + CustomerField.allCases.count + 5

    static func customer(_ row: Row) throws -> Customer {
        guard let details = CustomerDetails(trusted: { row[1 + $0.ordinal] }) else {
            throw StoreFailure.failed(detail: "A customer in the database lacks a required field.")
        }
        let next = 1 + CustomerField.allCases.count
        return Customer(
            id: try RecordRow.id(row), details: details, registrationDate: try RecordRow.moment(row[next]),
            createdAt: try RecordRow.moment(row[next + 1]), updatedAt: try RecordRow.moment(row[next + 2]),
            version: try RecordRow.version(row[next + 3]), updatedBy: row[next + 4])
    }

    static func fetch(emailKey: String, in db: Database) throws -> Customer? {
        try db.row("SELECT \(columns) FROM customer WHERE email_key = ?", [emailKey]).map(customer)
    }

    static func fetch(rows: [Int64], in db: Database) throws -> [Customer] {
        try rows.compactMap { row in
            try db.row("SELECT \(columns) FROM customer WHERE row = ?", [row]).map(customer)
        }
    }

    /// Another customer that has the email of this one.
    static func owner(ofEmailOf customer: Customer, in db: Database) throws -> CustomerID? {
        guard let emailKey = customer.details.emailKey else { return nil }
        return try db.row("SELECT id FROM customer WHERE email_key = ?", [emailKey])
            .map(RecordRow.id).flatMap { $0 == customer.id ? nil : $0 }
    }
}

/// What is stored under an id, and where.
enum RecordRow {
    /// - Parameter row: the key of the customer's row in `customer`.
    case living(Customer, WriteHistory, row: Int64)
    case deleted(Tombstone, WriteHistory)

    var record: StoredRecord {
        switch self {
        case .living(let customer, let history, _): .living(customer, history)
        case .deleted(let tombstone, let history): .deleted(tombstone, history)
        }
    }

    static func fetch(_ id: CustomerID, in db: Database) throws -> RecordRow? {
        let sql = "SELECT \(livingColumns) FROM customer WHERE id = ?"
        return try db.row(sql, [id.bytes]).map(living) ?? fetchDeleted(id, in: db)
    }

    /// The same, and whether a note of the customer, who is not deleted, has a key; all in one statement.
    static func fetch(
        _ id: CustomerID, besidesNoteWith key: IdempotencyKey, in db: Database
    ) throws -> (row: RecordRow?, isKeyOfNote: Bool) {
        let sql = """
            SELECT \(livingColumns), EXISTS (SELECT 1 FROM timeline WHERE timeline.id = customer.id AND key = ?)
            FROM customer WHERE id = ?
            """
        guard let row = try db.row(sql, [key.text, id.bytes]) else { return (try fetchDeleted(id, in: db), false) }
        return (try living(row), row[CustomerRow.columnCount + 2])
    }

    private static let livingColumns = "\(CustomerRow.columns), history, row"

    private static func living(_ row: Row) throws -> RecordRow {
        let next = CustomerRow.columnCount
        return .living(try CustomerRow.customer(row), try WriteHistory(column: row[next]), row: row[next + 1])
    }

    private static func fetchDeleted(_ id: CustomerID, in db: Database) throws -> RecordRow? {
        let sql = "SELECT \(tombstoneColumns), history FROM tombstone WHERE id = ?"
        return try db.row(sql, [id.bytes]).map { row in
            .deleted(try tombstone(row), try WriteHistory(column: row[tombstoneColumnCount]))
        }
    }

    static let tombstoneColumns = "id, deleted_at, version, restorable_until, erased_at"
    static let tombstoneColumnCount = 5

    /// From ``tombstoneColumns``.
    static func tombstone(_ row: Row) throws -> Tombstone {
        Tombstone(
            id: try id(row), deletedAt: try moment(row[1]), version: try version(row[2]),
            restorableUntil: try (row[3] as Int64?).map(moment), erasedAt: try (row[4] as Int64?).map(moment))
    }

    static func version(_ number: Int) throws -> Int {
        // Every stored version can have a next one.
        guard Customer.version(after: number) != nil else {
            throw StoreFailure.failed(detail: "A version in the database is \(number), which none can be.")
        }
        return number
    }

    static func moment(_ microseconds: Int64) throws -> Timestamp {
        guard let moment = Timestamp(checked: microseconds) else {
            throw StoreFailure.failed(detail: "A time in the database is outside the years 1 to 9999.")
        }
        return moment
    }

    /// From the first column.
    static func id(_ row: Row) throws -> CustomerID {
        guard let id = try row.withUnsafeData(atIndex: 0, { $0.flatMap { CustomerID(bytes: $0) } }) else {
            throw StoreFailure.failed(detail: "An id in the database has not 16 bytes.")
        }
        return id
    }
}
