import CustomerAPI
import GRDB
import GRDBSQLite

/// The file of a database as SQLite has it open itself: to open and close it once more would take SQLite's locks away
/// (fcntl(2)).
struct DatabaseFile {
    let file: UnsafeMutablePointer<sqlite3_file>
    private let methods: sqlite3_io_methods

    /// In a file of fewer pages only those of rows and indexes begin with a kind of page: others with the number of a page,
    /// whose highest byte is 0. Half of that, so that it may grow.
    private static let maximumPages: Int64 = 1 << 23
    /// In the header of the database (sqlite.org/fileformat.html#the_database_header): 0 where pages are of no other kinds.
    static let largestRoot = 52..<56

    /// - Parameter methods: those of the file.
    init(_ file: UnsafeMutablePointer<sqlite3_file>, _ methods: sqlite3_io_methods) {
        (self.file, self.methods) = (file, methods)
    }

    /// `nil` for a database that is in no file.
    init?(_ db: Database) {
        var file: UnsafeMutablePointer<sqlite3_file>?
        sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard let file, let methods = file.pointee.pMethods?.pointee else { return nil }
        self.init(file, methods)
    }

    func size() throws -> Int64 {
        var size: sqlite3_int64 = 0
        try check(methods.xFileSize?(file, &size))
        return size
    }

    /// What is behind the end of the file is 0.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int64) throws {
        let code = methods.xRead?(file, bytes.baseAddress, Int32(bytes.count), offset)
        // SQLite has filled up the rest (sqlite.org/c3ref/io_methods.html).
        if code != ResultCode.SQLITE_IOERR_SHORT_READ.rawValue { try check(code) }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        try check(methods.xWrite?(file, bytes.baseAddress, Int32(bytes.count), offset))
    }

    func sync() throws { try check(methods.xSync?(file, SQLITE_SYNC_NORMAL)) }

    /// Whether ``PageRemnant`` takes no other page for one with cells.
    ///
    /// - Parameter header: the beginning of the file, where that is known.
    func hasOnlyKnownPages(of size: Int, header: UnsafeRawBufferPointer? = nil) throws -> Bool {
        guard try self.size() / Int64(size) < Self.maximumPages else { return false }
        if let header { return header[Self.largestRoot].allSatisfy { $0 == 0 } }
        return try withUnsafeTemporaryAllocation(byteCount: Self.largestRoot.count, alignment: 1) { root in
            try read(into: root, at: Int64(Self.largestRoot.lowerBound))
            return root.allSatisfy { $0 == 0 }
        }
    }

    private func check(_ code: Int32?) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code ?? SQLITE_MISUSE)) }
    }
}

extension Database {
    /// Whether the file that is open has not the name any more that it was opened by: it was moved or removed, or another one has
    /// the name (SQLITE_FCNTL_HAS_MOVED). One stat(2).
    var hasMoved: Bool {
        // A closed one has no file.
        guard sqliteConnection != nil else { return false }
        var moved: CInt = 0
        let code = sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
        return code == SQLITE_OK && moved != 0
    }

    /// What is written into a file that nobody finds again is lost.
    func refuseMoved() throws(StoreFailure) {
        if hasMoved { throw .unavailable(detail: Self.movedText, retryAfterSeconds: 30) }
    }

    static let movedText =
        "The database's file is gone, or another one has its name: stop the server, put the file back, and start it again."
}
