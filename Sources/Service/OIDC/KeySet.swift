import JSON
import OpenID

/// The keys that an issuer publishes (RFC 7517 §5), as far as they can be used.
struct KeySet: Sendable {
    private let keys: [SigningKey]
    /// As it was published, to tell whether keys have changed.
    let document: JSONValue

    /// Of one issuer, at most.
    private static let maximumKeys = 100
    /// That a token is tried with, at most: one that names no key costs no more than this.
    private static let maximumTries = 8

    /// - Throws: for a document that is no key set, has too many keys, or none that can be used.
    init(_ document: JSONValue) throws(IssuerFailure) {
        guard let all = document["keys"]?.array, all.count <= Self.maximumKeys else {
            throw .malformed("its key set is none")
        }
        self.document = document["keys"] ?? .null
        keys = all.compactMap { SigningKey($0) }
        guard !keys.isEmpty else { throw .malformed("its key set has no key that can be used") }
    }

    /// Whether one of these keys has signed a token; `nil` when it may have been another: the token names a key that is not
    /// among these, or none.
    func hasSigned(_ token: SignedToken) -> Bool? {
        if keys.lazy.filter({ $0.fits(token) }).prefix(Self.maximumTries).contains(where: { $0.hasSigned(token) }) {
            return true
        }
        guard let id = token.keyID, keys.contains(where: { $0.id == id }) else { return nil }
        return false
    }
}
