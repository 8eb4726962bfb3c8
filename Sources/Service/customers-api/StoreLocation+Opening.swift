import Domain
import SQLiteStore
import StandardStreams

extension StoreLocation {
    /// Opens the store; a missing file of SQLite is created, a missing table of DynamoDB is not.
    ///
    /// - Parameters:
    ///   - timelineDays: how long a table keeps the values in timelines, which removes them when it is written to; those of a
    ///     database are removed by ``StoreUpkeep``.
    ///   - environment: holds the settings of AWS.
    func open(timelineDays: Int?, environment: [String: String]) async throws(StartFailure) -> OpenStore {
        switch self {
        case .dynamoDB(let table):
            return try await .opened(table: table, timelineDays: timelineDays, environment: environment)
        case .sqlite(let path):
            guard !TransferDatabase.isUnfinished(path) else {
                throw StartFailure(.configuration, "\(self) is an unfinished copy: run customers-api copy again first.")
            }
            try StoreAccess.check(database: path)
            let opened = try OpenStore.opened(path: path)
            do throws(StartFailure) {
                // What was checked might have been replaced before it was opened.
                try StoreAccess.check(database: path)
            } catch {
                await opened.close()
                throw error
            }
            return opened
        }
    }
}

extension OpenStore {
    /// A database that no other server has, nor will have until this one is closed.
    fileprivate static func opened(path: String) throws(StartFailure) -> OpenStore {
        let lock = try failing { () throws(SQLiteStoreOpenFailure) in try StoreLock(database: path) }
        do throws(StartFailure) {
            let store = try failing { () throws(SQLiteStoreOpenFailure) in try SQLiteCustomerStore(path: path) }
            if let migration = store.migration {
                StandardStream.error.say("customers-api: \(path): \(migration.words).")
            }
            do throws(StartFailure) {
                try keepErasureList(of: store)
            } catch {
                store.close()
                throw error
            }
            return .sqlite(store, lock)
        } catch {
            lock.release()
            throw error
        }
    }

    private static func failing<Value>(
        _ body: () throws(SQLiteStoreOpenFailure) -> Value
    ) throws(StartFailure) -> Value {
        do throws(SQLiteStoreOpenFailure) {
            return try body()
        } catch {
            throw StartFailure(error.reason.exitStatus, error.description)
        }
    }

    /// A list that cannot be read may name those whom the database does not know: nobody writes over it.
    private static func keepErasureList(of store: SQLiteCustomerStore) throws(StartFailure) {
        do throws(StoreOperationFailure) {
            try store.keepErasureList()
        } catch {
            if case .erasureList = error { throw StartFailure(.configuration, error.description) }
            StandardStream.error.say(
                """
                customers-api: the list of who was erased cannot be written beside \(store.path): a backup that is restored \
                would bring them back. Let this user write the directory.
                """)
        }
    }
}

extension SQLiteStoreOpenFailure.Reason {
    var exitStatus: ExitStatus {
        switch self {
        case .noSuchDirectory, .missing: .notFound
        case .noPermission: .notPermitted
        case .locked, .inUse: .unavailable
        case .diskFull, .noRoomToMigrate, .damaged, .other: .inputOutput
        case .isDirectory, .severalNames, .notADatabase, .foreign, .newerSchema: .configuration
        }
    }
}
