import Crypto
import HTTP
import HTTPTypes
import JSON

/// A request in the one form that signer and server compute alike (Signature V4, "Create a canonical request").
struct CanonicalRequest {
    let text: String
    /// The names of the fields that the signature covers: `host;x-amz-date`.
    let signedFields: String

    init(_ request: Request, host: String) {
        let fields = Self.fields(of: request, host: host)
        signedFields = fields.map(\.name).joined(separator: ";")
        text = """
            \(request.method.rawValue)
            \(Self.path(request.path))
            \(Self.query(request.query))
            \(fields.map { "\($0.name):\($0.value)\n" }.joined())
            \(signedFields)
            \(Hexadecimal.text(SHA256.hash(data: request.body)))
            """
    }

    // MARK: Fields

    /// Those that the way to the server may add, change or take away; the signature leaves them open.
    private static let unsigned: Set<String> = [
        "authorization", "accept-encoding", "connection", "expect", "te", "transfer-encoding", "upgrade", "user-agent",
        "x-amzn-trace-id",
    ]

    private static func fields(of request: Request, host: String) -> [(name: String, value: String)] {
        var values: [String: [String]] = ["host": [host]]
        for field in request.fields where !unsigned.contains(field.name.canonicalName) {
            values[field.name.canonicalName, default: []].append(trimmed(field.value))
        }
        return values.map { (name: $0.key, value: $0.value.joined(separator: ",")) }.sorted { $0.name < $1.name }
    }

    /// Without white space around it, and with one space for each run of it inside.
    private static func trimmed(_ value: String) -> String {
        value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    // MARK: Target

    /// Without empty and dot segments, and encoded once more than on the wire, as all services but S3 have it.
    private static func path(_ path: Substring) -> String {
        var segments: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = segments.popLast() } else { segments.append(part) }
        }
        let joined = segments.map { "/" + PercentEncoding.encoded($0) }.joined()
        return joined.isEmpty || path.hasSuffix("/") ? joined + "/" : joined
    }

    /// The parameters by name and then by value.
    private static func query(_ query: Substring) -> String {
        let pairs = query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (name: encodedOnce(halves[0]), value: halves.count > 1 ? encodedOnce(halves[1]) : "")
        }
        return pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private static func encodedOnce(_ bytes: Substring.UTF8View) -> String {
        PercentEncoding.encoded(
            PercentEncoding.decoded(bytes, plusIsSpace: false) ?? String(Substring(bytes)))
    }
}
