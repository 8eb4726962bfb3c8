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
            try StoreAccess.judge(database: path)
            let opened: OpenStore
            do throws(SQLiteStoreOpenFailure) {
                opened = try .opened(path: path)
            } catch {
                throw StartFailure(error.reason.exitStatus, error.description)
            }
            do throws(StartFailure) {
                // What was judged might have been replaced before it was opened.
                try StoreAccess.judge(database: path)
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
    fileprivate static func opened(path: String) throws(SQLiteStoreOpenFailure) -> OpenStore {
        let lock = try StoreLock(database: path)
        do throws(SQLiteStoreOpenFailure) {
            let store = try SQLiteCustomerStore(path: path)
            if let migration = store.migration {
                StandardStream.error.say("customers-api: \(path): \(migration.words).")
            }
            if (try? store.keepErasureList()) == nil {
                StandardStream.error.say(
                    """
                    customers-api: the list of who was erased cannot be written beside \(path): a backup that is restored \
                    would bring them back. Let this user write the directory.
                    """)
            }
            return .sqlite(store, lock)
        } catch {
            lock.release()
            throw error
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
        case .isDirectory, .notADatabase, .foreign, .newerSchema: .configuration
        }
    }
}
