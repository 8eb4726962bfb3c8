import FoundationEssentials
import TestSupport
import Testing

@Suite("What a server that lies costs")
struct LyingServerTests {
    private static let megabyte = 1 << 20

    /// A customer with a member that nobody knows and much in it.
    private static func row(_ padding: String) -> String {
        let moment = "2026-01-02T03:04:05.000Z"
        return """
            {"customer_id":"6fa459ea-ee8a-4ca4-894e-db77e160355e","name":"A","email":"a@example.com","phone":null,\
            "address":null,"registration_date":"\(moment)","created_at":"\(moment)","updated_at":"\(moment)","version":3,\
            "updated_by":null,"more":\(padding)}
            """
    }

    /// As many records as a page may have, each of which can be believed, with a long address.
    private static let page: String = {
        let address = "\"" + String(repeating: "x", count: 6_500) + "\""
        let rows = (1_000..<2_000).map { number in
            row("0").replacing("\"address\":null", with: "\"address\":\(address)").replacing("6fa4", with: "\(number)")
        }
        return "[" + rows.joined(separator: ",") + "]"
    }()

    /// Answers that are as long as one may be, or longer.
    static let lies: [String: Misbehaviour] = [
        "a member nobody knows": .json(200, "[\(row("\"" + String(repeating: "x", count: 7 * megabyte) + "\""))]"),
        "arrays in arrays": .json(200, String(repeating: "[", count: 7 * megabyte)),
        "many rows": .json(
            200, "[" + String(repeating: row("0") + ",", count: 7 * megabyte / 320) + row("0") + "]"),
        "long rows": .json(200, page),
        "a long name": .json(
            200,
            "[\(row("0").replacing("\"A\"", with: "\"" + String(repeating: "x", count: 7 * megabyte) + "\""))]"),
        "a great length": .json(200, String(repeating: "1", count: 96 * megabyte)),
        "no end": .drop(
            after: .max,
            of: Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".utf8)
                + [UInt8](repeating: 0x31, count: 96 * megabyte)),
    ]

    /// The most memory that `customers list` has had.
    private func peakKilobytes(_ answer: Misbehaviour) async throws -> Int {
        let server = try MisbehavingServer(answer)
        let run = try await MeasuredClient.run(["list"], url: server.url)
        #expect(server.requests.contains { $0.hasPrefix("GET /api/customers") })
        return run.peakKilobytes
    }

    @Test("At most 64 MB of memory", arguments: lies.keys.sorted())
    func memory(_ lie: String) async throws {
        let plain = try await peakKilobytes(.json(200, "[]"))
        let lied = try await peakKilobytes(try #require(Self.lies[lie]))
        #expect(lied - plain <= 64 * 1_024, "\(lied - plain) KiB more")
    }
}
