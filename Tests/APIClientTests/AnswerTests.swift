import Domain
import Foundation
import HTTP
import TestSupport
import Testing
import Transports
import Wire

@testable import APIClient

@Suite("Answers")
struct AnswerTests {
    @Test("A customer comes with all values")
    func customer() async throws {
        let bench = try Bench(MisbehavingServer(annaAnswer))
        try await bench.run { client in
            let customer = try await client.customer(annaID)
            #expect(customer.id == annaID)
            #expect(customer.name == "Anna Smith")
            #expect(customer.version == 3)
        }
        #expect(bench.server.requests.first?.hasPrefix("GET /api/customers/\(annaID.text) HTTP/1.1\r\n") == true)
    }

    @Test("An answer may come in pieces of any size")
    func chunked() async throws {
        let chunks = anna.utf8.map { "1\r\n\(Character(Unicode.Scalar($0)))\r\n" }.joined() + "0\r\n\r\n"
        let head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"3\"\r\nTransfer-Encoding: chunked\r\n\r\n"
        let bench = try Bench(MisbehavingServer(.say(Array((head + chunks).utf8))))
        try await bench.run { client in
            let customer = try await client.customer(annaID)
            #expect(customer.name == "Anna Smith")
        }
    }

    @Test("Packed answers are asked for and unpacked")
    func gzip() async throws {
        let bench = try Bench(MisbehavingServer(packed("H4sIAAAAAAACA4uOBQApu0wNAgAAAA==")))
        try await bench.run { client in
            let page = try await client.page(ListQuery())
            #expect(page.customers.isEmpty)
        }
        #expect(bench.server.requests.first?.lowercased().contains("accept-encoding: gzip") == true)
    }

    @Test("A few bytes that unpack to 100 kB are given up at the limit")
    func bomb() async throws {
        let zeros = "H4sIAAAAAAACA+3BMQEAAADCoPVPbQ0Po" + String(repeating: "A", count: 128) + "IBXA32VEdSghgEA"
        let bench = try Bench(MisbehavingServer(packed(zeros)), .init(maximumResponseBytes: 20_000))
        #expect(
            await bench.failure(of: .page) == .unreachable(.init(.tooLarge(limit: 20_000), mayHaveArrived: true)))
    }

    @Test("A damaged compressed body is not an answer")
    func damagedPacking() async throws {
        let bench = try Bench(MisbehavingServer(packed("AAAAAAAAAAAAAAAA")))
        guard case .unreachable = await bench.failure(of: .page) else {
            Issue.record("the answer was believed")
            return
        }
    }

    @Test("A page ends without a link and goes on with one, at the same host")
    func paging() async throws {
        let link = ["Link": "<https://elsewhere.example/api/customers?limit=2&cursor=abc>; rel=\"next\""]
        let bench = try Bench(MisbehavingServer(.json(200, "[\(anna)]", link), emptyPage))
        try await bench.run { client in
            let first = try await client.page(ListQuery(limit: 2))
            let next = try #require(first.next)
            #expect(next.cursor == "abc")
            #expect(try await client.page(next).next == nil)
        }
        #expect(bench.server.requests.last?.contains("cursor=abc") == true)
    }

    @Test("An address with a path in front is kept")
    func stage() async throws {
        let server = try MisbehavingServer(isWell)
        let transport = HTTPTransport(try APIEndpoint(server.url + "/prod/", carriesToken: false).server)
        #expect(try await CustomerClient(transport: transport).health().status == "OK")
        await transport.shutDown()
        #expect(server.requests.first?.hasPrefix("GET /prod/api/health HTTP/1.1\r\n") == true)
    }

    private func packed(_ base64: String) -> Misbehaviour {
        let body = Data(base64Encoded: base64).map(Array.init) ?? []
        return .say(
            Misbehaviour.bytes(200, ["Content-Type": "application/json", "Content-Encoding": "gzip"], body))
    }
}
