import Foundation
import Testing

@Suite("What becomes of each request, and of its connection", .timeLimit(.minutes(2)))
struct RawRequestTableTests {
    private func check(_ request: RawRequest, at address: ServerProcess.Address) throws {
        let connection = try Connection(to: address)
        connection.send(request.bytes)
        let reply = try connection.response()
        #expect(reply.status == request.status, "\(request): \(reply.head)")
        if request.staysOpen {
            #expect(reply.header("Connection")?.lowercased() != "close", "\(request)")
            #expect(try connection.get("/api/health").status == 200, "\(request): the next request is answered")
        } else {
            #expect(reply.header("Connection")?.lowercased() == "close", "\(request)")
            #expect(connection.receiveAll() == "", "\(request): nothing behind it is a request")
        }
    }

    @Test("62 and more, no two alike, none a failure of the server's")
    func table() throws {
        let all = RawRequest.all
        #expect(all.count >= 62 && Set(all.map(\.bytes)).count == all.count)
        let (server, address) = try ServerProcess.listening("--host-name", "desk.example")
        for request in all { try check(request, at: address) }
        #expect(!server.log.contains(" status=5"), "\(server.log)")
        #expect(try address.send("GET", "/api/customers").body.components(separatedBy: "customer_id").count == 4)
    }

    @Test("With tokens any one name will do, for no page of another site has a token")
    func hostsWithTokens() throws {
        let directory = try ServerProcess.makeDirectory(tokens: "kim:0123456789abcdef")
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory)
        for request: RawRequest in [
            .get("Host: evil.example\r\n", 200, open: true), .get("", 400, open: false),
            .get("Host: a\r\nHost: a\r\n", 400, open: false),
        ] { try check(request, at: address) }
    }

    @Test("Who asks under another name than the server's is told so in a problem")
    func names() throws {
        let (_, address) = try ServerProcess.listening()
        let connection = try Connection(to: address)
        connection.send("GET /api/health HTTP/1.1\r\nHost: evil.example\r\n\r\n")
        let reply = try connection.response()
        #expect(reply.status == 400 && reply.body.contains("urn:customers:problem:invalid-request"))
        #expect(reply.body.contains("--host-name"))
    }
}
