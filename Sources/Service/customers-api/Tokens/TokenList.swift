import Crypto
import CustomerAPI

/// The bearer tokens (RFC 6750) that open the API, as digests.
struct TokenList: Hashable, Sendable {
    let entries: [TokenEntry]

    enum Match: Hashable {
        case known(Principal)
        /// It was one until the day came.
        case expired(Principal)
        case unknown
    }

    /// Whose token it is.
    ///
    /// It is compared with each, whole digests at a time, so that the time taken tells nothing about any of them.
    ///
    /// - Parameter day: today (UTC), as `2027-01-31`.
    func match(_ token: String, day: String) -> Match {
        let digest = SHA256.hash(data: Array(token.utf8))
        var match: TokenEntry?
        for entry in entries where digest == entry.digest { match = entry }
        guard let match else { return .unknown }
        return match.isExpired(on: day) ? .expired(match.principal) : .known(match.principal)
    }
}
