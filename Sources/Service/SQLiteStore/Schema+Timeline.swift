/// The tables of what was, and of who is gone.
extension Schema {
    /// `kind` is ``EntryRow``'s number of it, `changes` that of ``CustomerEdit/init(column:)``. A note's receipt is in its own
    /// entry, and stays when the note is retracted. What is older than it is kept is found by its moment, once.
    ///
    /// `trash` has the columns of `customer` that make one: what gives that table a column gives it one, too.
    static let timelineTables = """
        CREATE TABLE timeline (
            id BLOB NOT NULL,
            number INTEGER NOT NULL,
            moment INTEGER NOT NULL,
            author TEXT,
            kind INTEGER NOT NULL,
            version INTEGER NOT NULL,
            changes TEXT,
            note TEXT,
            via TEXT,
            trimmed INTEGER NOT NULL,
            key TEXT,
            fingerprint TEXT,
            PRIMARY KEY (id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX timeline_key ON timeline (id, key) WHERE key IS NOT NULL;
        CREATE INDEX timeline_whole ON timeline (moment) WHERE trimmed = 0;
        CREATE TABLE trash (
            id BLOB PRIMARY KEY,
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
            deleted_at INTEGER NOT NULL,
            deleted_by TEXT,
            restorable_until INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trash_deleted ON trash (deleted_at, id);
        CREATE INDEX trash_restorable ON trash (restorable_until);
        ALTER TABLE tombstone ADD COLUMN restorable_until INTEGER;
        ALTER TABLE tombstone ADD COLUMN erased_at INTEGER;
        CREATE UNIQUE INDEX tombstone_erased ON tombstone (sequence, erased_at) WHERE erased_at IS NOT NULL;
        CREATE TABLE dismissal (
            first BLOB NOT NULL,
            second BLOB NOT NULL,
            PRIMARY KEY (first, second)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX dismissal_second ON dismissal (second);
        """
}
