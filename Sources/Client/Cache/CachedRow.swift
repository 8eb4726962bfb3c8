import Domain
import FoundationEssentials
import GRDB
import SQLite

/// A row of the table `customer`.
struct CachedRow {
    let row: Int
    let id: CustomerID
    let seenAt: Int64
    let pass: Int
    let version: Int
    let record: Data

    private static let columns = "row, id, seen_at, pass, version, record"

    private init(_ row: Row) throws {
        guard let id = try row.withUnsafeData(atIndex: 1, { $0.flatMap { CustomerID(bytes: $0) } }) else {
            throw Damage("an id")
        }
        self.id = id
        self.row = row[0]
        seenAt = row[2]
        pass = row[3]
        version = row[4]
        record = row[5]
        guard Timestamp(checked: seenAt) != nil else { throw Damage("a time") }
    }

    static func fetch(_ id: CustomerID, in db: Database) throws -> CachedRow? {
        try db.row("SELECT \(columns) FROM customer WHERE id = ?", [id.bytes]).map(CachedRow.init)
    }

    static func fetch(row: Int, in db: Database) throws -> CachedRow? {
        try db.row("SELECT \(columns) FROM customer WHERE row = ?", [row]).map(CachedRow.init)
    }

    /// Of several with the email, which a cache can hold when it passed from one to the other, who was seen last.
    static func fetch(emailKey: String, in db: Database) throws -> CachedRow? {
        let rows = try db.rows("SELECT \(columns) FROM customer WHERE email_key = ?", [OrderKey.bytes(emailKey)])
        var newest: CachedRow?
        while let row = try rows.next().map(CachedRow.init) {
            if row.seenAt >= newest?.seenAt ?? .min { newest = row }
        }
        return newest
    }

    /// Customers in the order of names, or against it, seen at `cutoff` or later.
    static func fetch(
        descending: Bool, after position: CachePosition?, seenSince cutoff: Int64, limit: Int, in db: Database
    ) throws -> [CachedRow] {
        let (comparison, direction) = descending ? ("<", "DESC") : (">", "ASC")
        let sql = """
            SELECT \(columns) FROM customer
            WHERE \(position == nil ? "" : "(name_key, id) \(comparison) (?, ?) AND") +seen_at >= ?
            ORDER BY name_key \(direction), id \(direction) LIMIT ?
            """
        let place: StatementArguments = position.map { [OrderKey.bytes($0.nameFold), $0.id.bytes] } ?? []
        let rows = try db.rows(sql, place + [cutoff, limit])
        var found: [CachedRow] = []
        while let row = try rows.next() { found.append(try CachedRow(row)) }
        return found
    }

    func customer() throws -> Customer {
        let customer = try CustomerRecord.customer(id, record)
        guard customer.version == version else { throw Damage("a version") }
        return customer
    }
}
