/// Where a server is: `https://api.example.com:8443/stage`.
package struct ServerAddress: Hashable, Sendable {
    /// Over TLS.
    package let isEncrypted: Bool
    /// Without the brackets around an IPv6 address.
    package let host: String
    /// `nil` for the scheme's own.
    package let port: Int?
    /// What stands before every path, such as an API Gateway stage; begins with a slash, or is empty.
    package let pathPrefix: String
    /// The Unix socket that it listens on, in place of a host; an absolute path.
    package let socketPath: String?

    /// How people write one, by examples.
    package static let forms = "https://api.example.com, http://127.0.0.1:8080 or unix:/run/customers/api.sock"

    /// A server on a Unix socket, in plain HTTP.
    ///
    /// `nil` for a path that is not absolute or longer than 107 bytes (unix(7)).
    package init?(socket path: String) {
        guard path.hasPrefix("/"), path.utf8.count <= 107, !path.utf8.contains(0) else { return nil }
        (isEncrypted, host, port, pathPrefix, socketPath) = (false, "localhost", nil, "", path)
    }

    /// `nil` for anything but `http` or `https`, a host, perhaps a port and a path.
    package init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard halves.count == 3, halves[1].isEmpty, !text.contains(where: { "?#@ ".contains($0) }) else { return nil }
        switch halves[0].lowercased() {
        case "https:": isEncrypted = true
        case "http:": isEncrypted = false
        default: return nil
        }
        let authority = halves[2].prefix { $0 != "/" }
        // A sign-in, by its sign's number.
        guard !authority.contains("%40"), let (host, port) = Self.hostAndPort(authority) else { return nil }
        self.host = host
        self.port = port
        var path = halves[2].dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        pathPrefix = String(path)
        socketPath = nil
    }

    private static func hostAndPort(_ authority: some StringProtocol) -> (String, Int?)? {
        let end = authority.lastIndex(of: "]").map(authority.index(after:)) ?? authority.startIndex
        let colon = authority[end...].firstIndex(of: ":") ?? authority.endIndex
        let host = authority[..<colon].filter { $0 != "[" && $0 != "]" }
        guard !host.isEmpty else { return nil }
        guard colon != authority.endIndex else { return (String(host), nil) }
        let digits = authority[colon...].dropFirst()
        guard let port = UInt16(digits), !digits.hasPrefix("+") else { return nil }
        return (String(host), Int(port))
    }

    /// As it was written, in its plainest form.
    package var text: String {
        if let socketPath { return "unix:" + socketPath }
        return (isEncrypted ? "https://" : "http://") + authority(port) + pathPrefix
    }

    /// What the `Host` field says: the port only when it is not the scheme's own (RFC 9110 §7.2).
    package var hostField: String {
        authority(port == (isEncrypted ? 443 : 80) ? nil : port)
    }

    private func authority(_ port: Int?) -> String {
        (host.contains(":") ? "[\(host)]" : host) + (port.map { ":\($0)" } ?? "")
    }

    /// Whether it is this machine, whatever a resolver says (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3).
    package var isLoopback: Bool { Self.isLoopback(host.lowercased()) }

    /// The same of a name or an address, in small letters and without brackets.
    package static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") } && parts[0] == "127"
    }
}
