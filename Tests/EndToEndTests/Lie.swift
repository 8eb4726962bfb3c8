import FoundationEssentials
import TestSupport

/// One way in which a server in the API's place is hostile.
enum Lie: String, CaseIterable, Sendable {
    case escapesInValues, escapesInProblems, escapesInHeads
    case anotherCustomer, hugeNumbers, signInPage, samePageForEver, pagesInACircle
    case otherContentType, cutOff, endlessBody, slowBody, broken, packedZeros
    case nothing, noJSON, deepJSON, redirect, busyForEver, otherProtocol, interimForEver, manyFields

    /// Whom the commands ask for.
    static let anna = "6fa459ea-ee8a-4ca4-894e-db77e160355e"
    static let email = "anna@example.com"
    private static let bob = "7fa459ea-ee8a-4ca4-894e-db77e160355e"

    /// How many commands can run at a time: most that are told these wait for a deadline.
    var width: Int { [.slowBody, .busyForEver, .escapesInValues].contains(self) ? 4 : 2 }

    func server() throws -> MisbehavingServer {
        try MisbehavingServer { answer(to: LyingRequest($0)) }
    }

    /// A text with everything in it that a terminal would obey, or that forges a line.
    static let hostileText = EscapeTests.payloads.joined()

    private func answer(to request: LyingRequest) -> Misbehaviour {
        switch self {
        case .escapesInValues: LyingRecord(text: Self.hostileText).answer(to: request)
        case .escapesInProblems: Self.problem(request)
        case .escapesInHeads: .drop(after: .max, of: Self.hostileHead)
        case .anotherCustomer: LyingRecord(id: Self.bob).answer(to: request)
        case .hugeNumbers: LyingRecord(version: "1e308").answer(to: request)
        case .signInPage: .answer(403, ["Content-Type": "text/html"], body: "<h1>Sign in\u{1B}[31mFORGED</h1>")
        case .samePageForEver: Self.page(leadingTo: UUID().uuidString)
        case .pagesInACircle: Self.page(leadingTo: "again")
        case .otherContentType: .answer(200, ["Content-Type": "image/png"], body: "[]")
        case .cutOff: .drop(after: 120, of: Misbehaviour.bytes(200, Self.json, [UInt8](repeating: 0x20, count: 500)))
        case .endlessBody: .drop(after: .max, of: Self.head + [UInt8](repeating: 0x20, count: 96 << 20))
        case .slowBody: .drip(Self.head + [0x5B])
        case .broken: .reset
        case .packedZeros:
            .say(
                Misbehaviour.bytes(
                    200, Self.json.merging(["Content-Encoding": "gzip"]) { $1 }, PackedZeros.bytes(256 << 20)))
        case .nothing: .answer(200)
        case .noJSON: .say(Misbehaviour.bytes(200, Self.json, [0x00, 0xFF, 0xFE, 0x1B, 0x5B, 0x33, 0x31, 0x6D, 0x9B]))
        case .deepJSON: .json(200, String(repeating: "[", count: 2 << 20))
        case .redirect: .answer(302, ["Location": request.path])
        case .busyForEver: .problem(503, "unavailable", ["Retry-After": "99999999999999999999"])
        case .otherProtocol: .drop(after: .max, of: Array("SSH-2.0-OpenSSH_9.2p1 \u{1B}[31mFORGED\r\n".utf8))
        case .interimForEver:
            .drop(after: .max, of: Array(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 20_000).utf8))
        case .manyFields: .drop(after: .max, of: Self.fieldsForEver)
        }
    }

    private static let json = ["Content-Type": "application/json"]
    private static let head = Array("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n".utf8)

    /// Without CR and LF, which would end the line.
    private static let hostileHead: [UInt8] = {
        let text = EscapeTests.payloads.filter { !$0.contains(where: \.isNewline) }.joined()
        let lines = [
            "HTTP/1.1 200 \(text)", "Content-Type: application/json; \(text)", "ETag: \"\(text)\"",
            "Link: <\(text)>; rel=\"next\"", "X-Request-Id: \(text)", "Content-Length: 2",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n[]").utf8)
    }()

    private static let fieldsForEver = Array(
        ("HTTP/1.1 200 OK\r\n" + (0..<200_000).map { "X-\($0): \($0)\r\n" }.joined() + "\r\n[]").utf8)

    private static func page(leadingTo cursor: String) -> Misbehaviour {
        .json(200, "[\(LyingRecord().json)]", ["Link": "</api/customers?cursor=\(cursor)>; rel=\"next\""])
    }

    private static func problem(_ request: LyingRequest) -> Misbehaviour {
        let text = LyingRecord.quoted(hostileText)
        return .json(
            request.path == "/api/health" ? 500 : 400,
            """
            {"type":"urn:customers:problem:validation","title":\(text),"status":400,"detail":\(text),"instance":\(text),\
            "errors":[{"field":\(text),"code":\(text),"message":\(text)}]}
            """)
    }
}

/// The first line of a request.
struct LyingRequest {
    let method: String
    /// Without what was asked for.
    let path: String

    init(_ text: String) {
        let words = text.prefix { $0 != "\r\n" }.split(separator: " ")
        method = words.first.map(String.init) ?? ""
        path = words.dropFirst().first.map { String($0.prefix { $0 != "?" }) } ?? ""
    }
}

/// A customer who answers every request, no matter who was asked for.
struct LyingRecord {
    var id = Lie.anna
    /// What each value says; `nil` for harmless ones.
    var text: String?
    var version = "3"

    /// A JSON string in which nothing stands as it is.
    static func quoted(_ text: String) -> String {
        let escapes = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"" + escapes.joined() + "\""
    }

    var json: String {
        let moment = "2026-01-02T03:04:05.000Z"
        let (value, email) = (Self.quoted(text ?? "Anna"), Self.quoted(text ?? Lie.email))
        return """
            {"customer_id":"\(id)","name":\(value),"email":\(email),"phone":\(text == nil ? "null" : value),\
            "address":\(value),"registration_date":"\(moment)","created_at":"\(moment)","updated_at":"\(moment)",\
            "version":\(version),"updated_by":\(value)}
            """
    }

    func answer(to request: LyingRequest) -> Misbehaviour {
        let (value, tag) = (Self.quoted(text ?? "1"), ["ETag": "\"\(version)\""])
        switch request.path {
        case "/api/health":
            return .json(
                200,
                #"{"status":"OK","timestamp":"2026-01-02T03:04:05.000Z","version":\#(value),"replicate":false,"#
                    + #""contract":\#(value),"capabilities":["whoami",\#(value)]}"#)
        case "/api/whoami":
            return .json(200, #"{"name":\#(value),"role":\#(value),"may":["read","write","follow",\#(value)]}"#)
        case "/api/changes": return .json(200, #"{"changes":[\#(json)],"cursor":"AAAA","more":false}"#)
        case "/api/customers" where request.method == "GET": return .json(200, "[\(json)]")
        case "/api/customers": return .json(201, json, tag)
        default: return .json(200, json, tag)
        }
    }
}

/// Zeros in gzip, 158 times as many as it has bytes (RFC 1951, fixed codes).
enum PackedZeros {
    /// - Parameter count: of zeros, at least; the end is left out, for nobody should come so far.
    static func bytes(_ count: Int) -> [UInt8] {
        // One block; a zero; then matches of 258 bytes at distance 1, of which eight fill 13 bytes.
        var bits: [UInt8] = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<16 { bits += [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] }
        let packed = stride(from: 0, to: bits.count - 7, by: 8).map { start in
            (0..<8).reduce(UInt8(0)) { $0 | bits[start + $1] << UInt8($1) }
        }
        let cycle = Array(packed[2..<15])
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF] + packed[..<2]
        for _ in 0..<(count / (8 * 258) + 1) { bytes += cycle }
        return bytes
    }
}
