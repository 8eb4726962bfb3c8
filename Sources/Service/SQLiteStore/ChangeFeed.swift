import CustomerAPI
import Domain
import FoundationEssentials
import GRDB
import SQLite
import Wire

extension FeedEpoch {
    /// The one of the file.
    init(in db: Database) throws {
        let epoch = try Row.fetchOne(db, sql: "SELECT epoch FROM feed").flatMap { row in
            try row.withUnsafeData(atIndex: 0) { $0.flatMap { FeedEpoch(bytes: $0) } }
        }
        guard let epoch else { throw StoreFailure.failed(detail: "The database has no epoch.") }
        self = epoch
    }

    func insert(in db: Database) throws {
        try db.execute(sql: "INSERT INTO feed (epoch) VALUES (?)", arguments: [bytes])
    }
}

/// A page of what changed, in the order of the commits.
///
/// Writes are committed one after the other and each takes the next number, so that a reader who has seen a number has
/// seen all before it.
struct ChangeFeed: Sendable {
    let epoch: FeedEpoch
    let start: Position?
    let limit: Int

    /// Behind a change.
    struct Position: Sendable {
        let epoch: FeedEpoch
        let sequence: Int64

        private static let kind = UInt8(ascii: "c")

        init(_ epoch: FeedEpoch, _ sequence: Int64) {
            self.epoch = epoch
            self.sequence = sequence
        }

        init(_ position: StorePosition) throws(StoreFailure) {
            var reader = try ByteReader(position, kind: Self.kind)
            guard let epoch: FeedEpoch = reader.identifier(),
                let sequence = reader.integer(), sequence >= 0, reader.isAtEnd
            else { throw .badPosition }
            self.epoch = epoch
            self.sequence = sequence
        }

        var storePosition: StorePosition {
            StorePosition([Self.kind] + epoch.bytes + sequence.bigEndianBytes)
        }
    }

    func changes(in db: Database) throws -> StoreFeed<Change> {
        let begin = try begin(in: db)
        return page(
            try living(after: begin.sequence, in: db) + deleted(after: begin.sequence, in: db), after: begin)
    }

    /// Where to begin, if this file has been there.
    func begin(in db: Database) throws -> Position {
        let begin = start ?? Position(epoch, 0)
        guard try begin.epoch == epoch && begin.sequence <= Self.lastSequence(in: db) else {
            throw StoreFailure.positionExpired
        }
        return begin
    }

    /// The first of what was found, in order.
    func page<Value>(_ found: [Entry<Value>], after begin: Position) -> StoreFeed<Value> {
        let page = found.sorted { $0.sequence < $1.sequence }.prefix(limit)
        let end = Position(epoch, page.last?.sequence ?? begin.sequence)
        return StoreFeed(
            elements: page.map(\.value), position: end.storePosition, more: found.count > page.count)
    }

    /// The number of the last change; 0 before the first. A record keeps that of its own last one.
    static func lastSequence(in db: Database) throws -> Int64 {
        let sql = """
            SELECT max(
                (SELECT ifnull(max(sequence), 0) FROM customer),
                (SELECT ifnull(max(sequence), 0) FROM tombstone))
            """
        return try db.row(sql)?[0] ?? 0
    }

    typealias Entry<Value> = (sequence: Int64, value: Value)

    /// One more than the page, which tells whether there are more.
    private func living(after sequence: Int64, in db: Database) throws -> [Entry<Change>] {
        let sql = """
            SELECT \(CustomerRow.columns), sequence FROM customer WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try entries(sql, sequence, in: db) { row in
            (row[CustomerRow.columnCount], .changed(try CustomerRow.customer(row)))
        }
    }

    private func deleted(after sequence: Int64, in db: Database) throws -> [Entry<Change>] {
        let sql = """
            SELECT \(RecordRow.tombstoneColumns), sequence FROM tombstone WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try entries(sql, sequence, in: db) { row in
            (row[RecordRow.tombstoneColumnCount], .deleted(try RecordRow.tombstone(row)))
        }
    }

    func entries<Value>(
        _ sql: String, _ sequence: Int64, in db: Database, _ entry: (Row) throws -> Entry<Value>
    ) throws -> [Entry<Value>] {
        var entries: [Entry<Value>] = []
        let rows = try db.rows(sql, [sequence, limit + 1])
        while let row = try rows.next() { entries.append(try entry(row)) }
        return entries
    }
}
