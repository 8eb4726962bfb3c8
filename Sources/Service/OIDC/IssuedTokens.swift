package import CustomerAPI
package import Domain
import OpenID

/// Believes tokens that an issuer has signed (RFC 9068): by its keys, while they are valid, and when they say what the rules ask.
package struct IssuedTokens: TokenVerifier {
    private let rules: TokenRules
    private let keys: IssuerKeys
    private let now: @Sendable () -> Timestamp

    /// How far clocks may differ.
    private static let leewaySeconds = 60.0

    package init(_ rules: TokenRules, keys: IssuerKeys, now: @escaping @Sendable () -> Timestamp = Timestamp.now) {
        self.rules = rules
        self.keys = keys
        self.now = now
    }

    /// Whether a token is for this to judge, and not one of a token file.
    package static func isLikely(_ token: String) -> Bool { SignedToken.isLikely(token) }

    package func verdict(on token: String) async -> TokenVerdict {
        guard let token = SignedToken(token) else {
            return .wrong(reason: "The token is damaged, or of a kind that is not taken.")
        }
        // What is not for us is wrong whether or not it is genuine, and nobody is asked for a key.
        let verdict = rules.verdict(token.claims)
        if case .wrong = verdict { return verdict }
        switch await keys.signature(of: token) {
        case .genuine: return outOfTime(token.claims) ?? verdict
        case .forged: return .wrong(reason: "The token is not signed by its issuer.")
        case .undecided(let seconds):
            return .undecided(
                reason: """
                    The token's issuer cannot be asked for its keys at the moment. Try again after the time in Retry-After.
                    """,
                retryAfterSeconds: seconds)
        }
    }

    /// RFC 7519 §4.1.4, §4.1.5: a token without an end would be good for ever.
    private func outOfTime(_ claims: JSONClaims) -> TokenVerdict? {
        let now = Double(now().microseconds) / 1_000_000
        guard let end = claims.seconds("exp") else { return .wrong(reason: "The token says no time of expiry.") }
        guard now < end + Self.leewaySeconds else {
            return .outOfTime(reason: "The token has expired: sign in again.")
        }
        guard !claims.has("nbf") || (claims.seconds("nbf") ?? .infinity) - Self.leewaySeconds <= now else {
            return .outOfTime(reason: "The token is not valid yet: compare the clocks.")
        }
        return nil
    }
}
