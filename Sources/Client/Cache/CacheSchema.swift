import Domain
import GRDB
import SQLite

/// The tables. A file of another version is not converted but created again: everything in it can be fetched again.
enum CacheSchema {
    /// `CDca`: tells a cache from other programs' files and from the service's databases (`PRAGMA application_id`).
    private static let applicationID = 0x4344_6361
    /// Goes up with every change to the tables or to what their columns mean.
    private static let tablesVersion = 4
    /// Another one with every change to what customers are found by, and with every further field: a program that does not
    /// know a field keeps customers without it, under the version that has it on the server.
    private static let version = tablesVersion << 16 | SearchTokens.version << 8 | CustomerField.later.count

    static func create(in db: Database, origin: String) throws {
        try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        try db.execute(sql: tables)
        // Two files in one place have no editions in common.
        try db.execute(
            sql: "INSERT INTO state (origin, edition) VALUES (?, ?)",
            arguments: [OrderKey.bytes(origin), Int64.random(in: 1..<1 << 48)])
    }

    static func isOurs(_ db: Database) throws -> Bool {
        try db.applicationID() == applicationID
            && Int.fetchOne(db, sql: "PRAGMA user_version") == version
    }

    /// Where anything about customers is.
    static let tablesOfCustomers = [
        "customer", "fresh", "fresh_key", "posting", "place", "vocabulary", "dead", "free", "gone",
        "timeline",
    ]

    /// - `customer`: `seen_at` in microseconds since 1970; `pass` is the replica's pass that named it last.
    /// - `fresh`, `fresh_key`: the order and the search keys of those who came since the index was built.
    /// - `posting`, `place`: the index (``SearchIndex``); `vocabulary`: its words (``CachedVocabulary``); `dead`: rows it names that no longer exist.
    /// - `free`: rows that may be used again. `gone`: customers the server has just deleted, and the version that this made.
    /// - `timeline`: first pages of timelines that were read; `sum` is over the page. `state.erasures`: where those go on that
    ///   are known.
    private static let tables = """
        CREATE TABLE state (
            origin BLOB NOT NULL,
            edition INTEGER NOT NULL DEFAULT 0,
            built INTEGER NOT NULL DEFAULT 0,
            customers INTEGER NOT NULL DEFAULT 0,
            fresh INTEGER NOT NULL DEFAULT 0,
            dead INTEGER NOT NULL DEFAULT 0,
            highest_row INTEGER NOT NULL DEFAULT 0,
            phase INTEGER NOT NULL DEFAULT 0,
            pass INTEGER NOT NULL DEFAULT 0,
            cursor BLOB,
            followed_at INTEGER,
            erasures BLOB
        ) STRICT;
        CREATE TABLE customer (
            row INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            name_key BLOB NOT NULL,
            email_key BLOB NOT NULL,
            version INTEGER NOT NULL,
            seen_at INTEGER NOT NULL,
            pass INTEGER NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX customer_id ON customer (id);
        CREATE INDEX customer_email ON customer (email_key);
        CREATE INDEX customer_name ON customer (name_key, id);
        CREATE INDEX customer_seen ON customer (seen_at);
        CREATE TABLE fresh (
            name_key BLOB NOT NULL,
            id BLOB NOT NULL,
            row INTEGER NOT NULL,
            PRIMARY KEY (name_key, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE fresh_key (
            key BLOB NOT NULL,
            row INTEGER NOT NULL,
            PRIMARY KEY (key, row)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE posting (
            number INTEGER PRIMARY KEY,
            first BLOB NOT NULL,
            last BLOB NOT NULL,
            rows BLOB NOT NULL,
            keys BLOB NOT NULL
        ) STRICT;
        CREATE INDEX posting_first ON posting (first);
        CREATE TABLE place (chunk INTEGER PRIMARY KEY, places BLOB NOT NULL) STRICT;
        CREATE TABLE vocabulary (number INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;
        CREATE TABLE dead (row INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE free (row INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE gone (id BLOB PRIMARY KEY, gone_at INTEGER NOT NULL, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE INDEX gone_at ON gone (gone_at);
        CREATE TABLE timeline (
            id BLOB PRIMARY KEY,
            seen_at INTEGER NOT NULL,
            tag BLOB NOT NULL,
            page BLOB NOT NULL,
            sum INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX timeline_seen ON timeline (seen_at);
        """
}
