import Glibc

/// One HTTP/1.1 connection to the Runtime API in blocking calls, for requests one after the other.
///
/// A socket and no more: an event loop with its threads would take longer to start than the whole program may take to
/// its first request (`Assets/bench --only lambda`).
final class RuntimeConnection {
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    /// Whether an answer came already; a connection that was used may have been closed meanwhile.
    private(set) var wasUsed = false

    init(to address: RuntimeAddress) throws(RuntimeAPIFailure) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(address.host, String(address.port), &hints, &found)
        guard status == 0, let first = found else { throw .cannotConnect(code: EHOSTUNREACH) }
        defer { freeaddrinfo(first) }
        descriptor = socket(
            first.pointee.ai_family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw .cannotConnect(code: errno) }
        guard connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
            throw .cannotConnect(code: errno)
        }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    func send(_ bytes: [UInt8]) throws(RuntimeAPIFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .connectionLost }
            sent += count
        }
    }

    /// Waits for the first byte of an answer, for ever if need be.
    ///
    /// - Parameter stop: becomes readable when there is no more to wait for; `nil` for never.
    /// - Returns: `false` when it did.
    func waitForAnswer(unless stop: Int32?) -> Bool {
        var descriptors = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let stop { descriptors.append(pollfd(fd: stop, events: Int16(POLLIN), revents: 0)) }
        while poll(&descriptors, nfds_t(descriptors.count), -1) < 0, errno == EINTR {}
        return descriptors.count < 2 || descriptors[1].revents == 0
    }

    /// The whole answer.
    ///
    /// - Throws: ``RuntimeAPIFailure/connectionLost`` or ``RuntimeAPIFailure/malformed(_:)``.
    func receive() throws(RuntimeAPIFailure) -> RuntimeResponse {
        var parser = ResponseParser()
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            if count > 0 { try parser.read(buffer[..<count]) } else { try parser.end() }
            if let response = parser.response {
                wasUsed = true
                return response
            }
        }
    }
}
