import Glibc

/// A file of settings or of a token that somebody else has written: read as far as such a file can be long, and without
/// waiting for a pipe.
enum BoundedFile {
    /// More than any file of profiles has, or any token.
    static let maximumBytes = 1 << 20

    enum Failure: Error, Hashable {
        case missing
        /// - Parameter reason: to stand behind a colon.
        case unreadable(reason: String)
    }

    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .unreadable(reason: "it is not a file") }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= maximumBytes else { throw .unreadable(reason: "it is larger than 1 MiB") }
        }
    }

    private static func failure(_ code: Int32) -> Failure {
        switch code {
        case ENOENT, ENOTDIR: .missing
        case EACCES: .unreadable(reason: "permission denied")
        default: .unreadable(reason: String(cString: strerror(code)))
        }
    }
}
