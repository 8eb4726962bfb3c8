import CustomerAPI

/// Whose tokens the file had since the server began: one that is not there any more is no guess.
struct FormerTokens {
    private var holders: [[UInt8]: Principal] = [:]

    /// About four files' worth.
    private static let maximumCount = 40_000

    /// - Parameter list: what the file says now.
    mutating func remember(_ list: TokenList) {
        if holders.count + list.entries.count > Self.maximumCount { holders = [:] }
        for entry in list.entries { holders[entry.digest] = entry.principal }
    }

    /// Who held it, or holds it.
    ///
    /// Digests are looked up by a hash of this process's own, so the time taken tells nothing of them.
    func holder(of token: String) -> Principal? {
        holders[AccessToken.digest(of: token)]
    }
}
