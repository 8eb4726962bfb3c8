import CustomerAPI
import Domain
import GRDB
import SQLite

/// A page of who was erased, in the order of the commits: an erasure is the last change of its record.
struct ErasureFeed {
    let epoch: FeedEpoch
    let start: Position?
    let limit: Int

    /// Behind an erasure.
    struct Position {
        let epoch: FeedEpoch
        let sequence: Int64

        private static let kind = UInt8(ascii: "e")

        init(_ epoch: FeedEpoch, _ sequence: Int64) {
            (self.epoch, self.sequence) = (epoch, sequence)
        }

        init(_ position: StorePosition) throws(StoreFailure) {
            var reader = try ByteReader(position, kind: Self.kind)
            guard let epoch: FeedEpoch = reader.identifier(), let sequence = reader.integer(),
                sequence >= 0, reader.isAtEnd
            else { throw .badPosition }
            (self.epoch, self.sequence) = (epoch, sequence)
        }

        var storePosition: StorePosition {
            StorePosition([Self.kind] + epoch.bytes + sequence.bigEndianBytes)
        }
    }

    func page(in db: Database) throws -> StoreFeed<Erasure> {
        let begin = start ?? Position(epoch, 0)
        guard try begin.epoch == epoch && begin.sequence <= ChangeFeed.lastSequence(in: db) else {
            throw StoreFailure.positionExpired
        }
        var (erasures, end): ([Erasure], Int64) = ([], begin.sequence)
        // Among all tombstones, which may be many, and of whom few were erased.
        let rows = try db.rows(
            """
            SELECT id, erased_at, sequence FROM tombstone INDEXED BY tombstone_erased
            WHERE erased_at IS NOT NULL AND sequence > ? ORDER BY sequence LIMIT ?
            """, [begin.sequence, limit + 1])
        var more = false
        while let row = try rows.next() {
            more = erasures.count == limit
            guard !more else { break }
            erasures.append(Erasure(try RecordRow.id(row), at: try RecordRow.moment(row[1])))
            end = row[2]
        }
        return StoreFeed(elements: erasures, position: Position(epoch, end).storePosition, more: more)
    }
}
