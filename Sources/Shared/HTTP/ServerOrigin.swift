/// Whom a credential is for: scheme, host and port (RFC 6454 §4), or a Unix socket. A path makes no other server.
package struct ServerOrigin: Hashable, Sendable {
    /// In its plainest form, the port always: `https://api.example.com:443`.
    package let text: String

    fileprivate init(_ text: String) {
        self.text = text
    }
}

extension ServerOrigin: CustomStringConvertible {
    package var description: String { text }
}

extension ServerAddress {
    package var origin: ServerOrigin {
        if let socketPath { return ServerOrigin("unix:" + socketPath) }
        let (scheme, standardPort) = isEncrypted ? ("https", 443) : ("http", 80)
        var host = host.lowercased()
        // The root of all names may be written (RFC 1034 §3.1) or not.
        if host.hasSuffix("."), host.count > 1 { host.removeLast() }
        return ServerOrigin("\(scheme)://\(host.contains(":") ? "[\(host)]" : host):\(port ?? standardPort)")
    }
}
