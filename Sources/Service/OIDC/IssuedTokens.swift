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

    package func caller(_ token: String) async -> RequestContext.Caller {
        guard let token = SignedToken(token) else { return .unauthenticated(reason: "The token is damaged.") }
        let candidates = await keys.keys(for: token)
        guard candidates.contains(where: { $0.hasSigned(token) }) else {
            let isUnknown = await keys.isEmpty
            return .unauthenticated(
                reason: isUnknown
                    ? "The token's issuer cannot be asked for its keys just now: try again in a minute."
                    : "The token is not signed by its issuer.")
        }
        return refusal(of: token.claims) ?? rules.caller(token.claims)
    }

    /// RFC 7519 §4.1.4, §4.1.5: a token without an end would be good for ever.
    private func refusal(of claims: JSONClaims) -> RequestContext.Caller? {
        let now = Double(now().microseconds) / 1_000_000
        guard let end = claims.seconds("exp") else {
            return .unauthenticated(reason: "The token says no time of expiry.")
        }
        guard now < end + Self.leewaySeconds else {
            return .unauthenticated(reason: "The token has expired: sign in again.")
        }
        guard !claims.has("nbf") || (claims.seconds("nbf") ?? .infinity) - Self.leewaySeconds <= now else {
            return .unauthenticated(reason: "The token is not valid yet: compare the clocks.")
        }
        return nil
    }
}
