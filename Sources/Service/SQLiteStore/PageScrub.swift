import GRDB
import GRDBSQLite

/// Overwrites what pages of a database still hold of rows that are not there any more.
///
/// SQLite overwrites what it deletes (`PRAGMA secure_delete`), and leaves behind what it moves from one page to another: that
/// stands between a page's list of cells and the cells themselves until something else is put there
/// (sqlite.org/fileformat.html#b_tree_pages). These bytes have no meaning for SQLite, so they can be overwritten while others
/// read. The whole file is looked through, and written only where something is found.
enum PageScrub {
    /// Pages read at once.
    private static let pagesAtOnce = 256
    /// In a file of fewer pages only pages of rows and indexes begin with a kind of page: others with the number of a page, whose
    /// highest byte is 0.
    private static let maximumPages = 1 << 24

    /// On the writer's connection, outside a transaction, when the log is empty.
    static func run(in db: Database) throws {
        // Pages that are kept in memory would be written with what they hold.
        db.releaseMemory()
        try db.inTransaction(.immediate) {
            guard let file = try DatabaseFile(db), file.pageCount < maximumPages else { return .commit }
            try file.overwriteGaps(pagesAtOnce: pagesAtOnce)
            return .commit
        }
    }
}

/// The file as SQLite has it open itself: to open and close it once more would take SQLite's locks away (fcntl(2)).
private struct DatabaseFile {
    let pageCount: Int
    private let pageSize: Int
    private let file: UnsafeMutablePointer<sqlite3_file>
    private let methods: sqlite3_io_methods

    /// `nil` where pages can be of kinds that are not looked for.
    init?(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 0,
            let pageSize = try Int.fetchOne(db, sql: "PRAGMA page_size"),
            let pageCount = try Int.fetchOne(db, sql: "PRAGMA page_count")
        else { return nil }
        var file: UnsafeMutablePointer<sqlite3_file>?
        sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file)
        guard let file, let methods = file.pointee.pMethods?.pointee else { return nil }
        (self.pageSize, self.pageCount, self.file, self.methods) = (pageSize, pageCount, file, methods)
    }

    func overwriteGaps(pagesAtOnce: Int) throws {
        var isChanged = false
        var buffer = [UInt8](repeating: 0, count: pagesAtOnce * pageSize)
        for first in stride(from: 0, to: pageCount, by: pagesAtOnce) {
            let pages = min(pagesAtOnce, pageCount - first)
            try check(methods.xRead?(file, &buffer, Int32(pages * pageSize), Int64(first * pageSize)))
            for page in 0..<pages {
                let start = page * pageSize
                let header = first + page == 0 ? 100 : 0
                guard let gap = gap(of: buffer[start..<start + pageSize], header: header),
                    buffer[gap].contains(where: { $0 != 0 })
                else { continue }
                var zeros = [UInt8](repeating: 0, count: gap.count)
                try check(
                    methods.xWrite?(file, &zeros, Int32(gap.count), Int64(first * pageSize + gap.lowerBound)))
                isChanged = true
            }
        }
        if isChanged { try check(methods.xSync?(file, SQLITE_SYNC_NORMAL)) }
    }

    /// What lies between the list of cells and the cells; `nil` for a page that has no cells.
    private func gap(of page: ArraySlice<UInt8>, header: Int) -> Range<Int>? {
        let start = page.startIndex + header
        func number(at offset: Int) -> Int { Int(page[start + offset]) << 8 | Int(page[start + offset + 1]) }
        let headerBytes: Int
        switch page[start] {
        case 2, 5: headerBytes = 12
        case 10, 13: headerBytes = 8
        default: return nil
        }
        let cells = number(at: 3)
        // 0 stands for 65,536.
        let content = page.startIndex + (number(at: 5) == 0 ? 65_536 : number(at: 5))
        let listEnd = start + headerBytes + 2 * cells
        return listEnd < content && content <= page.endIndex ? listEnd..<content : nil
    }

    private func check(_ code: Int32?) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code ?? SQLITE_MISUSE)) }
    }
}
