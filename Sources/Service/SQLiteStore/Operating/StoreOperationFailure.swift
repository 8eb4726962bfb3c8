import GRDB

/// Why something could not be done with a database from outside of the server; what was there is as it was.
package enum StoreOperationFailure: Error, Hashable, Sendable {
    case database(SQLiteStoreOpenFailure)
    /// A file could not be written.
    case writing(String, SQLiteStoreOpenFailure.Reason)
    /// What is wrong in a database, which may be a backup.
    case faults(String, [String])
    /// Where a backup was to be written is something that is none.
    case occupied(String)
    /// Where a database is made, until it has its own name, is something that this program has not left there.
    case inTheWay(String)
    /// The backup to restore is the database to replace.
    case itself
    /// It has to be brought to this program's version first.
    case outdated(String)
    /// The list of who was erased is there and cannot be relied on.
    case erasureList(String, cause: String)
}

extension StoreOperationFailure {
    /// Opens a database as it is, changing nothing, and does something with it.
    ///
    /// - Parameter lock: its own, where the caller has it; then a log that a killed process has left stays one, too.
    static func reading<Value>(
        _ path: String, schema: Schema = .current, having lock: StoreLock? = nil,
        _ body: (StoreFile, DatabaseQueue) throws -> Value
    ) throws(StoreOperationFailure) -> Value {
        let file = StoreFile(path: path, schema: schema, isReadOnly: lock != nil)
        let place = StorePath(path)
        let hadLog = place.hasLogFile
        defer { if !hadLog || lock != nil { place.removeEmptyLog(having: lock) } }
        do {
            let queue = try file.openExisting()
            defer { try? queue.close() }
            return try body(file, queue)
        } catch let failure as StoreOperationFailure {
            throw failure
        } catch let failure as SQLiteStoreOpenFailure {
            throw .database(failure)
        } catch {
            throw .database(SQLiteStoreOpenFailure(path: path, reason: .init(error)))
        }
    }

    /// The same with a backup, of which one is not told to restore it from one.
    static func readingBackup<Value>(
        _ path: String, _ body: (StoreFile, DatabaseQueue) throws -> Value
    ) throws(StoreOperationFailure) -> Value {
        do throws(StoreOperationFailure) {
            return try reading(path, body)
        } catch {
            if error == .database(SQLiteStoreOpenFailure(path: path, reason: .damaged)) {
                throw .faults(path, ["it was cut off or damaged on its way"])
            }
            throw error
        }
    }

    /// Keeps servers away from a database.
    static func lock(_ path: String) throws(StoreOperationFailure) -> StoreLock {
        do throws(SQLiteStoreOpenFailure) {
            return try StoreLock(database: path)
        } catch {
            throw .database(error)
        }
    }

    /// Does what makes a file.
    static func writing<Value>(_ path: String, _ body: () throws -> Value) throws(StoreOperationFailure) -> Value {
        do {
            return try body()
        } catch let failure as StoreOperationFailure {
            throw failure
        } catch let failure as SQLiteStoreOpenFailure {
            throw .writing(path, failure.reason)
        } catch {
            throw .writing(path, .init(error))
        }
    }
}

extension StoreOperationFailure: CustomStringConvertible {
    /// The cause and the next step, in a sentence for the operator.
    package var description: String {
        switch self {
        case .database(let failure): failure.description
        case .writing(let path, let reason): "Cannot write \(path): \(Self.words(reason)) What was there is as it was."
        case .faults(let path, let faults):
            "\(path) is not sound: \(faults.joined(separator: "; ")). Use a backup that customers-api verify finds sound."
        case .occupied(let path):
            """
            \(path) is no place for a backup: it is there and is no database of customers, a server uses or has used it, \
            or it belongs to the database itself. Choose another path, or remove it first.
            """
        case .inTheWay(let path):
            """
            \(path) is in the way: a copy is made under that name, and this is none that was left unfinished there. Give it \
            another name, or remove it.
            """
        case .itself:
            """
            The backup is the database itself, or where something is kept or made beside it. Name a backup elsewhere, and the \
            database with --store sqlite:PATH.
            """
        case .outdated(let path):
            """
            The database \(path) is of an older version. Bring it to this one first: customers-api migrate --store \
            sqlite:\(path)
            """
        case .erasureList(let path, let cause):
            """
            The list of who was erased, \(path), cannot be used: \(cause). What a backup still has of them would come back: \
            put right what is wrong with it, or remove it if nobody was erased since the backup.
            """
        }
    }

    private static func words(_ reason: SQLiteStoreOpenFailure.Reason) -> String {
        switch reason {
        case .noSuchDirectory, .missing: "its directory does not exist. Create it, or choose another path."
        case .isDirectory: "it is a directory. Choose the path of a file in it."
        case .severalNames: "it has another name, by a hard link. Remove that name, or choose another path."
        case .noPermission: "permission denied. Let this user write its directory, or choose another."
        case .diskFull, .noRoomToMigrate: "the disk is full. Make room, or choose another disk."
        case .locked, .inUse: "another customers-api is writing it. Wait for that one."
        case .damaged, .notADatabase, .foreign, .newerSchema: "the disk did not keep what was written. Check the disk."
        case .other(let detail): "\(detail). Check the disk."
        }
    }
}
