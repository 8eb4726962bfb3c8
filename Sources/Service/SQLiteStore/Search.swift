import CustomerAPI
import Domain
import FoundationEssentials
import GRDB
import SQLite

/// A page of the customers a term finds, in the order of the entries of one of its words.
struct Search: Sendable {
    let term: SearchTerm
    let start: Position?
    let limit: Int
    /// What else is asked of them.
    var filter: CustomerFilter?

    /// Behind an entry, on the way along the entries of one of the term's words.
    struct Position: Sendable {
        let scanned: UInt8
        let customer: Int64
        let text: [UInt8]

        static let kind = UInt8(ascii: "s")

        init(scanned: UInt8, text: [UInt8], customer: Int64) {
            self.scanned = scanned
            self.text = text
            self.customer = customer
        }

        init(_ position: StorePosition) throws(StoreFailure) {
            var reader = try ByteReader(position, kind: Self.kind)
            guard let scanned = reader.byte(), let customer = reader.integer() else { throw .badPosition }
            self.scanned = scanned
            self.customer = customer
            text = Array(reader.remainder())
        }

        var storePosition: StorePosition {
            StorePosition([Self.kind, scanned] + customer.bigEndianBytes + text)
        }
    }

    func page(in db: Database) throws -> (page: StorePage<Customer>, examined: Int) {
        guard !term.findsNobody else { return (StorePage(elements: [], next: nil), examined: 0) }
        var choice = NeedChoice(needs: term.needs)
        let scanned = try start.map { Int($0.scanned) } ?? choice.mostSelective(in: db)
        guard term.needs.indices.contains(scanned) else { throw StoreFailure.badPosition }
        if let start, !term.needs[scanned].prefixes.contains(where: { start.text.starts(with: $0.utf8) }) {
            throw StoreFailure.badPosition
        }
        let scan = SearchScan(term, along: scanned, limit: limit, filter: filter)
        let found = try scan.run(after: start.map { ($0.text, $0.customer) }, in: db)
        let next = found.end.map {
            Position(scanned: UInt8(scanned), text: Array($0.text), customer: $0.customer).storePosition
        }
        let customers = try CustomerRow.fetch(rows: found.customers, in: db)
        return (StorePage(elements: customers, next: next), examined: choice.examined + found.examined)
    }
}

/// Finds the need that the fewest entries meet.
struct NeedChoice {
    let needs: [SearchTerm.Need]
    private(set) var examined = 0

    /// Counting goes to the first bound, and to the next only when all of the needs have more entries than that.
    private static let bounds = [64, 512]
    /// How many needs are counted, those with the longest prefixes first.
    private static let maximumCounted = 3

    init(needs: [SearchTerm.Need]) {
        self.needs = needs
    }

    mutating func mostSelective(in db: Database) throws -> Int {
        guard needs.count > 1 else { return 0 }
        let longest = needs.indices.sorted { needs[$0].shortest > needs[$1].shortest }.prefix(Self.maximumCounted)
        for bound in Self.bounds {
            let counts = try longest.map { (need: $0, count: try count(needs[$0], bound: bound, in: db)) }
            if let least = counts.min(by: { $0.count < $1.count }), least.count < bound { return least.need }
        }
        return longest.first ?? 0
    }

    private mutating func count(_ need: SearchTerm.Need, bound: Int, in db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE text >= ? AND text < ? LIMIT ?)"
        var sum = 0
        for prefix in need.prefixes.map({ Array($0.utf8) }) where sum < bound {
            sum += try db.row(sql, [Data(prefix), SearchScan.end(of: prefix), bound - sum])?[0] ?? 0
        }
        examined += sum
        return sum
    }
}

extension SearchTerm.Need {
    /// The bytes of the shortest prefix.
    fileprivate var shortest: Int { prefixes.map(\.utf8.count).min() ?? 0 }
}
