import CustomerAPI
import Domain
import GRDB
import SQLite
import Wire

/// A page of everybody in the order of names, or against it.
struct CustomerTables: Sendable {
    let sort: ListQuery.Sort
    let start: Position?
    let limit: Int

    /// Behind a customer.
    struct Position: Sendable {
        let nameFold: String
        let id: CustomerID

        private static let kind = UInt8(ascii: "d")

        init(nameFold: String, id: CustomerID) {
            self.nameFold = nameFold
            self.id = id
        }

        init(_ position: StorePosition) throws(StoreFailure) {
            var reader = try ByteReader(position, kind: Self.kind)
            guard let id = reader.bytes(16).flatMap({ CustomerID(bytes: $0) }),
                let nameFold = String(validating: reader.remainder(), as: UTF8.self)
            else { throw .badPosition }
            self.id = id
            self.nameFold = nameFold
        }

        var storePosition: StorePosition {
            StorePosition([Self.kind] + id.bytes + Array(nameFold.utf8))
        }
    }

    func page(in db: Database) throws -> StorePage {
        // One row more than the page tells whether there is a next one.
        var customers: [Customer] = []
        let rows = try db.rows(sql, arguments)
        while let row = try rows.next() { customers.append(try CustomerRow.customer(row)) }
        guard customers.count > limit else { return StorePage(customers: customers, next: nil) }
        customers.removeLast()
        return StorePage(
            customers: customers,
            next: customers.last.map {
                Position(nameFold: $0.details.nameFold, id: $0.id).storePosition
            })
    }

    private var sql: String {
        let (comparison, direction) = sort == .name ? (">", "ASC") : ("<", "DESC")
        return """
            SELECT \(CustomerRow.columns) FROM customer
            \(start == nil ? "" : "WHERE (name_fold, id) \(comparison) (?, ?)")
            ORDER BY name_fold \(direction), id \(direction) LIMIT ?
            """
    }

    private var arguments: StatementArguments {
        guard let start else { return [limit + 1] }
        return [start.nameFold, start.id.bytes, limit + 1]
    }
}
