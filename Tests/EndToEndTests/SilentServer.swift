import TestSupport

/// A server that takes connections and answers none, or answers all of them with the same bytes.
enum SilentServer {
    /// - Parameter answer: what every connection gets once its request has begun to come, before it is closed; `nil` for nothing.
    static func listening(_ answer: String? = nil, _ body: (String) async throws -> Void) async throws {
        let server = try Acceptor()
        server.start { connection in
            guard let answer else { return connection.waitForEnd() }
            connection.receive()
            connection.send(answer.utf8)
        }
        defer { server.stop() }
        try await body("http://127.0.0.1:\(server.port)")
    }
}
