import GRDB
import GRDBSQLite
import Synchronization
import Testing

@testable import SQLiteStore

/// Counts what a connection reads of its database and writes to it, whatever for, in pages of 4 KiB.
final class FileUses: Sendable {
    private static let counts = Mutex<[UInt: Int]>([:])
    /// Of SQLite's file.
    private let address: UInt

    var pages: Int { Self.counts.withLock { $0[address] ?? 0 } }

    /// From now on until the connection is closed.
    init(_ db: Database) throws {
        let file = try #require(DatabaseFile(db)?.file)
        address = UInt(bitPattern: file)
        let address = address
        Self.counts.withLock { $0[address] = 0 }
        // The store's own table of the file's methods, which SQLite calls.
        let table = try #require(CleanWriting.table(of: file))
        table.pointee.methods.xRead = { file, bytes, count, offset in
            FileUses.note(file, count)
            return CleanWriting.table(of: file)?.pointee.own.pointee.xRead(file, bytes, count, offset) ?? SQLITE_MISUSE
        }
        table.pointee.methods.xWrite = { file, bytes, count, offset in
            FileUses.note(file, count)
            return CleanWriting.write(file, bytes, count, offset)
        }
    }

    private static func note(_ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: Int32) {
        let address = UInt(bitPattern: file)
        counts.withLock { $0[address, default: 0] += (Int(bytes) + 4_095) / 4_096 }
    }
}
