import Domain
import Glibc
import StandardStreams
import Synchronization

/// A file that the log of requests goes to, for its owner alone (0600), and opened anew on SIGHUP: logrotate(8) may have
/// renamed it.
///
/// A line that it does not take, as on a full disk, goes to standard error.
final class LogFile: Sendable, Reloadable {
    private let path: String
    private let descriptor: Mutex<CInt>

    init(_ path: String) throws(StartFailure) {
        self.path = path
        descriptor = Mutex(try Self.open(path))
    }

    deinit {
        descriptor.withLock { descriptor in _ = close(descriptor) }
    }

    /// In one write(2), at the file's end: lines of several programs do not run into each other.
    func write(_ line: String) {
        let bytes = Array(line.utf8)
        let isWritten = descriptor.withLock { descriptor in Glibc.write(descriptor, bytes, bytes.count) == bytes.count }
        if !isWritten { StandardStream.error.write(bytes: bytes) }
    }

    func reload() async {
        do throws(StartFailure) {
            let fresh = try Self.open(path)
            descriptor.withLock { descriptor in
                close(descriptor)
                descriptor = fresh
            }
        } catch {
            StandardStream.error.write("customers-api: \(error.message) The log goes on in the file that was open.\n")
        }
    }

    /// Never waits, as at a FIFO that nobody reads; follows no link, which another user may have put there.
    private static func open(_ path: String) throws(StartFailure) -> CInt {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw StartFailure(.cannotCreate, "the log file \(path) is no ordinary file: name another with --log-file.")
        }
        guard status.st_mode & 0o077 == 0 || fchmod(descriptor, 0o600) == 0 else {
            let code = errno
            close(descriptor)
            throw failure(path, code)
        }
        return descriptor
    }

    private static func failure(_ path: String, _ code: CInt) -> StartFailure {
        switch code {
        case EACCES, EPERM, EROFS: StartFailure(.notPermitted, "the log file \(path) may not be written by this user.")
        case ENOENT, ENOTDIR: StartFailure(.cannotCreate, "the log file \(path) has no directory: make that first.")
        case EISDIR: StartFailure(.cannotCreate, "the log file \(path) is a directory: name a file in it.")
        case ELOOP, ENXIO:
            StartFailure(.cannotCreate, "the log file \(path) is no ordinary file: name another with --log-file.")
        default:
            StartFailure(.inputOutput, "the log file \(path) cannot be opened: \(String(cString: strerror(code))).")
        }
    }
}
