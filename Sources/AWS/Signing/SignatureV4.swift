import Crypto
package import Domain
package import HTTP
import HTTPTypes
import JSON

/// Signs requests to one service in one region (AWS Signature Version 4).
package struct SignatureV4: Sendable {
    package let service: String
    package let region: String
    private let keys = SigningKeyCache()

    package init(service: String, region: String) {
        self.service = service
        self.region = region
    }

    /// Dates `request` and signs it with `key`.
    ///
    /// The method, the path, the query, the body and every field that is set by now are covered, but those that proxies
    /// and HTTP libraries have their own way with.
    ///
    /// - Parameter host: what the request's `Host` field will be.
    package func sign(_ request: inout Request, host: String, with key: AccessKey, at moment: Timestamp) {
        let date = moment.signingText
        request.fields[.authorization] = nil
        request.fields[.amazonDate] = date
        request.fields[.amazonSecurityToken] = key.sessionToken
        let scope = SigningScope(date: String(date.prefix(8)), region: region, service: service)
        let canonical = CanonicalRequest(request, host: host)
        let signature = HMAC<SHA256>.authenticationCode(
            for: Array(Self.stringToSign(canonical, scope, date).utf8), using: keys.key(scope, secret: key.secret))
        request.fields[.authorization] = """
            AWS4-HMAC-SHA256 Credential=\(key.id)/\(scope.text), SignedHeaders=\(canonical.signedFields), \
            Signature=\(Hexadecimal.text(signature))
            """
    }

    static func stringToSign(_ canonical: CanonicalRequest, _ scope: SigningScope, _ date: String) -> String {
        """
        AWS4-HMAC-SHA256
        \(date)
        \(scope.text)
        \(Hexadecimal.text(SHA256.hash(data: Array(canonical.text.utf8))))
        """
    }
}

extension HTTPField.Name {
    static let amazonDate = literal("x-amz-date")
    static let amazonSecurityToken = literal("x-amz-security-token")
}
