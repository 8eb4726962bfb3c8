/// Where the Runtime API listens, as `AWS_LAMBDA_RUNTIME_API` says it: `HOST:PORT`, plain HTTP on this machine.
package struct RuntimeAddress: Hashable, Sendable {
    /// The environment variable that holds it.
    package static let variable = "AWS_LAMBDA_RUNTIME_API"

    package let host: String
    package let port: UInt16

    /// `nil` for anything but a host and a port; an IPv6 address stands in brackets.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        self.host = String(host)
        self.port = port
    }

    /// What stands in the `Host` field.
    var authority: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
