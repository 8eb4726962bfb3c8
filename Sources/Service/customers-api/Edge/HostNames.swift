import HTTP

/// The names under which callers may reach a server that knows nobody by a token.
struct HostNames: Hashable, Sendable {
    private let names: Set<String>

    /// - Parameter names: besides localhost and the addresses of loopback; ports are not looked at.
    init(_ names: [String] = []) {
        self.names = Set(names.map { Self.folded($0) })
    }

    /// - Parameter host: the value of a Host field: a name or an address, and a port or none.
    func contain(_ host: String) -> Bool {
        guard let name = Self.name(in: host).map(Self.folded) else { return false }
        return ServerAddress.isLoopback(name) || names.contains(name)
    }

    /// Whether a text is a name or an address that a Host field can have, without a port.
    static func isName(_ text: String) -> Bool {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let name = isBracketed ? String(text.dropFirst().dropLast()) : text
        return !name.isEmpty && isBracketed == name.contains(":")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                case UInt8(ascii: ":"): isBracketed
                default: false
                }
            }
    }

    /// The name of a Host field, or of an address's authority, before a port or none (RFC 9112 §3.2); `nil` for anything else.
    static func name(in host: some StringProtocol) -> String? {
        let end = host.hasPrefix("[") ? host.firstIndex(of: "]").map(host.index(after:)) : host.firstIndex(of: ":")
        let name = String(host[..<(end ?? host.endIndex)])
        let port = host[(end ?? host.endIndex)...]
        guard isName(name), port.isEmpty || port.hasPrefix(":") && port.dropFirst().utf8.allSatisfy(isDigit) else {
            return nil
        }
        return name
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Letter case, brackets and a root's dot make no difference.
    private static func folded(_ name: String) -> String {
        var name = name.lowercased()
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        if name.hasSuffix(".") { name.removeLast() }
        return name
    }
}
