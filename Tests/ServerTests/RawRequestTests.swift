import Foundation
import Testing

/// What a client may say on a socket, and what it may not (RFC 9112).
@Suite("Requests as they stand on the wire", .timeLimit(.minutes(2)))
struct RawRequestTests {
    private static let get = "GET /api/health HTTP/1.1\r\n"
    private static let post = "POST /api/customers HTTP/1.1\r\nHost: localhost\r\n"
    private static let json = "Content-Type: application/json\r\n"
    private static let anna = #"{"name": "Anna", "email": "anna@x.org"}"#

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
