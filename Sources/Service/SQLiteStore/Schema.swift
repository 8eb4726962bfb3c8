import CustomerAPI
import Domain
import GRDB
import SQLite

/// The tables, and how a file of an older version gets them.
struct Schema {
    /// `CDsk`: tells our files from those of other programs (`PRAGMA application_id`).
    private static let applicationID = 0x4344_736B

    /// The steps from an empty file; a file's schema version is how many it has gone.
    let migrator: DatabaseMigrator

    /// What this program writes.
    static let current = Schema(migrator: steps)

    private static let steps = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 customers") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: tables)
            for index in indexes { try db.execute(sql: index.definition) }
            try FeedEpoch.random().insert(in: db)
        }
        return migrator
    }()

    static func isOurs(_ db: Database) throws -> Bool {
        try db.applicationID() == applicationID
    }

    /// Identities are 16 bytes, moments microseconds since 1970, histories JSON.
    ///
    /// `sequence` is the place of the last change in the feed, from 1, in the order of the commits.
    private static let tables = """
        CREATE TABLE customer (
            row INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            name TEXT NOT NULL,
            email TEXT NOT NULL,
            phone TEXT,
            address TEXT,
            registered_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            updated_by TEXT,
            history TEXT,
            sequence INTEGER NOT NULL,
            name_fold TEXT NOT NULL,
            email_key TEXT NOT NULL
        ) STRICT;
        CREATE TABLE tombstone (
            id BLOB PRIMARY KEY,
            deleted_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            history TEXT,
            sequence INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX tombstone_sequence ON tombstone (sequence);
        CREATE TABLE search_entry (
            text BLOB NOT NULL,
            customer INTEGER NOT NULL,
            PRIMARY KEY (text, customer)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE feed (epoch BLOB NOT NULL) STRICT;
        """

    /// An index of `customer`, which a load into an empty store builds last.
    struct Index {
        let name: String
        let definition: String
    }

    static let indexes = [
        Index(name: "customer_id", definition: "CREATE UNIQUE INDEX customer_id ON customer (id)"),
        Index(name: "customer_email", definition: "CREATE UNIQUE INDEX customer_email ON customer (email_key)"),
        Index(name: "customer_name", definition: "CREATE INDEX customer_name ON customer (name_fold, id)"),
        Index(name: "customer_sequence", definition: "CREATE UNIQUE INDEX customer_sequence ON customer (sequence)"),
    ]
}
