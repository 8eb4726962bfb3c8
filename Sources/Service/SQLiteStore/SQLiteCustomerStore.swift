package import CustomerAPI
package import Domain
import GRDB
package import Wire

/// Customers in one SQLite file, for the self-hosted server, demonstrations and tests.
///
/// Reads run side by side on their own snapshots (WAL), those of a row, or of a small page of the directory, on the thread
/// that asks (``RowLookups``). Writes run one after the other, those that come together in one transaction, which is on the
/// disk before any of them is answered. Every statement finds its rows through an index, and none looks at more of them than
/// its page or ``SearchScan/maximumExamined`` allows, but one, which reads all of the ``Vocabulary``.
package struct SQLiteCustomerStore: CustomerStore {
    let pool: DatabasePool
    let lookups: RowLookups
    let writes: GroupCommit
    /// Names this file's sequence of changes.
    let epoch: FeedEpoch
    private let key: CursorKey
    /// What opening changed in a file of an older version.
    package let migration: Migration?

    /// Opens the file, and creates it if missing, readable by its owner only.
    ///
    /// - Throws: why it cannot be used, in words for the operator.
    package init(path: String, options: Options = Options()) throws(SQLiteStoreOpenFailure) {
        try self.init(StoreFile(path: path, options: options))
    }

    init(_ file: StoreFile) throws(SQLiteStoreOpenFailure) {
        let opened = try file.isReadOnly ? file.openReadOnly() : file.open()
        (pool, lookups, epoch, key) = (opened.pool, opened.lookups, opened.epoch, opened.key)
        migration = opened.migration
        writes = GroupCommit(opened.pool)
        // A process that was killed may have been about to take something out of it.
        if opened.hadLog {
            writes.noteRemoval()
            writes.truncateLog()
        }
    }

    /// Where the file is.
    package var path: String { pool.path }

    /// The version of the tables that an open store has.
    package static let schemaVersion = Schema.current.steps.count

    /// Closes the file, so that all of it is in one place again; nothing can be read or written any more.
    ///
    /// The last connection folds the write-ahead log in and removes it (sqlite.org/wal.html), but only one that may
    /// write: the pool's last one may be a reader, so one more is opened. Should closing fail, nothing is lost, for the
    /// next opening takes the log up. Where the file has another name by now, or none, nothing is opened or made, and nothing is
    /// done to one that is only read.
    package func close() {
        let path = pool.path
        let hasMoved = pool.writeWithoutTransaction(\.hasMoved)
        lookups.close()
        try? pool.close()
        guard !hasMoved, !pool.configuration.readonly else { return }
        let last = try? DatabaseQueue(path: path, configuration: Configuration().overwriting)
        _ = try? last?.inDatabase { db in try db.checkpoint(.truncate) }
        try? last?.close()
    }

    /// How a store treats its file.
    package struct Options: Sendable {
        /// How long a write waits for another process that writes the same file, and a read for one that keeps it to itself.
        package var busyTimeoutSeconds: Double
        /// Is called with every statement as it runs, without its values.
        package var onStatement: (@Sendable (String) -> Void)?

        package init(busyTimeoutSeconds: Double = 5, onStatement: (@Sendable (String) -> Void)? = nil) {
            self.busyTimeoutSeconds = busyTimeoutSeconds
            self.onStatement = onStatement
        }
    }
}

// MARK: - Reading

extension SQLiteCustomerStore {
    package func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? {
        try await lookingUp { db in try RecordRow.fetch(id, in: db)?.record }
    }

    package func customer(emailKey: String) async throws(StoreFailure) -> Customer? {
        // No email holds NUL, where SQLite's text would end.
        guard !emailKey.utf8.contains(0) else { return nil }
        return try await lookingUp { db in try CustomerRow.fetch(emailKey: emailKey, in: db) }
    }

    package func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> {
        switch listing {
        case .directory(let sort):
            let directory = CustomerTables(
                sort: sort,
                start: try position.map { p throws(StoreFailure) in try CustomerTables.Position(p, in: sort) },
                limit: limit)
            let page = { @Sendable (db: Database) in try directory.page(in: db).page }
            return limit <= RowLookups.maximumRows ? try await lookingUp(page) : try await reading(page)
        case .search(let term):
            return try await searchPage(term, after: position, limit: limit).page
        case .filtered(let filter, let sort):
            return try await filteredPage(filter, sort, after: position, limit: limit).page
        }
    }

    package var orders: [ListQuery.Sort] { ListQuery.Sort.allCases }

    /// A page of what a filter finds, and how many rows were looked at for it.
    package func filteredPage(
        _ filter: CustomerFilter, _ sort: ListQuery.Sort, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> (page: StorePage<Customer>, examined: Int) {
        try await reading { db in
            try FilteredListing(filter: filter, sort: sort, position: position, limit: limit).page(in: db)
        }
    }

    /// A page of a search, and how many rows were looked at for it.
    package func searchPage(
        _ term: SearchTerm, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> (page: StorePage<Customer>, examined: Int) {
        let search = Search(term: term, start: try position.map(Search.Position.init), limit: limit)
        return try await reading { db in try search.page(in: db) }
    }

    package var findsSimilar: Bool { true }

    package var findsAddresses: Bool { true }

    package var findsManyWordsAtOnce: Bool { true }

    package func similar(to term: SimilarTerm, limit: Int) async throws(StoreFailure) -> [Customer] {
        try await reading { db in
            guard let search = try Vocabulary(db: db).search(like: term) else { return [] }
            return try Search(term: search, start: nil, limit: limit).page(in: db).page.elements
        }
    }

    package func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change> {
        let feed = ChangeFeed(epoch: epoch, start: try position.map(ChangeFeed.Position.init), limit: limit)
        return try await reading { db in try feed.changes(in: db) }
    }

    package func latestChange() async throws(StoreFailure) -> StorePosition {
        let epoch = epoch
        return try await lookingUp { db in
            ChangeFeed.Position(epoch, try ChangeFeed.lastSequence(in: db)).storePosition
        }
    }

    package func cursorKey() async throws(StoreFailure) -> CursorKey { key }

    /// Whether it has no customers and never had any.
    package func isEmpty() async throws(StoreFailure) -> Bool {
        try await lookingUp { db in try ChangeFeed.lastSequence(in: db) == 0 }
    }

    /// On this thread, or by the pool, which waits, where the file is not to be had at once.
    private func lookingUp<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(StoreFailure) -> Value {
        do {
            return try lookups.read(body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return try await reading(body)
        } catch {
            throw StoreFailure(reading: error)
        }
    }

    func reading<Value: Sendable>(
        _ body: @Sendable @escaping (Database) throws -> Value
    ) async throws(StoreFailure) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw StoreFailure(reading: error)
        }
    }
}

// MARK: - Writing

extension SQLiteCustomerStore {
    /// Has something done after each transaction of this process, the only one that writes the file.
    ///
    /// - Parameter body: is called on the writer's queue, and returns at once.
    package func whenCommitted(_ body: @escaping @Sendable () -> Void) {
        writes.whenCommitted(body)
    }

    package func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome {
        do {
            return try await writes.perform(write)
        } catch {
            throw StoreFailure(writing: error)
        }
    }
}
