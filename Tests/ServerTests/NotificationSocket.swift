import Foundation

/// What a service manager listens on (sd_notify(3)).
final class NotificationSocket: Sendable {
    private let descriptor: Int32

    struct NotBound: Error {}

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard withSocketAddress(path, { bind(descriptor, $0, $1) }) == 0 else { throw NotBound() }
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    /// The next message; empty when none comes.
    func receive() -> String {
        var buffer = [UInt8](repeating: 0, count: 1_024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }
}

/// The address of a socket of the file system.
func withSocketAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: target.sun_path) else { return -1 }
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &target) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
}

/// Keeps everybody from writing a database, as a program in the middle of a transaction does: it holds the byte of the
/// write-ahead log's index that writers lock (sqlite.org/walformat.html §2.3.1).
final class OtherWriter {
    private let descriptor: Int32
    private static let writeLock = 120

    struct NotLocked: Error {}

    init(_ database: String) throws {
        descriptor = open(database + "-shm", O_RDWR)
        var range = flock()
        range.l_type = Int16(F_WRLCK)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = Self.writeLock
        range.l_len = 1
        guard fcntl(descriptor, F_SETLKW, &range) == 0 else { throw NotLocked() }
    }

    /// The lock goes with the descriptor.
    func end() {
        close(descriptor)
    }
}
