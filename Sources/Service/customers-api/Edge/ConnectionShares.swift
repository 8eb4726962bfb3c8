/// How many connections there may be at once, and how many of them may be strangers': callers who have not shown a good token
/// on their connection yet.
struct ConnectionShares: Hashable, Sendable {
    let total: Int
    let strangers: Int
    /// Of one address; `nil` where an address tells nothing about who is behind it.
    let strangersPerAddress: Int?

    /// For those who read metrics, all of them on this machine.
    static let metrics = ConnectionShares(total: 16, strangers: 16, strangersPerAddress: nil)

    private init(total: Int, strangers: Int, strangersPerAddress: Int?) {
        (self.total, self.strangers, self.strangersPerAddress) = (total, strangers, strangersPerAddress)
    }

    /// However many descriptors the system grants.
    static let maximum = 4_096
    /// For the database, the log, the event loops, and connections that are being closed.
    private static let otherDescriptors = 128
    /// Fifty people who work on one machine, and then some, while none of them is known yet.
    private static let perAddress = 64

    /// - Parameters:
    ///   - descriptors: that this process may have open.
    ///   - hasTokens: without tokens everybody is a stranger, and on loopback an address is nobody's own: connections have no
    ///     limits among themselves, and the newest takes the place of the one that has been idle longest.
    ///   - isBehindProxy: its address is everybody's.
    init(descriptors: Int, hasTokens: Bool, isBehindProxy: Bool) {
        total = max(min(descriptors - Self.otherDescriptors, Self.maximum), 16)
        strangers = hasTokens ? total / 2 : total
        strangersPerAddress = hasTokens && !isBehindProxy ? min(Self.perAddress, strangers) : nil
    }
}
