import CustomerAPI
import Domain
import GRDB
import SQLite

/// The tables, and how a file of an older version gets them.
struct Schema {
    /// `CDsk`: tells our files from those of other programs (`PRAGMA application_id`).
    private static let applicationID = 0x4344_736B

    /// What makes tables of one version those of the next.
    struct Step: Sendable {
        /// Its number and what it brings; noted in the file for good.
        let name: String
        let body: @Sendable (Database) throws -> Void

        init(_ name: String, _ body: @escaping @Sendable (Database) throws -> Void) {
            (self.name, self.body) = (name, body)
        }
    }

    /// From an empty file on; a file's schema version is how many it has gone.
    let steps: [Step]

    /// What this program writes.
    static let current = Schema(steps: [
        Step("1 customers") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: tables)
            for index in firstIndexes { try db.execute(sql: index.definition) }
            try FeedEpoch.random().insert(in: db)
        },
        Step("2 company and tags, email optional") { db in
            try db.execute(sql: customersOfVersion2)
            for index in firstIndexes { try db.execute(sql: index.definition) }
        },
        // For version 2 of SearchTokens. It reads every column, so that it stays behind the steps that add some; the next
        // version gets a step of its own, and this one then does nothing.
        Step("3 search entries") { db in try SearchEntryBuild.rebuild(in: db) },
        // What builds the search entries again has to build these again, too.
        Step("4 words") { db in
            try db.execute(sql: Vocabulary.table)
            try Vocabulary(db: db).build()
        },
        Step("5 orders of moments") { db in
            for index in momentIndexes { try db.execute(sql: index.definition) }
        },
        Step("6 timelines and trash") { db in try db.execute(sql: timelineTables) },
        // Reads every column, too, and goes with step 3.
        Step("7 words of addresses") { db in try SearchEntryBuild.addFurther(in: db) },
    ])

    static func isOurs(_ db: Database) throws -> Bool {
        try db.applicationID() == applicationID
    }

    /// Identities are 16 bytes, moments microseconds since 1970, histories JSON.
    ///
    /// `sequence` is the place of the last change in the feed, from 1, in the order of the commits. This is what the first step
    /// makes, whatever the later ones have made of it.
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
        \(SearchEntryBuild.table)
        CREATE TABLE feed (epoch BLOB NOT NULL) STRICT;
        """

    /// Who has no email has no key of one: SQLite lets a unique index have any number of NULLs. An empty email was none before,
    /// as a copy from DynamoDB left it. Tags are one text (Domain's lists of words). Rows keep their numbers, which the search
    /// entries name.
    private static let customersOfVersion2 = """
        CREATE TABLE customer_2 (
            row INTEGER PRIMARY KEY,
            id BLOB NOT NULL,
            name TEXT NOT NULL,
            email TEXT,
            phone TEXT,
            address TEXT,
            company TEXT,
            tags TEXT,
            registered_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            updated_by TEXT,
            history TEXT,
            sequence INTEGER NOT NULL,
            name_fold TEXT NOT NULL,
            email_key TEXT
        ) STRICT;
        INSERT INTO customer_2
            SELECT row, id, name, nullif(email, ''), phone, address, NULL, NULL, registered_at, created_at, updated_at,
                version, updated_by, history, sequence, name_fold, nullif(email_key, '')
            FROM customer ORDER BY row;
        DROP TABLE customer;
        ALTER TABLE customer_2 RENAME TO customer;
        """

    /// An index of `customer`, which a load into an empty store builds last.
    struct Index {
        let name: String
        let definition: String
    }

    static let indexes = firstIndexes + momentIndexes

    /// For the orders of the last change and the registration, and for filters by them.
    private static let momentIndexes = FilterMoment.allCases.map { moment in
        Index(
            name: "customer_\(moment.rawValue)",
            definition: "CREATE INDEX customer_\(moment.rawValue) ON customer (\(moment.column), id)")
    }

    private static let firstIndexes = [
        Index(name: "customer_id", definition: "CREATE UNIQUE INDEX customer_id ON customer (id)"),
        Index(name: "customer_email", definition: "CREATE UNIQUE INDEX customer_email ON customer (email_key)"),
        Index(name: "customer_name", definition: "CREATE INDEX customer_name ON customer (name_fold, id)"),
        Index(name: "customer_sequence", definition: "CREATE UNIQUE INDEX customer_sequence ON customer (sequence)"),
    ]
}

extension FilterMoment {
    /// In `customer`, in microseconds since 1970.
    var column: String {
        switch self {
        case .changed: "updated_at"
        case .registered: "registered_at"
        }
    }
}
