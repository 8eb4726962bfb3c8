import Dispatch
import GRDB
import Synchronization

/// Reads of a row or two, or of a small page of the directory, on the thread that asks.
///
/// They are done sooner than a queue of the pool would have got the question and given back the answer. What reads more goes to
/// the pool, for all else that the thread has to do waits for this (`Assets/docs/decisions/lookups.md`).
final class RowLookups: Sendable {
    private let open: @Sendable () throws -> DatabaseQueue
    /// Connections that nobody uses; `nil` when the store is closed.
    private let idle = Mutex<[DatabaseQueue]?>([])
    /// Reads under way.
    private let reads = DispatchGroup()

    /// Rows of a page that is read here, at most: from a cold disk each may be a wait of its own.
    static let maximumRows = 100

    /// - Parameter open: makes a connection that only reads and waits for nobody; there are as many as threads have asked at one
    ///   time.
    init(open: @escaping @Sendable () throws -> DatabaseQueue) {
        self.open = open
    }

    /// In one transaction, and so of one state.
    ///
    /// - Throws: `SQLITE_BUSY`, too, while another process keeps the file to itself.
    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let free = try idle.withLock { idle in
            guard idle != nil else { throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "Connection is closed") }
            reads.enter()
            // The last one used has most of the pages at hand.
            return idle?.popLast()
        }
        defer { reads.leave() }
        let connection = try free ?? open()
        defer { idle.withLock { $0?.append(connection) } }
        return try connection.read(body)
    }

    /// Nothing can be read any more; returns when nothing is being read.
    func close() {
        let connections = idle.withLock { idle in
            defer { idle = nil }
            return idle ?? []
        }
        reads.wait()
        for connection in connections { try? connection.close() }
    }
}
