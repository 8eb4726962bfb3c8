import CustomerAPI
import Domain
import FoundationEssentials
import GRDB
import SQLite

/// A page of the customers a term finds, in the order of the entries of one of its words: first those who meet it by their
/// entries alone, then those who do so with the words of fields that are not searched.
struct Search: Sendable {
    let term: SearchTerm
    let start: Position?
    let limit: Int
    /// What else is asked of them.
    var filter: CustomerFilter?

    /// The two, and the other way to the second.
    enum Part: UInt8 {
        case entries = 0x73  // s
        /// Along all words of fields that are not searched; without an entry in the position, the way is not chosen yet.
        case further = 0x66  // f
        /// Along all that meets the need.
        case whole = 0x77  // w
    }

    /// Behind an entry, on the way along the entries of one of the term's words.
    struct Position: Sendable {
        let part: Part
        let scanned: UInt8
        let customer: Int64
        /// Empty before the first one.
        let text: [UInt8]

        init(_ part: Part, scanned: Int, _ entry: SearchScan.Entry?) {
            self.part = part
            self.scanned = UInt8(scanned)
            text = entry.map { Array($0.text) } ?? []
            customer = entry?.customer ?? .min
        }

        /// Whether a search has made it.
        static func isOne(_ position: StorePosition) -> Bool {
            position.bytes.first.flatMap(Part.init) != nil
        }

        init(_ position: StorePosition) throws(StoreFailure) {
            guard let part = position.bytes.first.flatMap(Part.init) else { throw .badPosition }
            var reader = try ByteReader(position, kind: part.rawValue)
            self.part = part
            guard let scanned = reader.byte(), let customer = reader.integer() else { throw .badPosition }
            self.scanned = scanned
            self.customer = customer
            text = Array(reader.remainder())
        }

        var storePosition: StorePosition {
            StorePosition([part.rawValue, scanned] + customer.bigEndianBytes + text)
        }
    }

    func page(in db: Database) throws -> (page: StorePage<Customer>, examined: Int) {
        guard !term.findsNobody else { return (StorePage(elements: [], next: nil), examined: 0) }
        var choice = NeedChoice(needs: term.needs)
        let scanned = try start.map { Int($0.scanned) } ?? choice.mostSelective(in: db)
        guard term.needs.indices.contains(scanned) else { throw StoreFailure.badPosition }
        if let start, start.part == .entries, !term.needs[scanned].isBegun(by: start.text) {
            throw StoreFailure.badPosition
        }
        var found = Found(examined: choice.examined)
        if start.map({ $0.part == .entries }) ?? true { try add(.entries, along: scanned, to: &found, in: db) }
        if found.next == nil, term.hasFurther {
            if found.examined > Self.maximumBeforeFurther {
                found.next = Position(.further, scanned: scanned, nil)
            } else {
                try add(try way(&found, in: db), along: scanned, to: &found, in: db)
            }
        }
        let customers = try CustomerRow.fetch(rows: found.customers, in: db)
        return (StorePage(elements: customers, next: found.next?.storePosition), found.examined)
    }

    /// A page that has looked at more leaves the second part to the next one.
    private static let maximumBeforeFurther = 1_000
    /// So few words of fields that are not searched are looked through sooner than all that meets a need.
    private static let fewFurther = 512

    private struct Found {
        var customers: [Int64] = []
        var examined: Int
        var next: Position?
    }

    /// The way to those of the second part.
    private func way(_ found: inout Found, in db: Database) throws -> Part {
        if let start, start.part != .entries, !start.text.isEmpty { return start.part }
        guard term.needs.count > 1 else { return .further }
        let count = try NeedChoice.count(term.further.bytes, bound: Self.fewFurther, in: db)
        found.examined += count
        return count < Self.fewFurther ? .further : .whole
    }

    private func add(_ part: Part, along need: Int, to found: inout Found, in db: Database) throws {
        // Where the page is full already, one more tells that there is a next one.
        let room = max(1, limit - found.customers.count)
        let scan =
            switch part {
            case .entries: SearchScan.entries(of: term, along: need, limit: room, filter: filter)
            case .further: SearchScan.further(of: term, limit: room, filter: filter)
            case .whole: SearchScan.whole(of: term, along: need, limit: room, filter: filter)
            }
        let result = try scan.run(after: start.flatMap { $0.part == part ? ($0.text, $0.customer) : nil }, in: db)
        found.examined += result.examined
        guard found.customers.count < limit else {
            let isEnd = result.customers.isEmpty && result.end == nil
            found.next = isEnd ? nil : Position(.further, scanned: need, nil)
            return
        }
        found.customers += result.customers
        found.next = result.end.map { Position(part, scanned: need, $0) }
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
        let count = try Self.count(need.prefixes.map { Array($0.utf8) }, bound: bound, in: db)
        examined += count
        return count
    }

    /// How many entries begin with one of the prefixes, `bound` at most.
    static func count(_ prefixes: [[UInt8]], bound: Int, in db: Database) throws -> Int {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE text >= ? AND text < ? LIMIT ?)"
        var sum = 0
        for prefix in prefixes where sum < bound {
            sum += try db.row(sql, [Data(prefix), SearchScan.end(of: prefix), bound - sum])?[0] ?? 0
        }
        return sum
    }
}

extension SearchTerm.Need {
    /// The bytes of the shortest prefix.
    fileprivate var shortest: Int { prefixes.map(\.utf8.count).min() ?? 0 }

    /// Whether the text of an entry meets it.
    fileprivate func isBegun(by text: [UInt8]) -> Bool { prefixes.contains { text.starts(with: $0.utf8) } }
}
