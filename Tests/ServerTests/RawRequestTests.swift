import Foundation
import Testing

/// What a client may say on a socket, and what it may not (RFC 9112).
@Suite("Requests as they stand on the wire", .timeLimit(.minutes(2)))
struct RawRequestTests {
    private static let get = "GET /api/health HTTP/1.1\r\n"
    private static let post = "POST /api/customers HTTP/1.1\r\nHost: localhost\r\n"
    private static let json = "Content-Type: application/json\r\n"
    private static let anna = #"{"name": "Anna", "email": "anna@x.org"}"#

    private func status(_ request: String, to address: ServerProcess.Address) throws -> Int {
        let connection = try Connection(to: address)
        connection.send(request)
        return try connection.response().status
    }

    @Test("A request names its host once, and by a name of this server")
    func hosts() throws {
        let (_, address) = try ServerProcess.listening("--host-name", "desk.example")
        for host in [
            "localhost", "localhost:\(address.port)", "127.0.0.1:\(address.port)", "127.1.2.3", "[::1]", "LocalHost.",
            "desk.example", "Desk.Example:80",
        ] {
            #expect(try status(Self.get + "Host: \(host)\r\n\r\n", to: address) == 200, "\(host)")
        }
        for fields in [
            "", "Host: localhost\r\nHost: localhost\r\n", "Host: localhost\r\nX: y\r\nHost: evil.example\r\n",
            "Host:\r\n", "Host: evil.example\r\n", "Host: localhost.evil.example\r\n",
            "Host: 127.0.0.1.evil.example\r\n",
            "Host: 0.0.0.0\r\n", "Host: localhost@evil.example\r\n",
        ] {
            let connection = try Connection(to: address)
            connection.send(Self.get + fields + "\r\n")
            let answer = try #require(connection.receiveAll(), "the connection ends")
            let reply = try #require(Reply(answer))
            #expect(reply.status == 400 && reply.body.contains("urn:customers:problem:invalid-request"), "\(fields)")
            #expect(reply.header("Connection") == "close")
        }
    }

    @Test("With tokens any one name will do, for no page of another site has a token")
    func hostsWithTokens() throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:0123456789abcdef")
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        #expect(try status(Self.get + "Host: desk.example\r\n\r\n", to: address) == 200)
        #expect(try status(Self.get + "\r\n", to: address) == 400)
        #expect(try status(Self.get + "Host: a\r\nHost: a\r\n\r\n", to: address) == 400)
    }

    @Test("HTTP/1.0 is answered, and its connection closed, whatever it asks for")
    func version10() throws {
        let (_, address) = try ServerProcess.listening()
        for fields in [
            "", "Host: localhost\r\n", "Connection: keep-alive\r\n", "Host: localhost\r\nExpect: 100-continue\r\n",
        ] {
            let connection = try Connection(to: address)
            connection.send("GET /api/health HTTP/1.0\r\n\(fields)\r\n")
            let answer = try #require(connection.receiveAll(), "the connection ends")
            #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("\r\nConnection: close\r\n"), "\(fields)")
            #expect(Reply(answer)?.header("Transfer-Encoding") == nil)
        }
        let body =
            "POST /api/customers HTTP/1.0\r\n\(Self.json)Content-Length: \(Self.anna.utf8.count)\r\n\r\n\(Self.anna)"
        #expect(try status(body, to: address) == 201)
        let chunked = "POST /api/customers HTTP/1.0\r\n\(Self.json)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        #expect(try status(chunked, to: address) == 400)
        #expect(try status("GET /api/health HTTP/1.0\r\nHost: evil.example\r\n\r\n", to: address) == 400)
    }

    @Test("A connection that is to be closed says so and is, and what stands behind the last request is not answered")
    func closing() throws {
        let (_, address) = try ServerProcess.listening()
        let request = Self.get + "Host: localhost\r\n"
        let connection = try Connection(to: address)
        connection.send("\(request)\r\n\(request)Connection: close\r\n\r\n\(request)\r\n")
        let answers = try #require(connection.receiveAll()).components(separatedBy: "HTTP/1.1 200 OK\r\n")
        #expect(answers.count == 3, "two answers and what is before the first")
        #expect(!answers[1].contains("Connection: close") && answers[2].contains("Connection: close"))
    }

    @Test(
        "What asks for another protocol is answered in this one, and its connection closed",
        arguments: [
            "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
            "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n",
        ])
    func otherProtocols(request: String) throws {
        let (_, address) = try ServerProcess.listening()
        let connection = try Connection(to: address)
        connection.send(request)
        let answer = try #require(connection.receiveAll(), "the connection ends")
        #expect(answer.hasPrefix("HTTP/1.1 ") && answer.contains("\r\nConnection: close\r\n"), "\(answer)")
    }

    @Test("Of transfer codings chunked is taken, once and alone, and never beside a length")
    func transferCodings() throws {
        let (_, address) = try ServerProcess.listening()
        let length = String(Self.anna.utf8.count, radix: 16)
        let chunks = "\(length)\r\n\(Self.anna)\r\n0\r\n\r\n"
        let head = Self.post + Self.json
        #expect(try status(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks, to: address) == 201)
        for fields in [
            "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 3", "Content-Length: 3\r\nTransfer-Encoding: chunked",
            "Content-Length: 3\r\nContent-Length: 4", "Content-Length: 3, 4", "Content-Length: +3",
            "Content-Length: 0x3",
        ] {
            let connection = try Connection(to: address)
            connection.send(head + fields + "\r\n\r\n" + chunks)
            let answer = try #require(connection.receiveAll(), "\(fields): the connection ends")
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(fields)")
            #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2, "\(fields): nothing behind it is a request")
        }
    }

    @Test("A client that waits with its body is asked for it when the head will do, and not otherwise")
    func expectations() throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:0123456789abcdef")
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        let head = Self.post + Self.json + "Content-Length: \(Self.anna.utf8.count)\r\nExpect: 100-continue\r\n"
        let good = try Connection(to: address)
        good.send(head + "Authorization: Bearer 0123456789abcdef\r\n\r\n")
        #expect(good.receive() == "HTTP/1.1 100 Continue\r\n\r\n")
        good.send(Self.anna)
        #expect(try good.response().status == 201)
        let wrong = try Connection(to: address)
        wrong.send(head + "Authorization: Bearer 0123456789abcdee\r\n\r\n")
        let answer = try #require(wrong.receiveAll(), "the connection ends")
        #expect(answer.hasPrefix("HTTP/1.1 401 ") && answer.contains("\r\nConnection: close\r\n"))
    }

    @Test("Who has no token is told so before the body comes, and can read it however much is on its way")
    func unreadBodies() throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:0123456789abcdef")
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        for framing in ["Content-Length: 900000\r\n", "Transfer-Encoding: chunked\r\n"] {
            let silent = try Connection(to: address)
            silent.send(Self.post + Self.json + framing + "\r\n")
            #expect(try silent.response().status == 401, "\(framing)")
        }
        let talking = try Connection(to: address)
        talking.send(Self.post + "Content-Length: 900000\r\n\r\n" + String(repeating: " ", count: 900_000))
        #expect(try talking.response().status == 401)
        let plain = try Connection(to: address)
        for _ in 0..<2 { #expect(try plain.get("/api/customers").status == 401, "without a body the connection stays") }
    }

    @Test("A body says what it is, so that no page of another site can send one unasked")
    func mediaTypes() throws {
        let (_, address) = try ServerProcess.listening()
        func post(_ fields: String, _ body: String) throws -> Reply {
            let connection = try Connection(to: address)
            connection.send(Self.post + fields + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
            return try connection.response()
        }
        for fields in [
            "", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n", "Content-Type: application/json; charset=utf-16\r\n",
        ] {
            #expect(try post(fields, Self.anna).status == 415, "\(fields)")
            #expect(try post(fields, "").status == 415, "\(fields), empty")
        }
        #expect(try post(Self.json, #"{"name": "A", "name": "B", "email": "a@x.org"}"#).status == 400)
        #expect(try post(Self.json, #"{"name": "A", "email": "a@x.org", "x": 1, "x": 2}"#).status == 400)
        let place = try #require(try post(Self.json, Self.anna).header("Location"))
        #expect(try status("DELETE \(place) HTTP/1.1\r\nHost: localhost\r\n\r\n", to: address) == 204)
    }

    @Test("A body in UTF-16 is refused with a word about it")
    func utf16() throws {
        let (_, address) = try ServerProcess.listening()
        let connection = try Connection(to: address)
        let body = Self.anna.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        connection.send(
            Self.post + Self.json + "Content-Length: \(body.count)\r\n\r\n" + String(decoding: body, as: UTF8.self))
        let reply = try connection.response()
        #expect(reply.status == 400 && reply.body.contains("UTF-16"))
    }
}
