import CustomerAPI
import Logging
import OIDC

/// All that may tell who calls: the token file, an issuer's tokens, or both.
struct CallerChecks: Sendable {
    let tokens: TokenAuthorizer?
    let issued: (any TokenVerifier)?
    let logger: Logger

    /// Whether anybody is asked who they are.
    var areAsked: Bool { tokens != nil || issued != nil }

    /// Whom the `Authorization` field names; everybody is let in where nobody is asked.
    ///
    /// - Parameter source: the caller's address.
    func caller(authorization: String?, source: String?) async -> RequestContext.Caller {
        guard let issued else {
            return await tokens?.caller(authorization: authorization, source: source) ?? .anonymous
        }
        switch BearerField(authorization) {
        case .missing(let reason): return .unauthenticated(reason: reason)
        case .token(let token) where IssuedTokens.isLikely(token) || tokens == nil:
            let caller = await issued.caller(token)
            guard case .unauthenticated(let reason) = caller else { return caller }
            // A token of the file may look as if it were issued; it waits there when it is neither.
            let listed = await tokens?.caller(authorization: authorization, source: source)
            if case .principal? = listed { return listed ?? caller }
            // Without what the token says of itself, which is anybody's words.
            logger.warning("issued token refused", metadata: ["source": "\(source ?? "none")", "cause": "\(reason)"])
            return caller
        case .token: return await tokens?.caller(authorization: authorization, source: source) ?? .anonymous
        }
    }
}
