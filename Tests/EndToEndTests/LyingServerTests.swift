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

    /// Bodies of JSON that are as long as an answer may be, or longer.
    static let lies: [String: String] = [
        "a member nobody knows": "[\(row("\"" + String(repeating: "x", count: 7 * megabyte) + "\""))]",
        "arrays in arrays": String(repeating: "[", count: 7 * megabyte),
        "many rows": "[" + String(repeating: row("0") + ",", count: 7 * megabyte / 320) + row("0") + "]",
        "a long name":
            "[\(row("0").replacing("\"A\"", with: "\"" + String(repeating: "x", count: 7 * megabyte) + "\""))]",
        "no end": String(repeating: "1", count: 64 * megabyte),
    ]

    /// The most memory that `customers list` has had.
    private func peakKilobytes(_ body: String) async throws -> Int {
        let server = try MisbehavingServer(.json(200, body))
        return try await withTemporaryFolder { folder in
            let environment = ["HOME": folder, "TERM": "dumb", "LANG": "C.UTF-8", "CUSTOMERS_API_URL": server.url]
            let client = try Pseudoterminal([Program("customers").path, "list"], environment: environment)
            return try await client.waitForEnd(seconds: 60).peakKilobytes
        }
    }

    @Test("At most 64 MB of memory", arguments: lies.keys.sorted())
    func memory(_ lie: String) async throws {
        let plain = try await peakKilobytes("[]")
        let lied = try await peakKilobytes(Self.lies[lie] ?? "")
        #expect(lied - plain <= 64 * 1_024, "\(lied - plain) KiB more")
    }
}
