import Domain
import JSON

/// Somebody's tokens.
struct SignedIn: Hashable, Sendable {
    let accessToken: String
    let refreshToken: String?
    let expiresAt: Timestamp

    /// Longer ones fit into no request's head.
    private static let maximumTokenBytes = 12 * 1024
    /// Where an issuer does not say how long a token is good (RFC 6749 §5.1 asks it to).
    private static let standardSeconds: Int64 = 300
    private static let maximumSeconds: Int64 = 30 * 86_400

    /// Reads what a token endpoint gives (RFC 6749 §5.1).
    ///
    /// - Parameter before: whose refresh token goes on where no new one comes (§6).
    init?(answer: JSONValue, at moment: Timestamp, before: SignedIn? = nil) {
        guard let token = answer["access_token"]?.text, Self.isToken(token),
            answer["token_type"]?.text?.lowercased() == "bearer"
        else { return nil }
        let refresh = answer["refresh_token"]?.text
        guard refresh.map(Self.isToken) ?? true else { return nil }
        let seconds = answer["expires_in"]?.number.flatMap { Int64(exactly: $0.rounded(.down)) } ?? Self.standardSeconds
        accessToken = token
        refreshToken = refresh ?? before?.refreshToken
        expiresAt = moment.advanced(bySeconds: min(max(seconds, 0), Self.maximumSeconds))
    }

    /// - Returns: `nil` for a file of another sign-in, or none at all.
    init?(file: [UInt8], for terms: SignInTerms) {
        guard let json = JSONValue(parsing: file, maximumDepth: 4), json["terms"]?.text == terms.text,
            let token = json["access_token"]?.text, Self.isToken(token),
            let end = json["expires_at"]?.text.flatMap({ Timestamp($0) })
        else { return nil }
        let refresh = json["refresh_token"]?.text
        guard refresh.map(Self.isToken) ?? true else { return nil }
        (accessToken, refreshToken, expiresAt) = (token, refresh, end)
    }

    func file(for terms: SignInTerms) -> [UInt8] {
        let json: JSONValue = [
            "terms": .string(terms.text), "access_token": .string(accessToken),
            "refresh_token": refreshToken.map(JSONValue.string), "expires_at": .string(expiresAt.text),
        ]
        return json.bytes(capacity: 4_096) + [UInt8(ascii: "\n")]
    }

    /// What can stand in a header field.
    private static func isToken(_ text: String) -> Bool {
        (1...maximumTokenBytes).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
