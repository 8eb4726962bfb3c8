import Crypto
import Synchronization

/// What a key is good for: one day, one region, one service.
struct SigningScope: Hashable, Sendable {
    /// `20150830`
    let date: String
    let region: String
    let service: String

    var text: String { "\(date)/\(region)/\(service)/aws4_request" }

    /// The key of this scope (Signature V4, "Derive a signing key").
    func key(secret: String) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for part in [date, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        return key
    }
}

/// The signing key that was used last: a client talks to one service in one region, and the date changes once a day.
final class SigningKeyCache: Sendable {
    private let last = Mutex<Entry?>(nil)

    private struct Entry {
        let scope: SigningScope
        let secret: String
        let key: SymmetricKey
    }

    func key(_ scope: SigningScope, secret: String) -> SymmetricKey {
        last.withLock { last in
            if let last, last.scope == scope, last.secret == secret { return last.key }
            let key = scope.key(secret: secret)
            last = Entry(scope: scope, secret: secret, key: key)
            return key
        }
    }
}
