import Domain
import Files
import Glibc

/// Where a database is, and what is beside it.
struct StorePath {
    /// Without symbolic links, as SQLite names the write-ahead log after it.
    let real: String
    let directory: String
    private let name: String

    /// - Parameter path: the file need not be there, and neither need its directory.
    init(_ path: String) {
        real = PathText.place(of: path)
        (directory, name) = (PathText.directory(of: real), PathText.name(of: real))
    }

    /// The files that SQLite has beside a database: what is newest may be in the first.
    static let companions = ["-wal", "-shm", "-journal"]

    /// Whether a path is of the database, or of what is or would be beside it.
    func has(_ other: String) -> Bool {
        let other = PathText.place(of: other)
        let identity = FileIdentity(path: other)
        return ([""] + DatabaseFiles.besideEndings).map { real + $0 }.contains {
            $0 == other || identity != nil && FileIdentity(path: $0) == identity
        }
    }

    /// Whether a server has the file, or had it: then it is no copy, in which nothing is new.
    var isServed: Bool {
        let endings = [StoreLock.ending, ErasureList.ending] + BackupNote.Subject.endings
        return hasLogFile || endings.contains { FileIdentity(path: real + $0) != nil } || hasLog
    }

    /// Whether the file says that what is newest is in a log (sqlite.org/fileformat.html §1.3.3); a copy is one file.
    private var hasLog: Bool {
        let descriptor = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let header = (try? Descriptor.read(descriptor, limit: 20)) ?? []
        return header.count == 20 && header[18...].contains(2)
    }

    /// The first of a database's files that is there and that this user may not read and write.
    var refused: String? {
        ([""] + Self.companions).map { real + $0 }.first { access($0, F_OK) == 0 && access($0, R_OK | W_OK) != 0 }
    }

    /// Whether there is a log, be it empty.
    var hasLogFile: Bool { FileIdentity(path: real + "-wal") != nil }

    /// Takes away the log and its index, where the log is empty and no server has the database.
    ///
    /// A connection that may not write the database makes them, with its permissions, and leaves them behind: no server could
    /// write them later.
    ///
    /// - Parameter held: the database's lock, where the caller has it.
    func removeEmptyLog(having held: StoreLock? = nil) {
        guard isLogEmpty else { return }
        let taken = held == nil ? try? StoreLock(database: real) : nil
        defer { taken?.release() }
        // A server may have come and gone meanwhile.
        guard held != nil || taken != nil, isLogEmpty else { return }
        for suffix in ["-wal", "-shm"] { Glibc.unlink(real + suffix) }
    }

    private var isLogEmpty: Bool { (try? FileStatus(at: real + "-wal"))?.size == 0 }

    /// Takes a database away with what SQLite has beside it.
    static func unlink(_ path: String) {
        Glibc.unlink(path)
        unlinkCompanions(path)
    }

    /// What SQLite has left beside a path: it would apply that to another file of the name.
    static func unlinkCompanions(_ path: String) {
        for suffix in companions { Glibc.unlink(path + suffix) }
    }

    /// What was there before a restore at this moment.
    func replaced(at now: Timestamp) -> String { Self.unused(real + Self.replacedMark + now.compact) }

    /// What was there before the steps of the schema that follow this version.
    func outdated(_ version: Int, at now: Timestamp) -> String {
        Self.unused("\(outdated(version)).\(now.compact)")
    }

    /// The same before it is complete: of one name at all times, so that what a killed process has left is taken over.
    func outdatedUnfinished(_ version: Int) -> String { outdated(version) + Self.unfinishedEnding }

    private func outdated(_ version: Int) -> String { real + Self.outdatedMark + "\(version)" }

    /// The name, with a number behind it where there is such a file already.
    private static func unused(_ name: String) -> String {
        var (candidate, number) = (name, 1)
        while FileIdentity(path: candidate) != nil {
            number += 1
            candidate = "\(name).\(number)"
        }
        return candidate
    }

    /// Of the name of a database that is being made, until it has its own.
    static let unfinishedEnding = ".partial"

    fileprivate static let outdatedMark = ".schema-"

    private static let replacedMark = ".replaced-"

    /// Takes away a second name that an interrupted restore has left on the database.
    ///
    /// Nobody restores meanwhile: this process has the lock.
    func removeLeftNames() {
        guard let status = try? FileStatus(at: real), status.names > 1 else { return }
        for other in Self.names(in: directory) where other.hasPrefix(name + Self.replacedMark) {
            let path = directory + "/" + other
            if FileIdentity(path: path) == status.identity { Glibc.unlink(path) }
        }
    }

    /// The names in a directory (readdir(3)); none of one that cannot be read.
    static func names(in directory: String) -> [String] {
        guard let listing = opendir(directory) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names
    }
}

/// What there is of a database besides the file of its name.
package enum DatabaseFiles {
    /// The ends of their names: SQLite's, that of the lock of the server that uses it, those of the notes of the last backup and
    /// drill and of the list of who was erased, and those of databases on their way here, whose place is cleared for them.
    package static let besideEndings =
        StorePath.companions + [StoreLock.ending, ErasureList.ending] + BackupNote.Subject.endings
        + unfinishedEndings.flatMap { ending in ([""] + StorePath.companions).map { ending + $0 } }

    private static let unfinishedEndings =
        ([""] + (1...SQLiteCustomerStore.schemaVersion).map { StorePath.outdatedMark + "\($0)" })
        .map { $0 + StorePath.unfinishedEnding }
}

extension Timestamp {
    /// For file names: `20260301T123000Z`.
    var compact: String {
        text.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
