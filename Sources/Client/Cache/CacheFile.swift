import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file of a cache, and the two that SQLite keeps beside it.
struct CacheFile: Sendable {
    let path: String

    private static let suffixes = ["", "-wal", "-shm"]

    var directory: String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// Tells one file at a path from the next.
    struct Identity: Hashable, Sendable {
        private let device: UInt64
        private let inode: UInt64

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    /// What is at the path now; `nil` for nothing.
    var identity: Identity? {
        status(of: path).map(Identity.init)
    }

    /// Whether anything of a cache is there.
    var exists: Bool {
        Self.suffixes.contains { status(of: path + $0) != nil }
    }

    /// Whether a file of this user's is there, and no link to another.
    var isOrdinary: Bool {
        status(of: path).map { $0.st_mode & S_IFMT == S_IFREG && $0.st_uid == geteuid() } ?? false
    }

    /// The size of each file that is there.
    var sizes: [Int] {
        Self.suffixes.compactMap { status(of: path + $0).map { Int($0.st_size) } }
    }

    // MARK: Preparing

    /// Sees to a directory and a file that are this user's alone.
    ///
    /// An existing file is looked at and never opened: closing a descriptor of it would drop the locks that SQLite
    /// holds on it (sqlite.org/howtocorrupt.html §2.2). Nobody else can put another in its place, for the directory is
    /// this user's alone.
    func prepare() throws(CacheFailure) {
        try makeDirectory()
        for suffix in Self.suffixes {
            guard let status = status(of: path + suffix) else { continue }
            guard status.st_mode & S_IFMT == S_IFREG else { throw unusable(path + suffix, .notAFile) }
            guard status.st_uid == geteuid() else { throw unusable(path + suffix, .ownedByAnother) }
            if status.st_mode & 0o777 != 0o600 { chmod(path + suffix, 0o600) }
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw refusal(path)
        }
    }

    private func makeDirectory() throws(CacheFailure) {
        var partial = ""
        for component in directory.split(separator: "/") {
            partial += "/" + component
            guard mkdir(partial, 0o700) == 0 || errno == EEXIST else { throw refusal(partial) }
        }
        guard let status = status(of: directory) else { throw refusal(directory) }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw unusable(directory, .notADirectory) }
        guard status.st_uid == geteuid() else { throw unusable(directory, .ownedByAnother) }
        if status.st_mode & 0o077 != 0 || status.st_mode & 0o700 != 0o700 {
            guard chmod(directory, 0o700) == 0 else { throw refusal(directory) }
        }
    }

    /// What `lstat(2)` says: a symbolic link is not followed.
    private func status(of path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    // MARK: Removing

    func remove() {
        // The log goes first: a log that outlived its database would be taken for that of the next.
        for suffix in Self.suffixes.reversed() { unlink(path + suffix) }
    }

    /// Performs `body` while no other process opens, replaces or removes a cache in this directory.
    func alone<Value>(_ body: () throws(CacheFailure) -> Value) throws(CacheFailure) -> Value {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(directory) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw refusal(directory) }
        }
        return try body()
    }

    // MARK: Failures

    private func unusable(_ path: String, _ reason: CacheFailure.Reason) -> CacheFailure {
        .unusable(path: path, reason: reason)
    }

    /// What the operating system has just said.
    private func refusal(_ path: String) -> CacheFailure {
        switch errno {
        case ENOSPC, EDQUOT: .full
        case ENOTDIR: .unusable(path: path, reason: .notADirectory)
        case ELOOP: .unusable(path: path, reason: .notAFile)
        case let code: .unusable(path: path, reason: .system(strerror(code).map { String(cString: $0) } ?? "\(code)"))
        }
    }
}
