import Domain
import Glibc
import HTTP
import HTTPTypes

/// Where a request comes from, as far as the server can know.
enum RequestSource {
    /// - Parameters:
    ///   - peer: the socket's other end; `nil` for one of this machine's sockets without an address.
    ///   - isBehindProxy: whether the peer is a proxy that says for whom it asks. The last hop is what it wrote itself; those
    ///     before it are anybody's words.
    static func address(of fields: HTTPFields, peer: String?, isBehindProxy: Bool) -> String? {
        guard isBehindProxy else { return peer }
        let hops = fields[values: .forwardedFor]
        // Where the proxy has written the one, the other is anybody's words.
        return (hops.isEmpty ? forwarded(fields) : lastHop(hops).flatMap(node)) ?? peer
    }

    /// RFC 7239 §4.
    private static func forwarded(_ fields: HTTPFields) -> String? {
        guard let hop = lastHop(fields[values: .forwarded]) else { return nil }
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
        let text = address.lowercased()
        return isAddress(text) ? text : nil
    }

    private static func isAddress(_ text: String) -> Bool {
        var bytes = in6_addr()
        return [AF_INET, AF_INET6].contains { inet_pton($0, text, &bytes) == 1 }
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = literal("X-Forwarded-For")
    fileprivate static let forwarded = literal("Forwarded")
}
