/// What a token of an issuer must say (OpenID Connect Core, RFC 9068), besides being genuine, and which role its holder has.
package struct TokenRules: Hashable, Sendable {
    private let issuer: String
    private let audience: Set<String>
    private let scopes: [String]
    private let roleClaim: String?

    /// - Parameters:
    ///   - issuer: whose tokens are taken, exactly as they write it in `iss`.
    ///   - audience: whom they are made for, one of these: without any, every token of the issuer would be taken.
    ///   - scopes: what a token must allow, all of it.
    ///   - roleClaim: the claim that names the role; `nil`: everybody is what tokens of version 1 were.
    package init(issuer: String, audience: Set<String>, scopes: [String] = [], roleClaim: String? = nil) {
        self.issuer = issuer
        self.audience = audience
        self.scopes = scopes
        self.roleClaim = roleClaim
    }

    /// Claims that people may write themselves (OpenID Connect Core §5.1, and the names that Cognito lets them choose), so that
    /// no role may stand there.
    package static let ownWords: Set<String> = [
        "address", "birthdate", "cognito:username", "email", "family_name", "gender", "given_name", "locale",
        "middle_name",
        "name", "nickname", "phone_number", "picture", "preferred_username", "profile", "username", "website",
        "zoneinfo",
    ]

    /// Whether a token is for us, and who holds it.
    ///
    /// - Parameter claims: those of a token whose signature and time somebody looks at.
    package func verdict(_ claims: some TokenClaims) -> TokenVerdict {
        guard claims.text("iss") == issuer else { return .wrong(reason: "The token is another issuer's.") }
        // Cognito's access tokens name the client in place of an audience.
        guard !audience.isDisjoint(with: claims.elements(of: claims.has("aud") ? "aud" : "client_id")) else {
            return .wrong(reason: "The token was made for another audience.")
        }
        guard let subject = claims.text("sub"), Self.isVisible(subject, upTo: 255) else {
            return .wrong(reason: "The token names no caller.")
        }
        return rights(claims, of: .subject(subject, issuer: issuer))
    }

    private func rights(_ claims: some TokenClaims, of identity: Identity) -> TokenVerdict {
        let granted = claims.scopes
        if let missing = scopes.first(where: { !granted.contains($0) }) {
            return .withoutRights(identity, reason: "The token lacks the scope \(missing): sign in with it.")
        }
        guard let role = role(claims) else {
            return .withoutRights(identity, reason: "The token gives no role: ask for one of \(Role.names).")
        }
        return .holder(Principal(identity, email: verifiedEmail(claims), role: role))
    }

    /// Of several the one that may do most.
    private func role(_ claims: some TokenClaims) -> Role? {
        guard let roleClaim else { return .exporter }
        return claims.elements(of: roleClaim).compactMap(Role.init).max()
    }

    /// An address that the issuer has made sure of: anybody may claim any other.
    private func verifiedEmail(_ claims: some TokenClaims) -> String? {
        guard claims.isTrue("email_verified"), let email = claims.text("email"), Self.isVisible(email, upTo: 254),
            email.split(separator: "@", omittingEmptySubsequences: false).count == 2
        else { return nil }
        return email
    }

    /// A name stands in records, logs and on screens: no blanks, nothing that is obeyed or not seen, and one way to write it.
    private static func isVisible(_ text: String, upTo bytes: Int) -> Bool {
        (1...bytes).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension Role {
    /// For people who choose one.
    package static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
