import FoundationEssentials
import GRDB
import SQLite

extension SearchIndex {
    /// Writes the list again from the old one and from those who came since, without those who no longer exist.
    func build(_ state: inout CacheState) throws {
        state.built = state.edition + 1
        let firstNumber: Int64 = try db.row("SELECT ifnull(max(number), 0) + 1 FROM posting")?[0] ?? 1
        try merge(from: firstNumber)
        try db.run("DELETE FROM posting WHERE number < ?", [firstNumber])
        try NamePlaces.write(upTo: state.highestRow, in: db)
        try db.run("INSERT INTO free SELECT row FROM dead")
        for table in ["dead", "fresh", "fresh_key"] { try db.run("DELETE FROM \(table)") }
        state.fresh = 0
        state.dead = 0
    }

    private func merge(from firstNumber: Int64) throws {
        var output = try PostingOutput(db: db, number: firstNumber)
        var old = OldPostings(db: db, end: firstNumber, dead: try deadRows())
        var new = FreshPostings(rows: try db.rows("SELECT key, row FROM fresh_key ORDER BY key, row"))
        var (left, right) = (try old.next(), try new.next())
        while left != nil || right != nil {
            if let run = left, right.map({ !$0.key.lexicographicallyPrecedes(run.key) }) ?? true {
                var rows = run.rows
                if let same = right, same.key == run.key {
                    rows += same.rows
                    right = try new.next()
                }
                try output.append(run.key, rows)
                left = try old.next()
            } else if let run = right {
                try output.append(run.key, run.rows)
                right = try new.next()
            }
        }
        try output.end()
    }

    private func deadRows() throws -> RowSet {
        let highest: Int = try db.row("SELECT ifnull(max(row), 0) FROM dead")?[0] ?? 0
        var dead = RowSet(upTo: min(highest, Int(UInt32.max)))
        let rows = try db.rows("SELECT row FROM dead")
        while let row = try rows.next() { dead.insert(row[0]) }
        return dead
    }
}

/// The runs of the blocks as they are, without dead rows.
private struct OldPostings {
    let db: Database
    let end: Int64
    let dead: RowSet
    private var number: Int64 = -1
    private var keys = PostingKeys([])
    private var rows: [UInt32] = []

    init(db: Database, end: Int64, dead: RowSet) {
        self.db = db
        self.end = end
        self.dead = dead
    }

    mutating func next() throws -> PostingRun? {
        while true {
            while try keys.advance() {
                guard keys.rows.upperBound <= rows.count else { throw Damage("a block of the index") }
                let living = rows[keys.rows].filter { !dead.contains(Int($0)) }
                if !living.isEmpty { return PostingRun(key: keys.key, rows: living) }
            }
            guard try load() else { return nil }
        }
    }

    private mutating func load() throws -> Bool {
        let sql = "SELECT number, rows, keys FROM posting WHERE number > ? AND number < ? ORDER BY number LIMIT 1"
        guard let block = try db.row(sql, [number, end]) else { return false }
        number = block[0]
        rows = try SearchIndex.bytes(block, 1) { $0.packedNumbers }
        keys = PostingKeys(Array(block[2] as Data))
        return true
    }
}

/// The runs of those who came since the index was built.
private struct FreshPostings {
    let rows: RowCursor
    private var pending: (key: Data, row: UInt32)?
    private var hasStarted = false

    init(rows: RowCursor) {
        self.rows = rows
    }

    mutating func next() throws -> PostingRun? {
        if !hasStarted {
            hasStarted = true
            try advance()
        }
        guard let first = pending else { return nil }
        var run = PostingRun(key: Array(first.key), rows: [])
        while let entry = pending, entry.key == first.key {
            run.rows.append(entry.row)
            try advance()
        }
        return run
    }

    private mutating func advance() throws {
        pending = try rows.next().map { row in
            guard let number = UInt32(exactly: row[1] as Int64) else { throw Damage("a row") }
            return (row[0], number)
        }
    }
}

/// Writes runs as blocks.
private struct PostingOutput {
    let db: Database
    var number: Int64
    private var block = PostingBlock()
    private var vocabulary: CachedVocabulary.Writing

    init(db: Database, number: Int64) throws {
        self.db = db
        self.number = number
        vocabulary = try CachedVocabulary.Writing(db)
    }

    mutating func append(_ key: [UInt8], _ rows: [UInt32]) throws {
        try vocabulary.append(key)
        var rest = rows[...]
        while !rest.isEmpty {
            let part = rest.prefix(block.room)
            block.append(key, part)
            rest = rest.dropFirst(part.count)
            if block.room == 0 { try flush() }
        }
    }

    mutating func end() throws {
        try flush()
        try vocabulary.flush()
    }

    private mutating func flush() throws {
        guard !block.rows.isEmpty else { return }
        try db.run(
            "INSERT INTO posting (number, first, last, rows, keys) VALUES (?, ?, ?, ?, ?)",
            [number, Data(block.first), Data(block.last), Data(block.rows), Data(block.keys)])
        number += 1
        block = PostingBlock()
    }
}
