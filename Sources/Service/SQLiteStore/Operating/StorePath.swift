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
        let (directory, name) = Self.split(path)
        let real = Self.resolved(path) ?? Self.resolved(directory).map { $0 == "/" ? "/" + name : $0 + "/" + name }
        self.real = real ?? path
        (self.directory, self.name) = Self.split(self.real)
    }

    /// The files that SQLite has beside a database: what is newest may be in the first.
    static let companions = ["-wal", "-shm", "-journal"]

    /// What was there before a restore at this moment.
    func replaced(at now: Timestamp) -> String { Self.unused(real + Self.replacedMark + now.compact) }

    /// What was there before the steps of the schema that follow this version.
    func outdated(_ version: Int, at now: Timestamp) -> String {
        Self.unused("\(real).schema-\(version).\(now.compact)")
    }

    /// The name, with a number behind it where there is such a file already.
    private static func unused(_ name: String) -> String {
        var (candidate, number) = (name, 1)
        while FileIdentity(path: candidate) != nil {
            number += 1
            candidate = "\(name).\(number)"
        }
        return candidate
    }

    private static let replacedMark = ".replaced-"

    /// Takes away a second name that an interrupted restore has left on the database.
    ///
    /// Nobody restores meanwhile: this process has the lock.
    func removeLeftNames() {
        guard let status = try? FileStatus(at: real), status.names > 1, let listing = opendir(directory) else { return }
        defer { closedir(listing) }
        while let entry = readdir(listing) {
            let other = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard other.hasPrefix(name + Self.replacedMark),
                FileIdentity(path: directory + "/" + other) == status.identity
            else { continue }
            unlink(directory + "/" + other)
        }
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}

extension Timestamp {
    /// For file names: `20260301T123000Z`.
    var compact: String {
        text.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
