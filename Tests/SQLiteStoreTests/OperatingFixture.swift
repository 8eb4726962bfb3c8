import Domain
import Foundation
import GRDB

@testable import SQLiteStore

extension TemporaryDirectory {
    func file(_ name: String) -> String { path + "/" + name }

    /// What is in it, the database and its companions left out.
    var otherFiles: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
                !["", "-wal", "-shm"].contains { name == "customers.db" + $0 }
            }.sorted()
        }
    }

    /// Opens a database, lets `body` do with it whatever it wants, and closes it.
    func tamper(_ name: String = "customers.db", _ body: (Database) throws -> Void) throws {
        let queue = try DatabaseQueue(path: file(name))
        try queue.writeWithoutTransaction(body)
        try queue.close()
    }

    /// Cuts a file off, or writes over a part of it.
    func damage(_ name: String, at offset: UInt64, with bytes: Data? = nil) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: file(name)))
        if let bytes {
            try handle.seek(toOffset: offset)
            try handle.write(contentsOf: bytes)
        } else {
            try handle.truncate(atOffset: offset)
        }
        try handle.close()
    }

    /// Leaves what a killed process leaves of a database that it makes.
    func leaveUnfinished(_ name: String, _ text: String) throws {
        let path = file(name)
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }

    /// Copies a file as it is at this moment.
    func copy(_ name: String, to other: TemporaryDirectory) throws {
        try FileManager.default.copyItem(atPath: file(name), toPath: other.file(name))
    }

    func names(_ name: String) throws -> [String] {
        let queue = try DatabaseQueue(path: file(name))
        defer { try? queue.close() }
        return try queue.read { db in try String.fetchAll(db, sql: "SELECT name FROM customer ORDER BY name") }
    }
}

/// Why an operation failed; `nil` when it did not, or for another reason than such a one.
func failure<Value>(of operation: () throws -> Value) -> StoreOperationFailure? {
    do {
        _ = try operation()
        return nil
    } catch {
        return error as? StoreOperationFailure
    }
}

/// The reason of a failure that is about a database itself.
func reason<Value>(of operation: () throws -> Value) -> SQLiteStoreOpenFailure.Reason? {
    if case .database(let failure)? = failure(of: operation) { failure.reason } else { nil }
}

/// What a check finds, in one text; empty when all is well.
func faults<Value>(of operation: () throws -> Value) -> String {
    if case .faults(_, let faults)? = failure(of: operation) { faults.joined(separator: "; ") } else { "" }
}
