import Foundation
import Testing

/// A connection that says what it is told to, be it HTTP or not.
final class Connection {
    private let descriptor: Int32

    /// Fails when nobody listens.
    ///
    /// - Parameter receiveBytes: what the system takes for this client before it reads; the system's own measure when
    ///   `nil`.
    convenience init(to address: ServerProcess.Address, receiveBytes: Int32? = nil) throws {
        try self.init(host: address.host, port: address.port, receiveBytes: receiveBytes)
    }

    /// - Parameter source: the address of this end; the system's choice when `nil`.
    init(host: String, port: Int, receiveBytes: Int32? = nil, from source: String? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var receiveBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBytes, socklen_t(MemoryLayout<Int32>.size))
        }
        // Nothing here takes that long, a write that waits 5 s for the database included: a test that waits for ever tells
        // nothing.
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        if let source {
            try withAddress(source, 0) { guard bind(descriptor, $0, $1) == 0 else { throw NobodyListens() } }
        }
        try withAddress(host, port) { guard connect(descriptor, $0, $1) == 0 else { throw NobodyListens() } }
    }

    private func withAddress(
        _ host: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) rethrows {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr(host)
        try withUnsafePointer(to: address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// To a socket of the file system.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let status = withSocketAddress(path) { connect(descriptor, $0, $1) }
        guard status == 0 else { throw NobodyListens() }
    }

    deinit {
        close(descriptor)
    }

    struct NobodyListens: Error {}

    /// Whether everything was taken.
    @discardableResult
    func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { rest in
                Foundation.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Tells the server that nothing more comes; its answers are still read.
    func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// What comes next, empty at the end; `nil` when the connection broke or nothing came for too long.
    ///
    /// - Parameter bytes: at most.
    func receive(_ bytes: Int = 65_536) -> String? {
        var buffer = [UInt8](repeating: 0, count: bytes)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// Everything until the server closes; `nil` when it does not.
    func receiveAll() -> String? {
        var all = ""
        while let piece = receive() {
            if piece.isEmpty { return all }
            all += piece
        }
        return errno == ECONNRESET ? all : nil
    }

    /// One response whose length is stated.
    func response() throws -> Reply {
        var text = ""
        while true {
            if let reply = Reply(text) { return reply }
            let piece = try #require(receive(), "the connection broke after: \(text)")
            try #require(!piece.isEmpty, "the connection ended after: \(text)")
            text += piece
        }
    }
}

/// A response as it stood on the wire.
struct Reply {
    let status: Int
    let head: String
    let body: String

    /// `nil` while the text is no whole response.
    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n"),
            let status = text.split(separator: " ", maxSplits: 2).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        self.status = status
        head = String(text[..<end.lowerBound])
        let length = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) }
        body = String(text[end.upperBound...])
        if body.utf8.count < length ?? 0 { return nil }
    }

    func header(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
    }
}

extension Connection {
    func get(_ target: String) throws -> Reply {
        send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return try response()
    }
}

extension ServerProcess.Address {
    /// Sends one request on a connection of its own; a body is JSON unless the fields say what it is.
    func send(_ method: String, _ target: String, _ fields: [String] = [], body: String = "") throws -> Reply {
        let connection = try Connection(to: self)
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)", "Content-Length: \(body.utf8.count)"] + fields
        let isNamed = fields.contains { $0.lowercased().hasPrefix("content-type:") }
        if !body.isEmpty, !isNamed { lines.append("Content-Type: application/json") }
        connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        return try connection.response()
    }
}
