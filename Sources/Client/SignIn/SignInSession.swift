package import Domain
import JSON
package import OpenID

/// A sign-in that lasts: hands out its token, and gets the next one before it ends.
package struct SignInSession: Sendable {
    let terms: SignInTerms
    let issuer: Issuer
    let file: SignInFile
    let now: @Sendable () -> Timestamp

    /// How long before its end a token is replaced: a request may take that long.
    private static let marginSeconds: Int64 = 60

    package init(
        _ terms: SignInTerms, issuer: Issuer, file: SignInFile, now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.terms = terms
        self.issuer = issuer
        self.file = file
        self.now = now
    }

    /// A token for the API.
    ///
    /// - Parameter refused: the one that the API has just not accepted.
    /// - Throws: ``SignInFailure/signedOut`` when somebody has to sign in again.
    package func token(insteadOf refused: String? = nil) async throws(SignInFailure) -> String {
        if let token = try fresh(insteadOf: refused) { return token.accessToken }
        return try await file.locked { () async throws(SignInFailure) in
            // Another process may have been first.
            if let token = try fresh(insteadOf: refused) { return token.accessToken }
            guard let known = try file.read(for: terms) else { throw .signedOut }
            return try await refreshed(known, isRefused: known.accessToken == refused).accessToken
        }
    }

    /// Keeps a new sign-in.
    func keep(_ signedIn: SignedIn) async throws(SignInFailure) {
        try await file.locked { () throws(SignInFailure) in try file.write(signedIn, for: terms) }
    }

    /// Forgets the sign-in here, and tells the issuer so (RFC 7009).
    ///
    /// - Returns: whether there was one.
    package func end() async throws(SignInFailure) -> Bool {
        let (known, hasEnded) = try await file.locked { () throws(SignInFailure) in
            (try file.read(for: terms), try file.remove())
        }
        if let token = known?.refreshToken ?? known?.accessToken { await revoke(token) }
        return hasEnded
    }

    private func fresh(insteadOf refused: String?) throws(SignInFailure) -> SignedIn? {
        guard let known = try file.read(for: terms), known.accessToken != refused,
            now().advanced(bySeconds: Self.marginSeconds) < known.expiresAt
        else { return nil }
        return known
    }

    /// RFC 6749 §6. While the issuer is away a token that is still good goes on.
    private func refreshed(_ known: SignedIn, isRefused: Bool) async throws(SignInFailure) -> SignedIn {
        do throws(SignInFailure) {
            guard let refreshToken = known.refreshToken else { throw .signedOut }
            let next = try await next(refreshToken, after: known)
            try file.write(next, for: terms)
            return next
        } catch {
            if !isRefused, now() < known.expiresAt { return known }
            throw error
        }
    }

    private func next(_ refreshToken: String, after known: SignedIn) async throws(SignInFailure) -> SignedIn {
        let form = [("grant_type", "refresh_token"), ("refresh_token", refreshToken), ("client_id", terms.clientID)]
        do throws(IssuerFailure) {
            guard let url = try await issuer.metadata().token else {
                throw IssuerFailure.malformed("it names no token endpoint")
            }
            let (status, document) = try await issuer.answer(to: form, at: url)
            if let document, status == 200, let next = SignedIn(answer: document, at: now(), before: known) {
                return next
            }
            // A proxy's refusal is not the issuer's (RFC 6749 §5.2).
            let reason = document?["error"]?.text
            guard let reason, Self.endings.contains(reason) else { throw IssuerFailure.status(status) }
        } catch {
            throw SignInFailure(error)
        }
        _ = try file.remove()
        throw .signedOut
    }

    /// With these the issuer says that it does not go on with a sign-in.
    private static let endings: Set<String> = ["invalid_grant", "invalid_client", "unauthorized_client"]

    /// How long somebody who leaves waits for the issuer.
    private static let revocationTimeout = Duration.seconds(5)

    /// Nothing depends on it: the token ends by itself.
    private func revoke(_ token: String) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                guard let url = try? await issuer.metadata().revocation else { return }
                _ = try? await issuer.answer(to: [("token", token), ("client_id", terms.clientID)], at: url)
            }
            group.addTask { try? await Task.sleep(for: Self.revocationTimeout) }
            await group.next()
            group.cancelAll()
        }
    }
}
