import Domain
import Glibc

/// An open file that is this user's alone, judged by what was opened and not by its name.
final class PrivateDescriptor: Sendable {
    let number: CInt

    /// Opens the file itself, never what a symbolic link leads to.
    ///
    /// - Parameters:
    ///   - flags: of open(2), besides those that every file here is opened with; a file that is made has mode 0600.
    ///   - role: what it is, such as `the audit log`.
    /// - Throws: for a file that is not there, belongs to another user, is open to others, or is no plain file.
    init(_ path: String, _ flags: CInt, as role: String) throws(StartFailure) {
        number = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0o600)
        guard number >= 0 else { throw StartFailure(opening: path, as: role, errno) }
        do throws(StartFailure) {
            try judge(path, role)
        } catch {
            close(number)
            throw error
        }
    }

    deinit {
        close(number)
    }

    private func judge(_ path: String, _ role: String) throws(StartFailure) {
        let status = status()
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StartFailure(.configuration, "\(role) \(path) is not a plain file: name another one.")
        }
        guard status.st_uid == geteuid() else {
            throw StartFailure(
                .configuration,
                "\(role) \(path) belongs to another user of this machine: it has to be this server's own.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw StartFailure(
                .configuration, "\(role) \(path) is open to other users of this machine: chmod 600 \(path)")
        }
    }

    private func status() -> stat {
        var status = stat()
        fstat(number, &status)
        return status
    }

    var size: Int { Int(status().st_size) }

    /// Whether no name leads to it any more.
    var isRemoved: Bool { status().st_nlink == 0 }

    /// Whether it is what stands under a name now.
    func isAt(_ path: String) -> Bool {
        var other = stat()
        let own = status()
        return lstat(path, &other) == 0 && other.st_dev == own.st_dev && other.st_ino == own.st_ino
    }

    /// Whether this process alone has it now, by flock(2).
    func lock() -> Bool { flock(number, LOCK_EX | LOCK_NB) == 0 }

    func unlock() { flock(number, LOCK_UN) }

    /// Writes all of the bytes; one call of write(2), as a rule.
    ///
    /// - Returns: the system's words for why some were not written; `nil` when all were.
    func write(_ bytes: [UInt8]) -> String? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return Self.words }
            rest = rest.dropFirst(count)
        }
        return nil
    }

    /// Cuts the file; whether that could be done.
    func truncate(to size: Int) -> Bool { ftruncate(number, off_t(size)) == 0 }

    /// Waits until the disk has what was written.
    ///
    /// - Returns: the system's words for why it has not; `nil` when it has.
    func synchronize() -> String? { fsync(number) == 0 ? nil : Self.words }

    /// The file's last bytes.
    func tail(upTo count: Int) -> [UInt8] {
        let count = min(count, size)
        let start = size - count
        var bytes = [UInt8](repeating: 0, count: count)
        let taken = pread(number, &bytes, count, off_t(start))
        return Array(bytes.prefix(max(taken, 0)))
    }

    private static var words: String { String(cString: strerror(errno)) }
}

extension StartFailure {
    /// - Parameter code: open(2)'s.
    fileprivate init(opening path: String, as role: String, _ code: CInt) {
        switch code {
        case ENOENT: self.init(.notFound, "\(role) \(path) does not exist, or its directory does not.")
        case ELOOP: self.init(.configuration, "\(role) \(path) is a symbolic link: name the file itself.")
        case EISDIR: self.init(.configuration, "\(role) \(path) is a directory: name a file in it.")
        case EACCES, EPERM, EROFS: self.init(.notPermitted, "\(role) \(path) may not be opened by this user.")
        default: self.init(.inputOutput, "\(role) \(path) cannot be opened: \(String(cString: strerror(code))).")
        }
    }
}

/// Has the disk keep a directory's names.
func synchronizeDirectory(of path: String) {
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(directory, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
}
