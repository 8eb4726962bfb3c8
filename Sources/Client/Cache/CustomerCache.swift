package import Domain
import Files
import GRDB
import Synchronization

/// The customers that this client has seen, or all of them when it follows the change feed.
///
/// Nothing in it counts against what the server says, and nothing is lost with it: a file that is damaged, of another
/// version or of another API is created again. Only what the server has said is in it, no edit that is still to be sent.
///
/// Reading takes some milliseconds and blocks the calling thread for them. Several processes of one user may use a file
/// at once.
package final class CustomerCache: Sendable {
    let options: Options
    let now: @Sendable () -> Timestamp
    let location: CacheLocation
    private let origin: String
    let connection: Mutex<CacheConnection>
    private let replaced: Mutex<Replacement?>
    let memory = Mutex(SearchMemory())

    /// Opens the cache of one API, and creates it if missing.
    ///
    /// - Parameter origin: the API's address, to which everything in the cache belongs.
    /// - Throws: why there can be no cache at this place; one in memory is always possible.
    package init(
        at location: CacheLocation, origin: String, options: Options = Options(),
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) throws(CacheFailure) {
        self.location = location
        self.origin = origin
        self.options = options
        self.now = now
        let connection = try CacheConnection.open(location, origin: origin, options: options)
        replaced = Mutex(connection.replaced)
        self.connection = Mutex(connection)
    }

    /// How much is kept, and for how long.
    package struct Options: Sendable {
        /// Customers at most; those seen longest ago go first. A replica has no such limit.
        package var capacity = 50_000
        /// How long a customer is kept after it was seen last.
        package var expirySeconds: Int64 = 7 * 86_400
        /// How long a write waits for another process that writes the same file.
        package var busyTimeoutSeconds = 5.0
        /// Is called with every statement as it runs, without its values.
        package var onStatement: (@Sendable (String) -> Void)?
        /// How many customers may have come or gone before the index is built again.
        var indexDelay = 8_192

        /// The standard ones.
        package init() {}

        /// Customers seen before this are too old at `now`.
        func cutoff(at now: Timestamp) -> Int64 {
            now.advanced(bySeconds: -expirySeconds).microseconds
        }
    }

    /// Why a file was created again.
    package enum Replacement: Hashable, Sendable {
        case damaged
        /// Another version of this program wrote it, or another program.
        case otherVersion
        case otherOrigin
    }

    /// Why the file was created again since this was asked last; `nil` when it was not.
    package func takeReplacement() -> Replacement? {
        replaced.withLock { reason in
            defer { reason = nil }
            return reason
        }
    }

    /// Closes the file, so that all of it is in one place; nothing can be read or written any more.
    package func close() {
        connection.withLock { connection in
            connection.foldLog()
            try? connection.writer.close()
        }
    }

    /// Writes the log into the file and cuts it off, as far as other processes let it.
    func foldLog() {
        connection.withLock { $0.foldLog() }
    }

    /// Gives back the room of what was removed, as far as other processes let it.
    func shrink() {
        connection.withLock { connection in
            try? connection.writer.vacuum()
            connection.foldLog()
        }
    }
}

// MARK: - Transactions

extension CustomerCache {
    /// Performs `body` on one state of the cache.
    func reading<Value>(_ body: (Database) throws -> Value) throws(CacheFailure) -> Value {
        let current = try current()
        do {
            return try current.writer.read(body)
        } catch {
            throw failure(error, of: current)
        }
    }

    /// Performs `body` in a transaction that happens as a whole or not at all.
    func writing<Value: Sendable>(
        _ body: @Sendable @escaping (inout CacheWriter) throws -> Value
    ) async throws(CacheFailure) -> Value {
        let current = try current()
        do {
            return try await current.writer.write { db in
                var writer = try CacheWriter(db)
                let value = try body(&writer)
                try writer.close()
                return value
            }
        } catch {
            throw failure(error, of: current)
        }
    }

    /// The open file, or the one that another process has put in its place.
    private func current() throws(CacheFailure) -> CacheConnection {
        guard case .file(let path) = location else { return connection.withLock { $0 } }
        let identity = CacheFile(path: path).identity
        return try connection.withLock { (connection) throws(CacheFailure) in
            if connection.identity != identity { try reopen(&connection) }
            return connection
        }
    }

    private func failure(_ error: any Error, of used: CacheConnection) -> CacheFailure {
        let failure = CacheFailure(error)
        guard failure == .damaged, case .file(let path) = location else { return failure }
        do throws(CacheFailure) {
            try connection.withLock { (connection) throws(CacheFailure) in
                // Somebody else may have replaced it already.
                guard connection.identity == used.identity else { return }
                let file = CacheFile(path: path)
                try file.alone { () throws(CacheFailure) in
                    if file.identity == used.identity { file.remove() }
                }
                try reopen(&connection)
                replaced.withLock { $0 = .damaged }
            }
        } catch {
            return error
        }
        return failure
    }

    private func reopen(_ connection: inout CacheConnection) throws(CacheFailure) {
        let old = connection
        connection = try CacheConnection.open(location, origin: origin, options: options)
        memory.withLock { $0 = SearchMemory() }
        if let reason = connection.replaced { replaced.withLock { $0 = reason } }
        try? old.writer.close()
    }
}
