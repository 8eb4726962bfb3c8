import Domain

/// What one caller has, as far as addresses tell: an address of IPv4, of IPv6 the first 64 bits (RFC 6177).
struct SourceNetwork: Hashable {
    /// An address of IPv4, or a prefix such as `2001:db8:0:1::/64`.
    let text: String

    /// - Parameter address: as ``RequestSource`` has it; one of IPv4 may stand in IPv6's form (RFC 4291 §2.5.5.2), as it does on
    ///   a socket for both. `nil` when there is none.
    init?(_ address: String?) {
        guard let address, !address.isEmpty else { return nil }
        guard address.contains(":") else {
            text = address
            return
        }
        let groups = Self.groups(address)
        if groups.prefix(6) == ["0", "0", "0", "0", "0", "ffff"], let last = groups.last, last.contains(".") {
            text = String(last)
        } else {
            text = groups.prefix(4).joined(separator: ":") + "::/64"
        }
    }

    /// With the zeros that `::` stands for; one of IPv4 at the end is one group, where two would be.
    private static func groups(_ address: String) -> [Substring] {
        let halves = address.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let head = halves[0].split(separator: ":")
        guard halves.count == 2 else { return head }
        let tail = halves[1].split(separator: ":")
        let count = head.count + tail.count + (tail.last?.contains(".") ?? false ? 1 : 0)
        return head + Array(repeating: "0", count: max(0, 8 - count)) + tail
    }
}
