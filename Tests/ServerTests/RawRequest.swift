/// A request as it stands on the wire, and what a server has to make of it (RFC 9110, RFC 9112).
struct RawRequest: Sendable, CustomStringConvertible {
    let description: String
    let bytes: [UInt8]
    let status: Int
    /// Whether the next request on the same connection is answered, too.
    let staysOpen: Bool

    init(_ description: String, _ text: String, _ status: Int, open: Bool) {
        self.init(description, bytes: Array(text.utf8), status, open: open)
    }

    init(_ description: String, bytes: [UInt8], _ status: Int, open: Bool) {
        (self.description, self.bytes, self.status, staysOpen) = (description, bytes, status, open)
    }

    /// GET with these fields.
    static func get(_ fields: String, _ status: Int, open: Bool, version: String = "1.1") -> RawRequest {
        RawRequest("\(version) \(fields)", "GET /api/health HTTP/\(version)\r\n\(fields)\r\n", status, open: open)
    }

    /// A request line, with everything else as it should be.
    static func line(_ line: String, _ status: Int, open: Bool) -> RawRequest {
        RawRequest(line, "\(line)\r\nHost: localhost\r\n\r\n", status, open: open)
    }

    /// GET with a field of its own beside Host.
    static func field(_ field: String, _ status: Int, open: Bool) -> RawRequest {
        get("Host: localhost\r\n\(field)\r\n", status, open: open)
    }

    static let json = "Content-Type: application/json\r\n"

    /// POST of a body, with its length.
    static func post(
        _ body: String, _ status: Int, _ fields: String = json, open: Bool = true, version: String = "1.1"
    ) -> RawRequest {
        let head =
            "POST /api/customers HTTP/\(version)\r\nHost: localhost\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n"
        return RawRequest("\(version) \(fields)\(body.prefix(40))", head + body, status, open: open)
    }

    /// POST in JSON with framing of its own; what follows the head stands behind it.
    static func framed(_ fields: String, _ rest: String, _ status: Int, open: Bool) -> RawRequest {
        let head = "POST /api/customers HTTP/1.1\r\nHost: localhost\r\n\(json)\(fields)\r\n\r\n"
        return RawRequest("\(fields) \(rest.prefix(40))", head + rest, status, open: open)
    }
}

// MARK: - The table

extension RawRequest {
    /// On a server without tokens that is known as `desk.example`, too.
    static let all = hosts + versions + lines + fields + framing + bodies + protocols

    private static func anna(_ email: String) -> String { #"{"name": "Anna", "email": "\#(email)@x.org"}"# }

    private static let hosts: [RawRequest] =
        [
            "localhost", "localhost:8080", "127.0.0.1", "127.1.2.3", "[::1]", "[::1]:80", "LocalHost.", "desk.example",
            "Desk.Example:80",
        ].map { .get("Host: \($0)\r\n", 200, open: true) }
        + [
            "", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nX: y\r\nHost: evil.example\r\n",
            "Host:\r\n",
            "Host: evil.example\r\n", "Host: localhost.evil.example\r\n", "Host: 127.0.0.1.evil.example\r\n",
            "Host: 0.0.0.0\r\n", "Host: localhost@evil.example\r\n", "Host: evil@localhost\r\n",
            "Host: local host\r\n", "Host: localhost/evil\r\n", "Host: localhost, evil.example\r\n",
            "Host: local\u{0}host\r\n",
        ].map { .get($0, 400, open: false) }

    private static let versions: [RawRequest] = [
        .get("", 200, open: false, version: "1.0"), .get("Host: localhost\r\n", 200, open: false, version: "1.0"),
        .get("Connection: keep-alive\r\n", 200, open: false, version: "1.0"),
        .get("Host: localhost\r\nExpect: 100-continue\r\n", 200, open: false, version: "1.0"),
        .get("Host: evil.example\r\n", 400, open: false, version: "1.0"),
        .get("Transfer-Encoding: chunked\r\n", 400, open: false, version: "1.0"),
        .post(anna("old"), 201, open: false, version: "1.0"),
        .get("Host: localhost\r\n", 400, open: false, version: "1.2"),
        .get("Host: localhost\r\n", 400, open: false, version: "2.0"),
        .get("Host: localhost\r\n", 400, open: false, version: "1.1.1"),
        .line("GET /api/health http/1.1", 400, open: false), .line("GET /api/health", 400, open: false),
        RawRequest("HTTP/0.9", "GET /api/health\r\n\r\n", 400, open: false),
    ]

    private static let lines: [RawRequest] =
        [
            RawRequest("line feeds alone", "GET /api/health HTTP/1.1\nHost: localhost\n\n", 400, open: false),
            RawRequest(
                "an empty line before", "\r\n\r\nGET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n", 200, open: true),
            .line("GET\t/api/health\tHTTP/1.1", 400, open: false), .line("get /api/health HTTP/1.1", 400, open: false),
            .line("FOO /api/health HTTP/1.1", 400, open: false), .line("GET api/health HTTP/1.1", 400, open: false),
            .line("GET /api/he alth HTTP/1.1", 400, open: false),
            .line("GET /api/he\u{0}alth HTTP/1.1", 400, open: false),
            .line("GET /api/customers?search=é HTTP/1.1", 400, open: false),
            .line("GET /api/customers?search=\(String(repeating: "a", count: 40_000)) HTTP/1.1", 400, open: false),
            .line("GET http://localhost:1/api/health HTTP/1.1", 200, open: true),
            .line("GET HTTP://127.0.0.1/api/health HTTP/1.1", 200, open: true),
            .line("GET http://evil.example/api/health HTTP/1.1", 400, open: false),
            .line("GET http://localhost@evil.example/api/health HTTP/1.1", 400, open: false),
            .line("GET http:///api/health HTTP/1.1", 400, open: false),
            .line("GET /api/he%61lth HTTP/1.1", 200, open: true),
            .line("OPTIONS /api/customers HTTP/1.1", 204, open: true),
            .line("PROPFIND /api/customers HTTP/1.1", 405, open: true),
            .line("TRACE /api/health HTTP/1.1", 405, open: true),
        ]
        + [
            "*", "/api/../api/health", "//api/health", "/api/health/", "/api%2Fhealth", "/api/health#x",
            "/api/customers/%00", "/api/customers/%FF",
        ].map { .line("GET \($0) HTTP/1.1", 404, open: true) }
        + ["search=%zz", "search=%ff", "limit=0", "limit=1&limit=2", "limit=%D9%A1", "limit=9999999999999999999999"].map
    {
        .line("GET /api/customers?\($0) HTTP/1.1", 400, open: true)
    }

    private static let fields: [RawRequest] =
        [
            "nonsense", ": x", "X\u{1B}: 1", "X(y): 1", "X : 1", "X: a\r\n b", "X: a\u{0}b", "X: a\u{1B}b", "X: a\rb",
            "X: \(String(repeating: "a", count: 40_000))",
            (0..<101).map { "X-\($0): 1" }.joined(separator: "\r\n"),
            (0..<50).map { "X-\($0): \(String(repeating: "a", count: 1_000))" }.joined(separator: "\r\n"),
        ].map { .field($0, 400, open: false) }
        + [
            .field("X: é", 200, open: true), .field("Range: bytes=0-1", 200, open: true),
            .field("Connection: Host", 200, open: true), .field("Accept: text/xml", 406, open: true),
            .field("Connection: close, x", 200, open: false),
            .field("Connection: keep-alive\r\nConnection: close", 200, open: false),
        ]

    private static let framing: [RawRequest] = {
        let body = anna("chunks")
        let chunks = "\(String(body.utf8.count, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
        let closing =
            [
                "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \u{B}chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "Content-Length: 3\r\nTransfer-Encoding: chunked", "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: 3\r\nContent-Length: 3", "Content-Length: 3, 4", "Content-Length: 3, 3",
                "Content-Length: 3 3", "Content-Length: +3", "Content-Length: -3", "Content-Length: 0x3",
                "Content-Length:",
                "Content-Length: 99999999999999999999999",
            ].map { RawRequest.framed($0, chunks, 400, open: false) }
        let broken =
            [
                "g\r\n\r\n", "FFFFFFFFFFFFFFFFFF\r\n\r\n", "-1\r\n\r\n", "2\r\n{}x\r\n0\r\n\r\n", "2\n{}\n0\n\n",
                "2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n",
            ].map { RawRequest.framed("Transfer-Encoding: chunked", $0, 400, open: false) }
        return closing + broken + [
            .framed("Transfer-Encoding: chunked", chunks, 201, open: true),
            .framed("Transfer-Encoding: CHUNKED", "2;a=b\r\n{}\r\n0\r\n\r\n", 400, open: true),
            .framed("Expect: 200-ok\r\nContent-Length: 2", "{}", 417, open: false),
            .framed("Expect: 100-continue\r\nExpect: 200-ok\r\nContent-Length: 2", "{}", 417, open: false),
        ]
    }()

    private static let bodies: [RawRequest] =
        [
            "", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n", "Content-Type: application/json; charset=utf-16\r\n",
        ].flatMap { [.post(anna("type"), 415, $0), .post("", 415, $0)] }
        + [
            "", "nonsense", "[]", "null", String(repeating: "[", count: 30_000),
            String(repeating: #"{"a":"#, count: 10_000),
            #"{"name": 1, "email": "a@x.org"}"#, #"{"name": "a\u0000", "email": "a@x.org"}"#,
            #"{"name": "a\ud800", "email": "a@x.org"}"#, #"{"name": "A", "name": "B", "email": "a@x.org"}"#,
            #"{"name": "A", "email": "a@x.org", "x": 1, "x": 2}"#, anna("twice") + anna("twice"),
        ].map { .post($0, 400) }
        + [
            .post(String(repeating: " ", count: 65_537), 413),
            .post(String(repeating: " ", count: 2 << 20), 413, open: false),
            .post(anna("key"), 400, json + "Idempotency-Key: nonsense\r\n"),
            .post("{}", 400, json + "X-HTTP-Method-Override: DELETE\r\n"),
            .field("Content-Length: 3\r\n\r\nabc", 200, open: true),
            .post(anna("last"), 201),
        ]

    private static let protocols: [RawRequest] = [
        .field("Connection: Upgrade\r\nUpgrade: h2c", 200, open: false),
        .field("Connection: Upgrade\r\nUpgrade: websocket", 200, open: false),
        RawRequest("CONNECT", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n", 404, open: false),
        RawRequest("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, open: false),
        RawRequest(
            "TLS", bytes: [22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3] + [UInt8](repeating: 97, count: 500), 400, open: false),
        RawRequest("SSH", "SSH-2.0-OpenSSH_9.2p1\r\n", 400, open: false),
        RawRequest("noise", bytes: [UInt8](1..<200) + Array("\r\n\r\n".utf8), 400, open: false),
    ]
}
