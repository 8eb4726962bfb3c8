import CustomerAPI
import Logging
import OIDC
import ServiceLifecycle

/// All that may tell who calls: the token file, an issuer's tokens, or both. Wrong ones wait for their answer, whichever it was.
struct CallerChecks: Sendable {
    let tokens: Tokens
    private let logger: Logger
    private let pause: @Sendable (Duration) async -> Void
    let wrongTokens = WrongTokens()

    /// Whose tokens count.
    enum Tokens: Sendable {
        /// Nobody is asked who they are.
        case nobodys
        case ofFile(TokenAuthorizer)
        case ofIssuer(any TokenVerifier)
        case ofBoth(TokenAuthorizer, any TokenVerifier)

        init(file: TokenAuthorizer?, issuer: (any TokenVerifier)?) {
            switch (file, issuer) {
            case (nil, nil): self = .nobodys
            case (let file?, nil): self = .ofFile(file)
            case (nil, let issuer?): self = .ofIssuer(issuer)
            case (let file?, let issuer?): self = .ofBoth(file, issuer)
            }
        }
    }

    /// - Parameter pause: waits, for those who have sent wrong tokens.
    init(
        _ tokens: Tokens, logger: Logger, pause: @escaping @Sendable (Duration) async -> Void = CallerChecks.sleep
    ) {
        (self.tokens, self.logger, self.pause) = (tokens, logger, pause)
    }

    /// Whether anybody is asked who they are.
    var areAsked: Bool {
        switch tokens {
        case .nobodys: false
        case .ofFile, .ofIssuer, .ofBoth: true
        }
    }

    /// Whom the `Authorization` field names; everybody is let in where nobody is asked. A wrong token's answer may take its
    /// time; a right one's does not, nor one that cannot be told from a right one just now.
    ///
    /// - Parameter source: the caller's address.
    func caller(authorization: String?, source: String?) async -> RequestContext.Caller {
        guard areAsked else { return .anonymous }
        switch BearerField(authorization) {
        case .missing(let reason): return .unauthenticated(reason: reason)
        case .token(let token):
            guard let verdict = await verdict(on: token) else { return .anonymous }
            switch verdict {
            case .holder, .withoutRights, .undecided: break
            case .outOfTime(let reason): await refuse(token, from: source, "token out of time", reason, isGuess: false)
            case .wrong(let reason): await refuse(token, from: source, "wrong token", reason, isGuess: true)
            }
            return verdict.caller
        }
    }

    /// `nil` where nobody is asked. A token of the file may look as it likes, so that is looked at first.
    private func verdict(on token: String) async -> TokenVerdict? {
        switch tokens {
        case .nobodys: return nil
        case .ofFile(let file): return file.verdict(on: token)
        case .ofIssuer(let issuer): return await issuer.verdict(on: token)
        case .ofBoth(let file, let issuer):
            let verdict = file.verdict(on: token)
            guard case .wrong = verdict, IssuedTokens.isLikely(token) else { return verdict }
            return await issuer.verdict(on: token)
        }
    }

    /// - Parameter reason: in words of ours alone; those of a token are anybody's.
    private func refuse(
        _ token: String, from source: String?, _ message: String, _ reason: String, isGuess: Bool
    ) async {
        let attempt = wrongTokens.count(token, from: source, isGuess: isGuess)
        logger.warning(
            "\(message)",
            metadata: ["source": "\(source ?? "none")", "attempt": "\(attempt.number)", "cause": "\(reason)"])
        if attempt.delay > .zero { await pause(attempt.delay) }
    }

    /// Not longer than the server lives.
    static func sleep(_ duration: Duration) async {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: duration) }
    }
}
