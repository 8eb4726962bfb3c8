import CustomerAPI
import Domain
import Files
import GRDB
import Glibc
import SQLite
import SystemPackage

/// Who was erased, in a file beside the database that no restore replaces: what an older backup still has of them is erased
/// again when that is restored.
///
/// A line is an id, when it was erased and the version that this made; it names nobody.
struct ErasureList {
    private(set) var tombstones: [CustomerID: Tombstone] = [:]

    /// Of the file's name.
    static let ending = "-erased"
    /// A million erasures.
    private static let limitBytes = 80 << 20

    init() {}

    /// What is beside a database; nobody where there is no such file.
    ///
    /// - Throws: ``StoreOperationFailure/erasureList(_:cause:)`` for a file that is not ours alone, or has another line.
    init(besides database: String) throws(StoreOperationFailure) {
        let path = Self.file(database)
        let bytes: [UInt8]
        do throws(FileRefusal) {
            let rule = FileRule.secret(links: .refused, alsoOf: (try? FileStatus(at: database))?.owner)
            bytes = try TrustedFile.read(path, rule, limitBytes: Self.limitBytes)
        } catch {
            if case .system(.noSuchFileOrDirectory) = error { return }
            throw .erasureList(path, cause: error.reason)
        }
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let tombstone = Tombstone(erasureLine: String(decoding: line, as: UTF8.self)) else {
                throw .erasureList(path, cause: "its line \(index + 1) names no erasure")
            }
            tombstones[tombstone.id] = tombstone
        }
    }

    /// Whom a database says to be erased, too.
    mutating func add(from db: Database) throws {
        guard try db.columns(in: "tombstone").contains(where: { $0.name == "erased_at" }) else { return }
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(RecordRow.tombstoneColumns) FROM tombstone WHERE erased_at IS NOT NULL")
        while let row = try rows.next() {
            let tombstone = try RecordRow.tombstone(row)
            tombstones[tombstone.id] = tombstone
        }
    }

    /// What root writes is for the database's owner, whose server reads it.
    func write(besides database: String) throws {
        let lines = tombstones.values.map(\.erasureLine).sorted()
        let owner =
            geteuid() == 0 ? (try? FileStatus(at: database)).map { FileOwner(user: $0.owner, group: $0.group) } : nil
        try ReplacedFile.write(lines.joined().utf8, to: Self.file(database), owner: owner)
    }

    static func file(_ database: String) -> String { StorePath(database).real + ending }

    /// Sees to it that all who are erased in a database are on the list beside it.
    ///
    /// A list that cannot be read stays as it is: it may name those whom only older backups know.
    ///
    /// - Throws: ``StoreOperationFailure/erasureList(_:cause:)`` for such a one, `Errno` when it cannot be written.
    static func keep(of db: Database, besides database: String) throws {
        let before = try ErasureList(besides: database)
        var list = before
        try list.add(from: db)
        guard list.tombstones != before.tombstones else { return }
        try list.write(besides: database)
    }

    /// Erases in a database who is on the list.
    ///
    /// - Returns: how many customers it still had something of.
    func eraseAgain(in db: Database) throws -> Int {
        var count = 0
        for tombstone in tombstones.values.sorted(by: { $0.deletedAt < $1.deletedAt }) {
            switch try RecordRow.fetch(tombstone.id, in: db) {
            case .deleted(let there, _)? where there.erasedAt != nil: break
            case nil: try db.replace(with: TransferredRecord(.deleted(tombstone, WriteHistory())))
            case .living?, .deleted?:
                count += 1
                let moment = tombstone.erasedAt ?? tombstone.deletedAt
                _ = try CustomerWrite(id: tombstone.id, action: .erase, now: moment).carryOut(in: db)
            }
        }
        return count
    }
}

extension Tombstone {
    fileprivate var erasureLine: String { "\(id.text) \((erasedAt ?? deletedAt).text) \(version)\n" }

    fileprivate init?(erasureLine line: String) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, let id = CustomerID(String(parts[0])), let erasedAt = Timestamp(parts[1]),
            let number = Int64(parts[2]), let version = Customer.version(number)
        else { return nil }
        self.init(id: id, deletedAt: erasedAt, version: version, erasedAt: erasedAt)
    }
}
