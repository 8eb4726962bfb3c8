/// With whom somebody signs in, and for which API; what was signed in for other terms counts for nothing.
package struct SignInTerms: Hashable, Sendable {
    /// The only address that the token goes to.
    package let api: String
    package let issuer: String
    package let clientID: String
    package let scopes: [String]
    /// Asked of issuers that want to be told whom a token is for; `nil` for others.
    package let audience: String?

    package init(api: String, issuer: String, clientID: String, scopes: [String] = [], audience: String? = nil) {
        self.api = api
        self.issuer = issuer
        self.clientID = clientID
        self.scopes = scopes
        self.audience = audience
    }

    /// Every one of them in an order that does not change.
    var text: String { ([api, issuer, clientID, audience ?? ""] + scopes).joined(separator: "\n") }
}
