import CustomerAPI
import Domain
import GRDB
import SQLite
import Wire

/// A page of what a filter finds: along the entries of its words, along the moments that it names, or along everybody, whatever
/// has the fewest rows in the way.
struct FilteredListing {
    let filter: CustomerFilter
    let sort: ListQuery.Sort
    /// Tells which way the pages before took.
    let position: StorePosition?
    let limit: Int

    func page(in db: Database) throws -> (page: StorePage<Customer>, examined: Int) {
        guard !filter.findsNobody else { return (StorePage(elements: [], next: nil), 0) }
        if sort.moment != nil { return try tables(sort).page(in: db) }
        let moments = [ListQuery.Sort.changedDescending, .registeredDescending].filter { range($0) != nil }
        guard let term = filter.term else { return try tables(moments.first ?? sort).page(in: db) }
        if let position {
            guard !Search.Position.isOne(position) else { return try search(term).page(in: db) }
            return try tables(try CustomerTables.Position.sort(of: position, among: moments)).page(in: db)
        }
        var examined = 0
        for moment in moments {
            let count = try count(moment, in: db)
            examined += count
            guard count < Self.few else { continue }
            let found = try tables(moment).page(in: db)
            return (found.page, examined + found.examined)
        }
        let found = try search(term).page(in: db)
        return (found.page, examined + found.examined)
    }

    /// So few moments are looked through sooner than the entries of a word.
    private static let few = 200

    private func search(_ term: SearchTerm) throws -> Search {
        Search(term: term, start: try position.map(Search.Position.init), limit: limit, filter: filter)
    }

    private func tables(_ sort: ListQuery.Sort) throws -> CustomerTables {
        CustomerTables(
            sort: sort, start: try position.map { try CustomerTables.Position($0, in: sort) }, limit: limit,
            filter: filter, range: range(sort))
    }

    private func range(_ sort: ListQuery.Sort) -> MomentRange? { sort.moment.flatMap(filter.range) }

    private func count(_ sort: ListQuery.Sort, in db: Database) throws -> Int {
        guard let moment = sort.moment, let range = range(sort) else { return Self.few }
        let sql = """
            SELECT count(*) FROM \
            (SELECT 1 FROM customer WHERE \(moment.column) >= ? AND \(moment.column) < ? LIMIT \(Self.few))
            """
        let bounds = [range.lower?.microseconds ?? .min, range.upper?.microseconds ?? .max]
        return try db.row(sql, StatementArguments(bounds))?[0] ?? 0
    }
}
