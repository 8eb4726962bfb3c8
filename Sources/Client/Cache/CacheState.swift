import Domain
import FoundationEssentials
import GRDB
import SQLite

/// The one row of the table `state`: what is known of the cache as a whole.
struct CacheState: Sendable {
    /// Goes up with every change of what can be found.
    var edition: Int
    /// The edition in which the index was built last.
    var built: Int
    var customers: Int
    /// Rows that the index does not know yet.
    var fresh: Int
    /// Rows of the index that no longer exist.
    var dead: Int
    /// No row is above it.
    var highestRow: Int
    var phase: Phase
    /// The number of the replica's passes through the whole directory.
    var pass: Int
    var cursor: String?
    var followedAt: Timestamp?
    /// Where the erasures go on that are known; `nil` at their beginning.
    var erasures: String?

    /// What the change feed is to the cache.
    enum Phase: Int, Sendable {
        /// The cache holds what was seen, and no more than its capacity.
        case none
        /// A pass through the whole directory is under way.
        case filling
        /// Everybody is here.
        case complete
    }

    /// Empty, after an edition that was not.
    static func empty(after state: CacheState) -> CacheState {
        CacheState(
            edition: state.edition, built: state.edition, customers: 0, fresh: 0, dead: 0, highestRow: 0, phase: .none,
            pass: state.pass, cursor: nil, followedAt: nil, erasures: state.erasures)
    }

    static func fetch(in db: Database) throws -> CacheState {
        let sql = """
            SELECT edition, built, customers, fresh, dead, highest_row, phase, pass, cursor, followed_at, erasures
            FROM state
            """
        guard let row = try db.row(sql), let phase = Phase(rawValue: row[6]), let highest = row[5] as Int?,
            (0...Int(UInt32.max) - 1).contains(highest)
        else { throw Damage("the state") }
        let counts = [0, 1, 2, 3, 4, 7].map { row[$0] as Int }
        let followedAt = (row[9] as Int64?).map { Timestamp(checked: $0) }
        let cursor: Data? = row[8]
        guard counts.allSatisfy((0...maximumCount).contains), followedAt != .some(nil) else {
            throw Damage("the state")
        }
        return CacheState(
            edition: row[0], built: row[1], customers: row[2], fresh: row[3], dead: row[4], highestRow: highest,
            phase: phase, pass: row[7], cursor: cursor.map { String(decoding: $0, as: UTF8.self) },
            followedAt: followedAt ?? nil,
            erasures: (row[10] as Data?).map { String(decoding: $0, as: UTF8.self) })
    }

    /// Of whatever is counted: more than is ever reached one by one.
    private static let maximumCount = 1 << 53

    func save(in db: Database) throws {
        try db.run(
            """
            UPDATE state SET edition = ?, built = ?, customers = ?, fresh = ?, dead = ?, highest_row = ?, phase = ?,
                pass = ?, cursor = ?, followed_at = ?, erasures = ?
            """,
            [
                edition, built, customers, fresh, dead, highestRow, phase.rawValue, pass,
                cursor.map { Data($0.utf8) }, followedAt?.microseconds, erasures.map { Data($0.utf8) },
            ])
    }
}
