import Domain
import FoundationEssentials
import GRDB
import SQLite

/// Finds the rows of everybody who has a word that begins as somebody typed it.
///
/// The index is one list of all words of all customers in order, each with the row that has it, in blocks of some
/// thousand. What begins with a prefix is a stretch of that list, whose rows become the bits of a ``RowSet``: several
/// words are intersected, counted and put into the order of names as bits, so that a search costs little more for a
/// million found than for one. A block inside the stretch is taken whole, without a look at its words.
///
/// Those who came since the list was written (`fresh_key`) are looked up beside it; after some thousand of them it is
/// written again, merged with theirs, in one go from front to back.
struct SearchIndex {
    let db: Database
    private let highestRow: Int

    init(_ db: Database, _ state: CacheState) {
        self.db = db
        highestRow = state.highestRow
    }

    /// All customers the term finds.
    func rows(matching term: SearchTerm) throws -> RowSet {
        let needs = SearchKey.prefixes(of: term)
        guard let first = needs.first else { return RowSet(upTo: 0) }
        var found = try rows(beginningWith: first)
        for prefixes in needs.dropFirst() where !found.isEmpty {
            found.formIntersection(try rows(beginningWith: prefixes))
        }
        let dead = try db.rows("SELECT row FROM dead")
        while let row = try dead.next() { found.remove(row[0]) }
        return found
    }

    private func rows(beginningWith prefixes: [Data]) throws -> RowSet {
        var found = RowSet(upTo: highestRow)
        for prefix in prefixes { try insert(rowsBeginningWith: prefix, into: &found) }
        return found
    }

    private func insert(rowsBeginningWith prefix: Data, into found: inout RowSet) throws {
        let end = SearchKey.end(of: prefix)
        let fresh = try db.rows("SELECT row FROM fresh_key WHERE key >= ? AND key < ?", [prefix, end])
        while let row = try fresh.next() { found.insert(row[0]) }
        let sql = "SELECT first, last, number, rows FROM posting WHERE number >= ? ORDER BY number"
        let blocks = try db.rows(sql, [try firstBlock(reaching: prefix)])
        while let block = try blocks.next() {
            let first: Data = block[0]
            guard first.lexicographicallyPrecedes(end) else { break }
            let last: Data = block[1]
            if first.starts(with: prefix), last.starts(with: prefix) {
                try Self.bytes(block, 3) { found.insert(packed: $0) }
            } else {
                try insert(partOf: block, prefix, into: &found)
            }
        }
    }

    /// The block before the first that begins behind the prefix: its last words may begin with it.
    private func firstBlock(reaching prefix: Data) throws -> Int64 {
        let sql = "SELECT number FROM posting WHERE first < ? ORDER BY first DESC, number DESC LIMIT 1"
        return try db.row(sql, [prefix])?[0] ?? 0
    }

    private func insert(partOf block: Row, _ prefix: Data, into found: inout RowSet) throws {
        let number: Int64 = block[2]
        guard let row = try db.row("SELECT keys FROM posting WHERE number = ?", [number]) else { return }
        var keys = PostingKeys(Array(row[0] as Data))
        try Self.bytes(block, 3) { rows in
            while try keys.advance() {
                if keys.key.starts(with: prefix) {
                    guard keys.rows.upperBound * 4 <= rows.count else { throw Damage("a block of the index") }
                    found.insert(packed: UnsafeRawBufferPointer(rebasing: rows[keys.rows.scaled(by: 4)]))
                }
            }
        }
    }

    static func bytes<Value>(_ row: Row, _ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Value) throws
        -> Value
    {
        try row.withUnsafeData(atIndex: column) { data in
            try (data ?? Data()).withUnsafeBytes(body)
        }
    }
}

extension Range<Int> {
    fileprivate func scaled(by factor: Int) -> Range {
        (lowerBound * factor)..<(upperBound * factor)
    }
}
