import Foundation
import Testing

@Suite("Without a token nothing is read, changed or told", .timeLimit(.minutes(3)))
struct NoTokenTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private static let good = "Authorization: Bearer \(token)"
    private static let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"]

    /// Header lines that are no token: none, an empty one, one that is cut or too long, in another scheme, or twice.
    private static let credentials = [
        "", "Authorization:", "Authorization: Bearer", "Authorization: Bearer ", "Authorization: Bearer x",
        "Authorization: Bearer \(token.dropLast())", "Authorization: Bearer \(token)0",
        "Authorization: Bearer kim:\(token)",
        "Authorization: Bearer \(token) \(token)", "Authorization: Bearer\t\(token)", "Authorization: \(token)",
        "Authorization: Basic \(token)", "Authorization: Token \(token)", "Authorization: Digest username=\"kim\"",
        "Authorization: Bearer \(token.uppercased())", "Authorization: Bearer x\r\n\(good)", "Proxy-\(good)",
        "X-\(good)",
        "Cookie: token=\(token)",
    ]

    /// A server with one customer, who is Zebulon.
    private func withZebulon(
        _ body: (_ address: ServerProcess.Address, _ targets: [String], _ server: ServerProcess) throws -> Void
    ) throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:\(Self.token)")
        // Behind a proxy each try can have an address of its own: none waits for what those before it have sent.
        let (server, address) = try ServerProcess.listening(
            "--token-file", "tokens", "--behind-proxy", directory: directory)
        let zebulon = #"{"name": "Zebulon", "email": "zebulon@x.org"}"#
        let created = try address.send("POST", "/api/customers", [Self.good], body: zebulon)
        let place = try #require(created.header("Location"))
        let targets = [
            "/api/customers", "/api/customers?search=zebulon", "/api/customers?email=zebulon@x.org", place,
            "/api/changes", "/api/changes?cursor=latest", "/api/similar?term=zebulon", "/api/whoami", "/api/audit",
            "/api/trash", "/api/erasures", place + "/timeline", place + "/notes", place + "/restore", place + "/erase",
            "/api/customers/nobody", "/api/nowhere", "/",
        ]
        try body(address, targets, server)
        let after = try address.send("GET", "/api/customers", [Self.good]).body
        #expect(after == "[\(created.body)]", "nothing has changed")
    }

    /// The answer as it stood on the wire.
    private func answer(
        _ method: String, _ target: String, _ credential: String, _ number: Int, at address: ServerProcess.Address
    ) throws -> String {
        let connection = try Connection(to: address)
        let body = #"{"name": "Anna", "email": "anna@x.org"}"#
        let fields = [
            "\(method) \(target) HTTP/1.1", "Host: localhost", "Connection: close", "Content-Type: application/json",
            "Content-Length: \(body.utf8.count)",
            "X-Forwarded-For: 10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)",
        ]
        let lines = fields + (credential.isEmpty ? [] : [credential])
        connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        return try #require(connection.receiveAll(), "\(method) \(target) \(credential): the connection ends")
    }

    @Test("126 requests, each with 19 credentials that are none, are 401 and tell nothing")
    func refusals() throws {
        try withZebulon { address, targets, server in
            #expect(targets.count * Self.methods.count == 126)
            var number = 0
            for target in targets {
                for method in Self.methods {
                    for credential in Self.credentials {
                        number += 1
                        let text = try answer(method, target, credential, number, at: address)
                        let what = "\(method) \(target) \(credential): \(text)"
                        #expect(
                            text.hasPrefix("HTTP/1.1 401 ") && text.contains("\r\nWWW-Authenticate: Bearer\r\n"),
                            "\(what)")
                        #expect(!text.lowercased().contains("zebulon") && !text.contains(Self.token), "\(what)")
                        #expect(method == "HEAD" || text.contains("urn:customers:problem:unauthenticated"), "\(what)")
                    }
                }
            }
            #expect(!server.log.contains(" status=5") && !server.log.contains(Self.token))
        }
    }

    @Test("The routes are those that the server publishes, and what is open to everybody tells of nobody")
    func routes() throws {
        try withZebulon { address, targets, _ in
            let document = try JSONSerialization.jsonObject(
                with: Data(address.send("GET", "/api/openapi.json").body.utf8))
            let paths = try #require((document as? [String: Any])?["paths"] as? [String: Any])
            let open = ["/api/health", "/api/openapi.json"]
            for path in paths.keys where !open.contains(path) {
                let start = path.split(separator: "{", maxSplits: 1)[0]
                #expect(targets.contains { $0.hasPrefix(start) }, "\(path) is not tried")
            }
            for path in open + ["/livez", "/readyz"] {
                let reply = try address.send("GET", path)
                #expect(reply.status == 200 && !reply.body.lowercased().contains("zebulon"), "\(path)")
            }
            for target in targets.prefix(15) {
                let reply = try address.send("OPTIONS", target)
                #expect(reply.status == 204 && reply.body.isEmpty, "\(target)")
            }
        }
    }
}
