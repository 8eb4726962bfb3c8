import Foundation

/// One connection of an ``Acceptor``, in blocking calls on a thread of its own.
package final class Socket {
    let descriptor: Int32
    private var unread: [UInt8] = []
    /// The client has closed the connection.
    private(set) var isAtEnd = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    struct Unusable: Error {}

    /// A socket that listens on a free port of 127.0.0.1, and the port.
    static func listening() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && listen(descriptor, 128) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard status else { throw Unusable() }
        return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
    }

    /// The next connection; `nil` once the listener is shut down.
    static func accepted(from listener: Int32) -> Int32? {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return nil }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        return connection
    }

    /// A connection to a port of 127.0.0.1.
    static func connected(to port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw Unusable()
        }
        return descriptor
    }

    // MARK: Reading

    /// A whole request; `nil` when the connection ends first.
    func request() -> String? {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let head = unread.firstRange(of: end) {
                let text = String(decoding: unread[..<head.upperBound], as: UTF8.self)
                let length = head.upperBound + Self.contentLength(text)
                if unread.count >= length {
                    defer { unread.removeFirst(length) }
                    return String(decoding: unread[..<length], as: UTF8.self)
                }
            }
            guard receive() else { return nil }
        }
    }

    /// Reads until the client has gone.
    package func waitForEnd() {
        while receive() {}
    }

    /// Waits for bytes of the client's; false when it has gone.
    @discardableResult
    package func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        unread += buffer.prefix(max(0, count))
        isAtEnd = count <= 0
        return count > 0
    }

    private static func contentLength(_ head: String) -> Int {
        head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } ?? 0
    }

    // MARK: Writing

    /// Whether everything was taken.
    @discardableResult
    package func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                isAtEnd = true
                return false
            }
            rest.removeFirst(count)
        }
        return true
    }

    /// Sends everything that arrives on to another, and ends both when either does.
    func pass(to other: Socket) {
        while receive(), other.send(unread) { unread = [] }
        shutdown(other.descriptor, Int32(SHUT_RDWR))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    func drip(_ bytes: [UInt8]) {
        for byte in bytes {
            guard send([byte]) else { return }
            usleep(2000)
        }
        while send([0]) { usleep(2000) }
    }

    /// Has `close` send RST instead of FIN (socket(7), SO_LINGER).
    func resetOnClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
    }
}
