import CustomerAPI
import Domain
import GRDB
import SQLite
import Wire

/// A page of the trash, the last deleted first.
struct Trash {
    let start: Position?
    let limit: Int

    /// Behind a customer.
    struct Position {
        let deletedAt: Int64
        let id: CustomerID

        private static let kind = UInt8(ascii: "t")

        init(_ trashed: TrashedCustomer) {
            (deletedAt, id) = (trashed.deletedAt.microseconds, trashed.customer.id)
        }

        init(_ position: StorePosition) throws(StoreFailure) {
            var reader = try ByteReader(position, kind: Self.kind)
            guard let deletedAt = reader.integer(), let id: CustomerID = reader.identifier(),
                reader.isAtEnd
            else { throw .badPosition }
            (self.deletedAt, self.id) = (deletedAt, id)
        }

        var storePosition: StorePosition { StorePosition([Self.kind] + deletedAt.bigEndianBytes + id.bytes) }
    }

    func page(in db: Database) throws -> StorePage<TrashedCustomer> {
        var customers: [TrashedCustomer] = []
        let rows = try db.rows(
            """
            SELECT \(Self.columns) FROM trash \(start == nil ? "" : "WHERE (deleted_at, id) < (?, ?)")
            ORDER BY deleted_at DESC, id DESC LIMIT ?
            """, arguments)
        while let row = try rows.next() {
            // One row more than the page tells whether there is a next one.
            if customers.count == limit {
                return StorePage(elements: customers, next: customers.last.map { Position($0).storePosition })
            }
            customers.append(try Self.trashed(row))
        }
        return StorePage(elements: customers, next: nil)
    }

    private var arguments: StatementArguments {
        let start: StatementArguments = start.map { [$0.deletedAt, $0.id.bytes] } ?? []
        return start + [limit + 1]
    }
}

// MARK: - Its rows

extension Trash {
    private static let columns = "\(CustomerRow.columns), deleted_at, deleted_by, restorable_until"

    private static func trashed(_ row: Row) throws -> TrashedCustomer {
        let next = CustomerRow.columnCount
        return TrashedCustomer(
            try CustomerRow.customer(row), deletedAt: try RecordRow.moment(row[next]), deletedBy: row[next + 1],
            restorableUntil: try RecordRow.moment(row[next + 2]))
    }

    static func fetch(_ id: CustomerID, in db: Database) throws -> TrashedCustomer? {
        try db.row("SELECT \(columns) FROM trash WHERE id = ?", [id.bytes]).map(trashed)
    }

    static func insert(_ trashed: TrashedCustomer, in db: Database) throws {
        let customer = trashed.customer
        let values: [(any DatabaseValueConvertible)?] = [
            customer.registrationDate.microseconds, customer.createdAt.microseconds, customer.updatedAt.microseconds,
            customer.version, customer.updatedBy, trashed.deletedAt.microseconds, trashed.deletedBy,
            trashed.restorableUntil.microseconds,
        ]
        try db.run(insertion, StatementArguments([customer.id.bytes] + customer.details.columnValues + values))
    }

    private static let insertion = """
        INSERT INTO trash (\(columns))
        VALUES (\(Array(repeating: "?", count: CustomerRow.columnCount + 3).joined(separator: ", ")))
        """

    static func remove(_ id: CustomerID, in db: Database) throws {
        try db.run("DELETE FROM trash WHERE id = ?", [id.bytes])
    }
}
