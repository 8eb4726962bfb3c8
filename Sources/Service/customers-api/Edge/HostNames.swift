/// The names under which callers may reach a server that knows nobody by a token.
struct HostNames: Hashable, Sendable {
    private let names: Set<String>

    /// - Parameter names: besides localhost and the addresses of loopback; ports are not looked at.
    init(_ names: [String] = []) {
        self.names = Set(names.map { Self.folded($0) })
    }

    /// - Parameter host: the value of a Host field: a name or an address, and a port or none.
    func contain(_ host: String) -> Bool {
        let name = Self.folded(Self.withoutPort(host))
        return Exposure.isLoopback(name) || names.contains(name)
    }

    private static func withoutPort(_ host: String) -> String {
        if host.hasPrefix("["), let end = host.lastIndex(of: "]") { return String(host[...end]) }
        return String(host.prefix { $0 != ":" })
    }

    /// Letter case, brackets and a root's dot make no difference.
    private static func folded(_ name: String) -> String {
        var name = name.lowercased()
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        if name.hasSuffix(".") { name.removeLast() }
        return name
    }
}
