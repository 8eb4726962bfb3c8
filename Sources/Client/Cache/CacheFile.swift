import Disks
import Files
import Glibc
import SystemPackage

/// The file of a cache, and the two that SQLite keeps beside it.
struct CacheFile: Sendable {
    let path: String
    private let disk = SystemDisk()

    init(path: String) {
        self.path = path
    }

    private static let suffixes = ["", "-wal", "-shm"]

    var directory: String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// What is at the path now; `nil` for nothing.
    var identity: FileIdentity? {
        status(of: path)?.identity
    }

    /// Whether anything of a cache is there.
    var exists: Bool {
        Self.suffixes.contains { status(of: path + $0) != nil }
    }

    /// Whether a file of this user's is there, and no link to another.
    var isOrdinary: Bool {
        status(of: path).map { $0.kind == .file && $0.owner == disk.userID } ?? false
    }

    /// The size of each file that is there.
    var sizes: [Int] {
        Self.suffixes.compactMap { status(of: path + $0)?.size }
    }

    // MARK: Preparing

    /// Sees to a directory and a file that are this user's alone.
    ///
    /// An existing file is looked at and never opened: closing a descriptor of it would drop the locks that SQLite
    /// holds on it (sqlite.org/howtocorrupt.html §2.2). Nobody else can put another in its place, because the directory is
    /// this user's alone.
    func prepare() throws(CacheFailure) {
        try makeDirectory()
        for suffix in Self.suffixes {
            guard let status = status(of: path + suffix) else { continue }
            guard status.kind == .file else { throw unusable(path + suffix, .notAFile) }
            guard status.owner == disk.userID else { throw unusable(path + suffix, .ownedByAnother) }
            if status.permissions != 0o600 { chmod(path + suffix, 0o600) }
        }
        do throws(Errno) {
            disk.close(try disk.open(path, .new))
        } catch {
            if error != .fileExists { throw refusal(path, error) }
        }
    }

    private func makeDirectory() throws(CacheFailure) {
        do throws(FileFailure) {
            try disk.makeDirectories(directory)
        } catch {
            throw refusal(error.path, error.code)
        }
        guard let status = status(of: directory) else { throw refusal(directory, .noSuchFileOrDirectory) }
        guard status.kind == .directory else { throw unusable(directory, .notADirectory) }
        guard status.owner == disk.userID else { throw unusable(directory, .ownedByAnother) }
        if status.permissions & 0o077 != 0 || status.permissions & 0o700 != 0o700 {
            guard chmod(directory, 0o700) == 0 else { throw refusal(directory, .last) }
        }
    }

    /// Of a link itself, not of what it leads to.
    private func status(of path: String) -> FileStatus? {
        try? disk.lstat(path)
    }

    // MARK: Removing

    func remove() {
        // The log goes first: a log that outlived its database would be taken for that of the next.
        for suffix in Self.suffixes.reversed() { unlink(path + suffix) }
    }

    /// Performs `body` while no other process opens, replaces or removes a cache in this directory.
    func alone<Value>(_ body: () throws(CacheFailure) -> Value) throws(CacheFailure) -> Value {
        let directory = try attempt { () throws(Errno) in try disk.open(self.directory, .directory) }
        defer { disk.close(directory) }
        _ = try attempt { () throws(Errno) in try disk.lock(directory, wait: true) }
        return try body()
    }

    // MARK: Failures

    /// Does something to the directory.
    private func attempt<Value>(_ call: () throws(Errno) -> Value) throws(CacheFailure) -> Value {
        do throws(Errno) {
            return try call()
        } catch {
            throw refusal(directory, error)
        }
    }

    private func unusable(_ path: String, _ reason: CacheFailure.Reason) -> CacheFailure {
        .unusable(path: path, reason: reason)
    }

    /// What the operating system said.
    private func refusal(_ path: String, _ code: Errno) -> CacheFailure {
        switch code {
        case .noSpace, .diskQuotaExceeded: .full
        case .notDirectory: .unusable(path: path, reason: .notADirectory)
        case .tooManySymbolicLinkLevels: .unusable(path: path, reason: .notAFile)
        default: .unusable(path: path, reason: .system(code.description))
        }
    }
}
