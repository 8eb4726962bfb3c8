import CustomerAPI
import FoundationEssentials
import GRDB
import SQLite

/// A walk along the entries that begin with one word, past those without the others.
struct SearchScan {
    let prefix: [UInt8]
    let others: [[UInt8]]
    let limit: Int

    /// How many entries a page looks at; it ends there, however few customers it has found.
    static let maximumExamined = 10_000

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
        let rows = try db.rows(sql, arguments(after: start))
        while let row = try rows.next() {
            result.examined += 1
            if try isFound(row) {
                // One more than the page tells that there is a next one.
                if result.customers.count == limit {
                    result.end = lastFound
                    return result
                }
                result.customers.append(row[1])
                if result.customers.count == limit { lastFound = (row[0], row[1]) }
            }
            if result.examined == Self.maximumExamined { result.end = (row[0], row[1]) }
        }
        return result
    }

    private func isFound(_ row: Row) throws -> Bool {
        guard row[2] else { return false }
        let mayRepeat: Bool = row[3]
        return !mayRepeat || SearchEntry(text: row[0]).isFirst(beginningWith: prefix)
    }

    /// Columns 2 and 3: whether the other words are there, and whether the customer has another such entry.
    ///
    /// No other word begins the entry: it would begin `prefix`, or `prefix` it.
    private var sql: String {
        let hasOthers = others.map { _ in "instr(text, ?) > 0" }.joined(separator: " AND ")
        return """
            SELECT text, customer, \(others.isEmpty ? "1" : hasOthers), instr(text, ?) > 0
            FROM search_entry
            WHERE (text, customer) > (?, ?) AND text < ?
            ORDER BY text, customer LIMIT ?
            """
    }

    private func arguments(after start: (text: [UInt8], customer: Int64)?) -> StatementArguments {
        let words = StatementArguments((others + [prefix]).map(SearchEntry.inside))
        return words + [
            Data(start?.text ?? prefix), start?.customer ?? .min, Self.end(of: prefix), Self.maximumExamined,
        ]
    }

    /// Behind all that begins with `prefix`: no UTF-8 text holds this byte.
    static func end(of prefix: [UInt8]) -> Data {
        Data(prefix + [0xFF])
    }
}
