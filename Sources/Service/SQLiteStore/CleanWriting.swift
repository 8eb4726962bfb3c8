import GRDB
import GRDBSQLite

/// Has a connection write no page with what that holds of rows that are not there any more (``PageRemnant``), be it into the
/// database or from the write-ahead log into it.
///
/// So a file that nobody else has written never holds any of it, however large it is, and nobody has to look for it after an
/// erasure.
///
/// As a VFS shim does (sqlite.org/vfs.html#shims): SQLite gets the methods of its own file, but for the one that writes. They
/// are gone with the file, which SQLite closes by one of them.
struct CleanWriting {
    var methods: sqlite3_io_methods
    let own: UnsafePointer<sqlite3_io_methods>

    /// From now on until the connection is closed.
    static func begin(_ db: Database) {
        guard let file = DatabaseFile(db)?.file, let own = file.pointee.pMethods else { return }
        var methods = own.pointee
        methods.xWrite = { file, bytes, count, offset in CleanWriting.write(file, bytes, count, offset) }
        methods.xClose = { file in CleanWriting.close(file) }
        let table = UnsafeMutablePointer<CleanWriting>.allocate(capacity: 1)
        table.initialize(to: CleanWriting(methods: methods, own: own))
        // The methods come first in it.
        file.pointee.pMethods = UnsafeRawPointer(table).assumingMemoryBound(to: sqlite3_io_methods.self)
    }

    static func table(of file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<CleanWriting>? {
        UnsafeMutableRawPointer(mutating: file?.pointee.pMethods)?.assumingMemoryBound(to: CleanWriting.self)
    }

    static func write(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: Int64
    ) -> Int32 {
        guard let file, let bytes, let own = table(of: file)?.pointee.own.pointee, let write = own.xWrite else {
            return SQLITE_MISUSE
        }
        let page = UnsafeRawBufferPointer(start: bytes, count: Int(count))
        guard let remnant = remnant(in: page, at: offset, of: DatabaseFile(file, own)) else {
            return write(file, bytes, count, offset)
        }
        return withUnsafeTemporaryAllocation(byteCount: page.count, alignment: 1) { clean in
            clean.copyMemory(from: page)
            UnsafeMutableRawBufferPointer(rebasing: clean[remnant]).initializeMemory(as: UInt8.self, repeating: 0)
            return write(file, clean.baseAddress, count, offset)
        }
    }

    /// `nil`, too, where what is written is no page, or may be one of a kind that is not known.
    private static func remnant(
        in page: UnsafeRawBufferPointer, at offset: Int64, of file: DatabaseFile
    ) -> Range<Int>? {
        guard page.count.nonzeroBitCount == 1, offset.isMultiple(of: Int64(page.count)),
            let remnant = PageRemnant.range(in: page, isFirst: offset == 0),
            (try? file.hasOnlyKnownPages(of: page.count, header: offset == 0 ? page : nil)) == true
        else { return nil }
        return remnant
    }

    private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        guard let table = table(of: file) else { return SQLITE_MISUSE }
        defer { table.deallocate() }
        return table.pointee.own.pointee.xClose(file)
    }
}

extension Database {
    /// From now on what is deleted is overwritten, and what is moved is not kept where it was.
    func overwriteWhatGoes() throws {
        try execute(sql: "PRAGMA secure_delete = ON")
        CleanWriting.begin(self)
    }
}

extension Configuration {
    /// This configuration, for connections that write customers.
    var overwriting: Configuration {
        var configuration = self
        configuration.prepareDatabase { db in try db.overwriteWhatGoes() }
        return configuration
    }
}
