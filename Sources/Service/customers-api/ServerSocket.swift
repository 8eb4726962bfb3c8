import Domain
import Glibc
import HummingbirdCore

/// A Unix socket to listen on in place of a port.
struct ServerSocket: Sendable {
    let path: String
    /// Who may connect: whoever may write it (unix(7)).
    let mode: UInt32

    /// The most that its address has room for (unix(7)), in bytes.
    private static let maximumBytes = 107

    var address: BindAddress { .unixDomainSocket(path: path) }

    /// Makes room for it: what a killed server has left goes, what somebody listens on or is no socket stays.
    func prepare() throws(StartFailure) {
        guard path.utf8.count <= Self.maximumBytes else {
            throw StartFailure(.usage, "\(path) is too long for a socket: at most \(Self.maximumBytes) bytes.")
        }
        // Until the mode is set nobody else may connect.
        umask(0o077)
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw StartFailure(.cannotCreate, "cannot look at \(path): \(String(cString: strerror(errno))).")
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else {
            throw StartFailure(.cannotCreate, "\(path) is there and is no socket: name another with --socket.")
        }
        switch connectionError() {
        case 0:
            throw StartFailure(.unavailable, "another server listens on \(path): stop that, or name another socket.")
        case ECONNREFUSED:
            guard unlink(path) == 0 || errno == ENOENT else {
                throw StartFailure(.cannotCreate, "cannot replace \(path): \(String(cString: strerror(errno))).")
            }
        case let code: throw StartFailure(.cannotCreate, "cannot use \(path): \(String(cString: strerror(code))).")
        }
    }

    /// Lets those in who may come, once it listens.
    func open() {
        chmod(path, mode)
    }

    func remove() {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK { unlink(path) }
    }

    /// What connecting fails with; 0 when somebody listens.
    private func connectionError() -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(Self.maximumBytes)) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return status == 0 ? 0 : errno
    }
}
