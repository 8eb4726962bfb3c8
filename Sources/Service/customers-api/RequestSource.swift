import Domain
import HTTPTypes

/// Where a request comes from, as far as the server can know.
enum RequestSource {
    /// - Parameters:
    ///   - peer: the socket's other end; `nil` for one of this machine's sockets without an address.
    ///   - isBehindProxy: whether the peer is a proxy that says for whom it asks. The last hop is what it wrote itself; those
    ///     before it are anybody's words.
    static func address(of fields: HTTPFields, peer: String?, isBehindProxy: Bool) -> String? {
        guard isBehindProxy else { return peer }
        return forwardedFor(fields) ?? forwarded(fields) ?? peer
    }

    private static func forwardedFor(_ fields: HTTPFields) -> String? {
        HTTPField.Name("X-Forwarded-For").flatMap { lastHop(fields[values: $0]) }.flatMap(node)
    }

    /// RFC 7239 §4.
    private static func forwarded(_ fields: HTTPFields) -> String? {
        guard let hop = HTTPField.Name("Forwarded").flatMap({ lastHop(fields[values: $0]) }) else { return nil }
        for pair in hop.split(separator: ";") {
            let halves = pair.split(separator: "=", maxSplits: 1).map { $0.trimmed }
            guard halves.count == 2, halves[0].lowercased() == "for" else { continue }
            return node(halves[1].filter { $0 != "\"" })
        }
        return nil
    }

    private static func lastHop(_ values: [String]) -> String? {
        values.last?.split(separator: ",", omittingEmptySubsequences: false).last?.trimmed
    }

    /// An address without its port; `nil` for what is no address, such as `unknown` or a made-up name (RFC 7239 §6).
    private static func node(_ text: String) -> String? {
        var address = text[...]
        if address.hasPrefix("["), let end = address.firstIndex(of: "]") {
            address = address[address.index(after: address.startIndex)..<end]
        } else if address.filter({ $0 == ":" }).count == 1, let colon = address.firstIndex(of: ":") {
            address = address[..<colon]
        }
        let isAddress =
            (2...45).contains(address.utf8.count) && address.contains { $0 == "." || $0 == ":" }
            && address.utf8.allSatisfy { byte in
                switch Unicode.Scalar(byte) {
                case "0"..."9", "a"..."f", "A"..."F", ".", ":": true
                default: false
                }
            }
        return isAddress ? address.lowercased() : nil
    }
}
