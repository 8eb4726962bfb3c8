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

    /// Behind an entry, on the way along the entries of one of the term's words.
    struct Position: Sendable {
        let scanned: UInt8
        let customer: Int64
        let text: [UInt8]

        private static let kind = UInt8(ascii: "s")

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

    func page(in db: Database) throws -> (page: StorePage, examined: Int) {
        guard let prefixes else { return (StorePage(customers: [], next: nil), examined: 0) }
        var choice = WordChoice(prefixes: prefixes)
        let scanned = try start.map { Int($0.scanned) } ?? choice.mostSelective(in: db)
        guard prefixes.indices.contains(scanned) else { throw StoreFailure.badPosition }
        if let start, !start.text.starts(with: prefixes[scanned]) { throw StoreFailure.badPosition }
        var others = prefixes
        let scan = SearchScan(prefix: others.remove(at: scanned), others: others, limit: limit)
        let found = try scan.run(after: start.map { ($0.text, $0.customer) }, in: db)
        let next = found.end.map {
            Position(scanned: UInt8(scanned), text: Array($0.text), customer: $0.customer).storePosition
        }
        let customers = try CustomerRow.fetch(rows: found.customers, in: db)
        return (StorePage(customers: customers, next: next), examined: choice.examined + found.examined)
    }

    /// What the entries of each word begin with; `nil` when nobody can have them all.
    private var prefixes: [[UInt8]]? {
        if case .phoneEnding(let digits) = term {
            return [SearchEntry.phonePrefix(reversed: String(digits.reversed()))]
        }
        return term.neededWords?.map { Array($0.utf8) }
    }
}

/// Finds the word whose entries are fewest.
struct WordChoice {
    let prefixes: [[UInt8]]
    private(set) var examined = 0

    /// Counting goes to the first bound, and to the next only when all the words have more entries than that.
    private static let bounds = [64, 1_024, 16_384]

    init(prefixes: [[UInt8]]) {
        self.prefixes = prefixes
    }

    mutating func mostSelective(in db: Database) throws -> Int {
        guard prefixes.count > 1 else { return 0 }
        for bound in Self.bounds {
            let counts = try prefixes.map { try count($0, bound: bound, in: db) }
            if let least = counts.indices.min(by: { counts[$0] < counts[$1] }), counts[least] < bound { return least }
        }
        return prefixes.indices.max { prefixes[$0].count < prefixes[$1].count } ?? 0
    }

    private mutating func count(_ prefix: [UInt8], bound: Int, in db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE text >= ? AND text < ? LIMIT ?)"
        let count: Int = try db.row(sql, [Data(prefix), SearchScan.end(of: prefix), bound])?[0] ?? 0
        examined += count
        return count
    }
}
