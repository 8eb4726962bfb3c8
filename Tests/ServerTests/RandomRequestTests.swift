import Foundation
import Randomness
import Testing

@Suite("Bytes that were a request once", .timeLimit(.minutes(2)))
struct RandomRequestTests {
    private static let seeds: [[UInt8]] = [
        "GET /api/customers?limit=2&search=ann HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n",
        "GET /api/changes?limit=3 HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"7\"\r\n\r\n",
        "HEAD /api/customers HTTP/1.1\r\nHost: localhost\r\n\r\nGET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 38\r\n\r\n"
            + #"{"name": "Anna", "email": "an@na.org"}"#,
        "PUT /api/customers/6fa459ea-ee8a-4ca4-894e-db77e160355e HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: *\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "26\r\n" + #"{"name": "Anna", "email": "an@na.net"}"# + "\r\n0\r\n\r\n",
        "PATCH /api/customers/6fa459ea-ee8a-4ca4-894e-db77e160355e HTTP/1.1\r\nHost: localhost\r\nIf-Match: \"1\"\r\n"
            + "Content-Type: application/merge-patch+json\r\nContent-Length: 14\r\n\r\n" + #"{"phone":null}"#,
        "DELETE /api/customers/6fa459ea-ee8a-4ca4-894e-db77e160355e HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS /api/customers HTTP/1.1\r\nHost: localhost\r\nOrigin: https://desk.example\r\n\r\n",
    ].map { Array($0.utf8) }

    private static let pieces = [
        "\r\n", "\r\n\r\n", "\0", "%", "%00", "\"", "{", "}", "[", "\u{1B}", "é", ":", " ", "Host: x\r\n", "0\r\n\r\n",
        "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "HTTP/1.0", "?limit=1",
        "99999999",
    ].map { Array($0.utf8) }

    /// A request with up to four bytes changed, cut out or put in, or a piece of another one.
    private func bent(_ random: inout SplitMix) -> [UInt8] {
        var bytes = random.pick(Self.seeds)
        for _ in 0..<Int.random(in: 0...4, using: &random) where !bytes.isEmpty {
            let place = bytes.indices.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...20, using: &random)))
            case 2: bytes.insert(contentsOf: random.pick(Self.pieces), at: place)
            default: bytes.insert(contentsOf: random.pick(Self.seeds).prefix(30), at: place)
            }
        }
        return bytes
    }

    @Test("1,000 of them are answered or let go, none is a failure of the server's, and it goes on")
    func random() throws {
        let (server, address) = try ServerProcess.listening("--sample", "20")
        var random = SplitMix(seed: 12)
        var statuses: [Substring: Int] = [:]
        for number in 0..<1_000 {
            let bytes = bent(&random)
            let connection = try Connection(to: address)
            connection.send(bytes)
            // Nothing more comes: what is not whole by now never is.
            connection.endSending()
            let text = String(decoding: bytes, as: UTF8.self)
            let answer = try #require(
                connection.receiveAll(), "request \(number): the connection ends: \(text.debugDescription)")
            for line in answer.components(separatedBy: "\r\n") where line.hasPrefix("HTTP/1.1 ") {
                let status = line.dropFirst(9).prefix(3)
                statuses[status, default: 0] += 1
                #expect(!status.hasPrefix("5"), "request \(number): \(text.debugDescription)")
            }
        }
        #expect(!server.log.contains(" status=5"))
        #expect(try address.send("GET", "/api/health").status == 200)
        for status: Substring in ["200", "400", "404", "410"] {
            #expect(statuses[status, default: 0] > 5, "the corpus reaches past the first check: \(statuses)")
        }
    }
}
