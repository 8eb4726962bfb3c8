package import CustomerAPI
import GRDB

/// One look at some pages of a database for what other programs have left there of rows that are not there any more
/// (``PageRemnant``), and older versions of this one; it overwrites that.
///
/// What this program writes has none of it (``CleanWriting``): a page that is written while it is looked for needs no look. So
/// the pages are looked at beside all others' work, and the writer's turn is taken for those alone that hold any.
struct PageSweep {
    /// Of the first page, from 0.
    let start: Int

    /// Looked at in one go, and overwritten in one turn of the writer, at most: 1 MiB, with pages of 4 KiB.
    static let pages = 256

    /// What was seen.
    struct Look {
        /// Pages with remnants, by their numbers from 0.
        let found: [Int]
        /// Where to go on; `nil` behind the last page.
        let next: Int?
    }

    /// On any connection.
    func look(in db: Database) throws -> Look {
        guard let file = try PagedFile(db), start < file.count else { return Look(found: [], next: nil) }
        let end = min(start + Self.pages, file.count)
        var found: [Int] = []
        try file.forEachPage(start..<end) { number, page in
            if PageRemnant.range(in: page, isFirst: number == 0) != nil { found.append(number) }
        }
        return Look(found: found, next: end < file.count ? end : nil)
    }

    /// Overwrites what is still there, on the writer's connection, outside a transaction.
    ///
    /// Between two states of a page, of which one lies in the log and the other one in the file, nothing may be overwritten: the
    /// log has to be empty, and to stay so meanwhile.
    ///
    /// - Returns: whether it did; it cannot while somebody reads from the log, or adds to it.
    static func overwrite(_ pages: [Int], in db: Database, path: String) throws -> Bool {
        guard LogTruncation.truncate(db) else { return false }
        var isDone = false
        try db.inTransaction(.immediate) {
            guard StoreStatistics.Files(database: path).log == 0, let file = try PagedFile(db) else { return .commit }
            for page in pages { try file.overwriteRemnant(page) }
            try file.sync()
            isDone = true
            return .commit
        }
        return isDone
    }
}

/// The pages of a database.
private struct PagedFile {
    private let file: DatabaseFile
    private let size: Int
    let count: Int

    /// `nil` where pages can be of kinds that are not known.
    init?(_ db: Database) throws {
        guard let file = DatabaseFile(db), let size = try Int.fetchOne(db, sql: "PRAGMA page_size"),
            try file.hasOnlyKnownPages(of: size)
        else { return nil }
        (self.file, self.size, count) = (file, size, Int(try file.size()) / size)
    }

    func forEachPage(_ numbers: Range<Int>, _ body: (Int, UnsafeRawBufferPointer) throws -> Void) throws {
        try withUnsafeTemporaryAllocation(byteCount: numbers.count * size, alignment: 1) { bytes in
            try file.read(into: bytes, at: Int64(numbers.lowerBound * size))
            for (index, number) in numbers.enumerated() {
                try body(number, UnsafeRawBufferPointer(rebasing: bytes[index * size..<(index + 1) * size]))
            }
        }
    }

    func overwriteRemnant(_ number: Int) throws {
        try forEachPage(number..<number + 1) { _, page in
            guard let remnant = PageRemnant.range(in: page, isFirst: number == 0) else { return }
            let zeros = [UInt8](repeating: 0, count: remnant.count)
            try zeros.withUnsafeBytes { try file.write($0, at: Int64(number * size + remnant.lowerBound)) }
        }
    }

    func sync() throws { try file.sync() }
}

extension SQLiteCustomerStore {
    /// Takes one step of overwriting what is in the file of rows that are not there any more, as other programs leave it, and
    /// older versions of this one. All of it is looked through in the background, from page 0 on; others do not wait for it.
    ///
    /// - Returns: the page to go on at, which is the same one when a reader is in the way; `nil` when all was looked at.
    package func sweep(from page: Int) async throws(StoreFailure) -> Int? {
        let look = try await reading { db in try PageSweep(start: page).look(in: db) }
        guard !look.found.isEmpty else { return look.next }
        do {
            return try await pool.writeWithoutTransaction { [path] db in
                try PageSweep.overwrite(look.found, in: db, path: path) ? look.next : page
            }
        } catch {
            throw StoreFailure(writing: error)
        }
    }
}
