package import HTTP

/// An address of something on a server that a secret may go to: over TLS, or on this machine.
package struct ResourceURL: Hashable, Sendable {
    /// Without what stands behind the authority.
    package let server: ServerAddress
    /// Path and query in origin form (RFC 9112 §3.2.1).
    package let target: String

    /// `nil` for anything but an absolute address without a fragment, for plain HTTP to another machine, and for one of more
    /// than 2,048 bytes.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 2_048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("#"),
            let scheme = text.firstRange(of: "://")
        else { return nil }
        let end = text[scheme.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
        guard let server = ServerAddress(text[..<end]), server.isEncrypted || server.isLoopback else { return nil }
        self.server = server
        let rest = text[end...]
        target = rest.hasPrefix("/") ? String(rest) : "/" + rest
    }

    package var text: String { server.text + target }
}
