import Crypto

/// Tokens that no key of the issuer's had signed when it was asked last.
///
/// By the digest of the token and not by the key that it names, for anyone who guesses the name of the next key could otherwise
/// have its tokens refused.
struct ForgedTokens {
    private var digests: Set<[UInt8]> = []

    /// Beyond this they begin anew, at the cost of a further fetch.
    private static let maximum = 1_000

    func contains(_ token: SignedToken) -> Bool { digests.contains(Self.digest(of: token)) }

    mutating func insert(_ token: SignedToken) {
        if digests.count >= Self.maximum { digests.removeAll(keepingCapacity: true) }
        digests.insert(Self.digest(of: token))
    }

    private static func digest(of token: SignedToken) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: token.signed)
        hash.update(data: [UInt8(ascii: ".")])
        hash.update(data: token.signature)
        return Array(hash.finalize())
    }
}
