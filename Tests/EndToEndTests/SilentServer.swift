import Foundation
import Glibc

/// A server that takes connections and answers none, or answers all of them with the same bytes.
enum SilentServer {
    struct CannotListen: Error {}

    /// - Parameter answer: what every connection gets once its request has begun to come; `nil` for nothing.
    static func listening(_ answer: String? = nil, _ body: (String) async throws -> Void) async throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw CannotListen() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: UInt16? = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, generic, &length) == 0
            } ? UInt16(bigEndian: pointer.pointee.sin_port) : nil
        }
        guard let port else { throw CannotListen() }
        // On a thread of its own: what waits in accept(2) must not hold one of the few that all tests share.
        if let answer { Thread.detachNewThread { answerAll(on: listener, answer) } }
        defer {
            shutdown(listener, Int32(SHUT_RDWR))
            if answer == nil { close(listener) }
        }
        try await body("http://127.0.0.1:\(port)")
    }

    /// Goes on until the listener is shut down, and closes it.
    private static func answerAll(on listener: Int32, _ answer: String) {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            var request = [UInt8](repeating: 0, count: 4_096)
            _ = read(connection, &request, request.count)
            _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
            close(connection)
        }
        close(listener)
    }
}
