import CustomerAPI
import Domain
import FoundationEssentials
import GRDB
import SQLite

/// A walk along the entries that meet one need of a term, past those of customers who do not meet the others.
///
/// A search takes two: ``entries(of:along:limit:filter:)``, and then ``further(of:limit:filter:)`` or
/// ``whole(of:along:limit:filter:)``.
struct SearchScan {
    /// Of the need, in the order of their bytes.
    let prefixes: [[UInt8]]
    /// The needs that the line of an entry has to meet.
    let others: [[[UInt8]]]
    let limit: Int
    /// What is to be true of a customer whose entries alone do not tell it; `nil` where nothing is.
    private let condition: Condition?
    /// Whether an entry does not tell what other entries its customer has.
    private let isOfCustomers: Bool

    /// - Parameter tokens: the customer's, where they are there already.
    private typealias Condition = (_ customer: Customer, _ tokens: SearchTokens?) -> Bool

    private init(
        _ prefixes: [[UInt8]], _ others: [[[UInt8]]], limit: Int, isOfCustomers: Bool,
        _ condition: Condition?
    ) {
        (self.prefixes, self.others, self.limit) = (prefixes, others, limit)
        self.isOfCustomers = isOfCustomers || prefixes.contains { SearchEntry(text: Data($0)).isCode }
        self.condition = condition
    }

    /// Finds those who meet the term by their entries alone.
    static func entries(of term: SearchTerm, along need: Int, limit: Int, filter: CustomerFilter?) -> SearchScan {
        var needs = term.withoutFurther.needs.map(\.bytes)
        let prefixes = needs.remove(at: need)
        return SearchScan(
            prefixes, needs, limit: limit, isOfCustomers: false, filter.map { filter in { filter.matches($0, $1) } })
    }

    /// Finds those who do not, and meet it with the words of fields that are not searched, or with words and codes together,
    /// along all of these that meet a need.
    static func further(of term: SearchTerm, limit: Int, filter: CustomerFilter?) -> SearchScan {
        customers(of: term, along: term.further.bytes, limit: limit, filter: filter)
    }

    /// Finds the same along all that meets one need.
    static func whole(of term: SearchTerm, along need: Int, limit: Int, filter: CustomerFilter?) -> SearchScan {
        customers(of: term, along: term.needs[need].bytes, limit: limit, filter: filter)
    }

    private static func customers(
        of term: SearchTerm, along prefixes: [[UInt8]], limit: Int, filter: CustomerFilter?
    ) -> SearchScan {
        let entries = term.withoutFurther
        return SearchScan(prefixes, [], limit: limit, isOfCustomers: true) { customer, tokens in
            let tokens = tokens ?? SearchTokens(customer)
            return term.matches(tokens) && !entries.matches(tokens) && filter?.matches(customer, tokens) ?? true
        }
    }

    /// How many rows a page looks at; it ends there, however few customers it has found.
    static let maximumExamined = 3_000
    /// The same where each customer is looked at as a whole, which takes longer.
    static let maximumFiltered = 1_000

    private var maximumExamined: Int { condition == nil ? Self.maximumExamined : Self.maximumFiltered }

    typealias Entry = (text: Data, customer: Int64)

    struct Result {
        /// Keys of rows in `customer`.
        var customers: [Int64] = []
        var examined = 0
        /// The entry behind which to go on; `nil` at the end.
        var end: Entry?
    }

    func run(after start: (text: [UInt8], customer: Int64)?, in db: Database) throws -> Result {
        var result = Result()
        var lastFound: Entry?
        for prefix in prefixes {
            // The entries of a prefix stand behind all those of the ones before.
            if let start, !start.text.starts(with: prefix), !start.text.lexicographicallyPrecedes(prefix) { continue }
            let rows = try db.rows(sql, arguments(prefix, after: start))
            while let row = try rows.next() {
                let entry: Entry = (row[0], row[1])
                if result.examined >= maximumExamined { return result }
                result.examined += 1
                if row[2], try isFound(row, &result, db) {
                    // One more than the page tells that there is a next one.
                    if result.customers.count == limit {
                        result.end = lastFound
                        return result
                    }
                    result.customers.append(entry.customer)
                    if result.customers.count == limit { lastFound = entry }
                }
                if result.examined >= maximumExamined { result.end = entry }
            }
            if result.end != nil { return result }
        }
        return result
    }

    /// Whether the customer meets what their entry does not tell, and no other entry of theirs stands before, on this page or an
    /// earlier one.
    private func isFound(_ row: Row, _ result: inout Result, _ db: Database) throws -> Bool {
        let entry = SearchEntry(text: row[0])
        if !isOfCustomers {
            let mayRepeat: Bool = row[3]
            guard !mayRepeat || entry.isFirst(beginningWith: prefixes) else { return false }
            guard condition != nil else { return true }
        }
        result.examined += 1
        guard let customer = try CustomerRow.fetch(rows: [row[1]], in: db).first else { return false }
        let tokens = isOfCustomers ? SearchTokens(customer) : nil
        guard condition?(customer, tokens) ?? true else { return false }
        return tokens.map { entry.isFirst(of: $0, beginningWith: prefixes) } ?? true
    }

    /// Columns 2 and 3: whether the other needs are met, and whether the customer has another entry of this one.
    private var sql: String {
        """
        SELECT text, customer, \(joined(others.map { sql(need: $0) }, " AND ")), \
        \(joined(prefixes.map { _ in "instr(text, ?) > 0" }, " OR "))
        FROM search_entry
        WHERE (text, customer) > (?, ?) AND text < ?
        ORDER BY text, customer LIMIT ?
        """
    }

    private func joined(_ parts: [String], _ joint: String) -> String {
        parts.isEmpty ? "1" : parts.joined(separator: joint)
    }

    private func sql(need: [[UInt8]]) -> String {
        let parts = need.map { mayBeFirst($0) ? "instr(text, ?) > 0 OR substr(text, 1, ?) = ?" : "instr(text, ?) > 0" }
        return "(" + parts.joined(separator: " OR ") + ")"
    }

    /// Whether a word that begins with `other` may be the entry's first one.
    private func mayBeFirst(_ other: [UInt8]) -> Bool {
        prefixes.contains { $0.starts(with: other) || other.starts(with: $0) }
    }

    private func arguments(
        _ prefix: [UInt8], after start: (text: [UInt8], customer: Int64)?
    ) -> StatementArguments {
        let start = start.flatMap { $0.text.starts(with: prefix) ? $0 : nil }
        var arguments = StatementArguments()
        for other in others.joined() {
            arguments += [SearchEntry.inside(other)]
            if mayBeFirst(other) { arguments += [other.count, Data(other)] }
        }
        arguments += StatementArguments(prefixes.map(SearchEntry.inside))
        return arguments + [
            Data(start?.text ?? prefix), start?.customer ?? .min, Self.end(of: prefix), maximumExamined + 1,
        ]
    }

    /// Behind all that begins with `prefix`: no UTF-8 text holds this byte.
    static func end(of prefix: [UInt8]) -> Data {
        Data(prefix + [0xFF])
    }
}

extension SearchTerm.Need {
    var bytes: [[UInt8]] { prefixes.map { Array($0.utf8) } }
}
