package import HTTP
import HTTPTypes
package import JSON

/// Who signs people in and makes tokens (OpenID Connect Discovery 1.0).
package struct Issuer: Sendable {
    /// Exactly as it stands in tokens.
    package let name: String
    private let discovery: ResourceURL
    private let connect: @Sendable (ServerAddress) -> any Transport

    /// How long one answer may take, or several that belong together.
    package static let timeout = Duration.seconds(10)
    /// Of an answer, in bytes; a hundred keys with their certificates are a third of it.
    package static let maximumBytes = 512 * 1024

    /// - Parameters:
    ///   - name: an address over TLS, or one of this machine, without query and fragment.
    ///   - connect: makes what carries requests to a server, whose answers have ``maximumBytes`` at most.
    /// - Returns: `nil` when the name is no such address.
    package init?(_ name: String, connect: @escaping @Sendable (ServerAddress) -> any Transport) {
        // Alone, so that what is added cannot be taken for its host.
        guard ResourceURL(name) != nil else { return nil }
        let base = name.hasSuffix("/") ? name.dropLast() : name[...]
        guard !name.contains("?"), let discovery = ResourceURL(base + "/.well-known/openid-configuration") else {
            return nil
        }
        self.name = name
        self.discovery = discovery
        self.connect = connect
    }

    /// What the issuer says of itself.
    ///
    /// - Throws: ``IssuerFailure``, also when it is another's (§4.3: the names have to be the same, byte for byte).
    package func metadata(
        until deadline: ContinuousClock.Instant = .now + timeout
    ) async throws(IssuerFailure) -> IssuerMetadata {
        let document = try await document(at: discovery, until: deadline)
        guard document["issuer"]?.text == name else { throw .malformed("its document is another issuer's") }
        return try IssuerMetadata(document)
    }

    /// A document in JSON.
    package func document(
        at url: ResourceURL, until deadline: ContinuousClock.Instant = .now + timeout
    ) async throws(IssuerFailure) -> JSONValue {
        let (status, document) = try await answer(
            to: Request(.get, url.target, fields: [.accept: "application/json"]), at: url, until: deadline)
        guard status == 200 else { throw .status(status) }
        guard let document else { throw .malformed("its answer is not JSON") }
        return document
    }

    /// Sends a form (RFC 6749 §4); the answer's status, and what is in it, if that is JSON.
    package func answer(
        to form: [(String, String)], at url: ResourceURL
    ) async throws(IssuerFailure) -> (status: Int, document: JSONValue?) {
        let text = form.map { "\(PercentEncoding.encoded($0.0))=\(PercentEncoding.encoded($0.1))" }.joined(
            separator: "&")
        let fields: HTTPFields = [.accept: "application/json", .contentType: "application/x-www-form-urlencoded"]
        let request = Request(.post, url.target, fields: fields, body: Array(text.utf8))
        return try await answer(to: request, at: url, until: .now + Self.timeout)
    }

    private func answer(
        to request: Request, at url: ResourceURL, until deadline: ContinuousClock.Instant
    ) async throws(IssuerFailure) -> (status: Int, document: JSONValue?) {
        let response: Response
        do throws(TransportFailure) {
            response = try await connect(url.server).send(request, deadline: deadline)
        } catch {
            throw .unreachable(error.reason)
        }
        guard response.body.count <= Self.maximumBytes else { throw .malformed("its answer is too long") }
        return (response.status.code, JSONValue(parsing: response.body, maximumDepth: 16))
    }
}

/// Where the parts of an issuer are.
package struct IssuerMetadata: Hashable, Sendable {
    /// Its public keys (`jwks_uri`).
    package let keys: ResourceURL
    /// RFC 8628 §4; `nil` when nobody can sign in so.
    package let deviceAuthorization: ResourceURL?
    package let token: ResourceURL?
    /// RFC 7009.
    package let revocation: ResourceURL?

    init(_ document: JSONValue) throws(IssuerFailure) {
        guard let keys = try Self.url("jwks_uri", in: document) else {
            throw .malformed("its document names no jwks_uri")
        }
        self.keys = keys
        deviceAuthorization = try Self.url("device_authorization_endpoint", in: document)
        token = try Self.url("token_endpoint", in: document)
        revocation = try Self.url("revocation_endpoint", in: document)
    }

    private static func url(_ name: String, in document: JSONValue) throws(IssuerFailure) -> ResourceURL? {
        guard let text = document[name]?.text else { return nil }
        guard let url = ResourceURL(text) else { throw .malformed("its \(name) is no address over TLS") }
        return url
    }
}
