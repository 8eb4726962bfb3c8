import GRDB
import Synchronization

/// Reads of a row or two, or of a page along an index, on the thread that asks.
///
/// They are done sooner than a queue of the pool would have got the question and given back the answer. What reads more goes to
/// the pool, for whoever else shares the thread waits for this (`Assets/docs/decisions/lookups.md`).
final class RowLookups: Sendable {
    private let open: @Sendable () throws -> DatabaseQueue
    /// Connections that nobody uses; `nil` when the store is closed.
    private let idle = Mutex<[DatabaseQueue]?>([])

    /// - Parameter open: makes a connection that only reads; there are as many as threads have asked at one time.
    init(open: @escaping @Sendable () throws -> DatabaseQueue) {
        self.open = open
    }

    /// In one transaction, and so of one state.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let free = try idle.withLock { idle in
            guard idle != nil else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "Connection is closed") }
            // The last one used has most of the pages at hand.
            return idle?.popLast()
        }
        let connection = try free ?? open()
        defer {
            let isClosed = idle.withLock { idle in
                idle?.append(connection)
                return idle == nil
            }
            if isClosed { try? connection.close() }
        }
        return try connection.read(body)
    }

    /// Nothing can be read any more.
    func close() {
        let connections = idle.withLock { idle in
            defer { idle = nil }
            return idle ?? []
        }
        for connection in connections { try? connection.close() }
    }
}
