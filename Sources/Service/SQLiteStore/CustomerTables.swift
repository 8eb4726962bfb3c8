import CustomerAPI
import Domain
import GRDB
import SQLite
import Wire

/// A page of everybody in the order of names or of moments, or against it; of those alone whom a filter finds where there is
/// one.
struct CustomerTables: Sendable {
    let sort: ListQuery.Sort
    let start: Position?
    let limit: Int
    var filter: CustomerFilter?
    /// Of the moments of the order.
    var range: MomentRange?

    /// How many customers a page of a filter looks at; it ends there, however few it has found.
    static let maximumFiltered = 500

    /// Behind a customer.
    enum Position: Sendable {
        case name(fold: String, CustomerID)
        case moment(FilterMoment, microseconds: Int64, CustomerID)

        private static let nameKind = UInt8(ascii: "d")
        private static let momentKind = UInt8(ascii: "m")

        init(of customer: Customer, in sort: ListQuery.Sort) {
            self =
                if let moment = sort.moment {
                    .moment(moment, microseconds: moment.of(customer).microseconds, customer.id)
                } else {
                    .name(fold: customer.details.nameFold, customer.id)
                }
        }

        init(_ position: StorePosition, in sort: ListQuery.Sort) throws(StoreFailure) {
            guard let moment = sort.moment else {
                var reader = try ByteReader(position, kind: Self.nameKind)
                guard let id: CustomerID = reader.identifier(),
                    let fold = String(validating: reader.remainder(), as: UTF8.self)
                else { throw .badPosition }
                self = .name(fold: fold, id)
                return
            }
            var reader = try ByteReader(position, kind: Self.momentKind)
            guard reader.byte() == moment.number, let microseconds = reader.integer(),
                let id: CustomerID = reader.identifier(), reader.isAtEnd
            else { throw .badPosition }
            self = .moment(moment, microseconds: microseconds, id)
        }

        /// Which of some orders of moments a position is of.
        static func sort(of position: StorePosition, among sorts: [ListQuery.Sort]) throws(StoreFailure)
            -> ListQuery.Sort
        {
            var reader = try ByteReader(position, kind: momentKind)
            let number = reader.byte()
            guard let sort = sorts.first(where: { $0.moment?.number == number }) else { throw .badPosition }
            return sort
        }

        var storePosition: StorePosition {
            switch self {
            case .name(let fold, let id): StorePosition([Self.nameKind] + id.bytes + Array(fold.utf8))
            case .moment(let moment, let microseconds, let id):
                StorePosition([Self.momentKind, moment.number] + microseconds.bigEndianBytes + id.bytes)
            }
        }

        fileprivate var arguments: StatementArguments {
            switch self {
            case .name(let fold, let id): [fold, id.bytes]
            case .moment(_, let microseconds, let id): [microseconds, id.bytes]
            }
        }
    }

    func page(in db: Database) throws -> (page: StorePage<Customer>, examined: Int) {
        var (customers, examined): ([Customer], Int) = ([], 0)
        var last: Customer?
        let rows = try db.rows(sql, arguments)
        while let row = try rows.next() {
            // One row more than the page tells whether there is a next one.
            if examined == maximumExamined { return (page(customers, behind: last), examined) }
            examined += 1
            let customer = try CustomerRow.customer(row)
            if filter?.matches(customer) ?? true {
                if customers.count == limit { return (page(customers, behind: customers.last), examined) }
                customers.append(customer)
            }
            last = customer
        }
        return (StorePage(elements: customers, next: nil), examined)
    }

    private func page(_ customers: [Customer], behind last: Customer?) -> StorePage<Customer> {
        StorePage(elements: customers, next: last.map { Position(of: $0, in: sort).storePosition })
    }

    private var maximumExamined: Int { filter == nil ? limit : Self.maximumFiltered }

    // MARK: The statement

    private var sql: String {
        let (comparison, direction) = sort.isDescending ? ("<", "DESC") : (">", "ASC")
        let key = sort.moment?.column ?? "name_fold"
        var conditions: [String] = []
        if start != nil { conditions.append("(\(key), id) \(comparison) (?, ?)") }
        // Where the pages before ended is inside the range.
        if lower != nil { conditions.append("\(key) >= ?") }
        if upper != nil { conditions.append("\(key) < ?") }
        return """
            SELECT \(CustomerRow.columns) FROM customer
            \(conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND "))
            ORDER BY \(key) \(direction), id \(direction) LIMIT ?
            """
    }

    private var lower: Timestamp? { start != nil && !sort.isDescending ? nil : range?.lower }
    private var upper: Timestamp? { start != nil && sort.isDescending ? nil : range?.upper }

    private var arguments: StatementArguments {
        var arguments = start?.arguments ?? []
        for bound in [lower, upper] {
            if let bound { arguments += [bound.microseconds] }
        }
        return arguments + [maximumExamined + 1]
    }
}

extension FilterMoment {
    /// In positions, for good.
    fileprivate var number: UInt8 {
        switch self {
        case .changed: 1
        case .registered: 2
        }
    }
}
