import Files
import GRDB
import SQLite
import SystemPackage

/// One thing that a server needs for its work, and what is wrong with it.
package struct ReadinessCheck: Hashable, Sendable {
    package let name: String
    /// For the operator's log, in SQLite's or the system's words; `nil` when all is well.
    package let fault: String?

    package init(_ name: String, fault: String? = nil) {
        (self.name, self.fault) = (name, fault)
    }
}

extension SQLiteCustomerStore {
    /// What has to be free on the disk.
    package static let leastFreeBytes = 64 << 20
    /// What the write-ahead log may grow to before something is wrong: a reader that never ends, most likely.
    package static let greatestLogBytes = 1 << 30

    /// Whether the store can be written and read just now, with a write that leaves nothing behind.
    package func readiness() async -> [ReadinessCheck] {
        [
            ReadinessCheck("write", fault: await writing()),
            ReadinessCheck("schema", fault: await schemaFault()),
            ReadinessCheck("disk", fault: Self.diskFault(StorePath(pool.path).directory)),
            ReadinessCheck("log", fault: Self.logFault(StoreStatistics.Files(database: pool.path).log)),
        ]
    }

    /// Where the list of who was erased is, once somebody was.
    package var erasureListPath: String { ErasureList.file(path) }

    /// Why the list of who was erased, all of which is read for it, cannot be relied on; `nil` for nothing.
    package func erasureListFault() -> String? {
        do throws(StoreOperationFailure) {
            _ = try ErasureList(besides: path)
            return nil
        } catch {
            if case .erasureList(_, let cause) = error { return cause }
            return error.description
        }
    }

    /// A row comes and goes in one transaction: its pages are written all the same, and waited for. In a file that has the name
    /// no more, that says nothing.
    private func writing() async -> String? {
        do {
            return try await pool.write { db in
                if db.hasMoved { return Database.movedText }
                try db.run("INSERT INTO feed (epoch) VALUES (zeroblob(16))")
                try db.run("DELETE FROM feed WHERE rowid = last_insert_rowid()")
                return nil
            }
        } catch {
            return (error as? DatabaseError)?.detail ?? String(reflecting: type(of: error))
        }
    }

    /// Whether another program has changed the tables since the start.
    private func schemaFault() async -> String? {
        do {
            let unknown = try await pool.read { db in try Schema.current.unknownSteps(db) }
            return unknown.isEmpty ? nil : "a newer version of this program has changed the tables: \(unknown)"
        } catch {
            return (error as? DatabaseError)?.detail ?? String(reflecting: type(of: error))
        }
    }

    static func diskFault(_ directory: String, least: Int = leastFreeBytes) -> String? {
        let free: Int
        do throws(Errno) {
            free = try DiskSpace.freeBytes(in: directory)
        } catch {
            return error.description
        }
        return free >= least ? nil : "\(free) bytes are free on the disk, and \(least) have to be"
    }

    static func logFault(_ bytes: Int, greatest: Int = greatestLogBytes) -> String? {
        bytes <= greatest ? nil : "the write-ahead log has \(bytes) bytes, and \(greatest) are expected at most"
    }
}
