import Crypto
import CryptoExtras
import Foundation
import HTTP
import HTTPTypes
import OpenID
import Synchronization

/// An issuer in memory: its keys can be changed, it can be away, and it can take its time.
final class InventedIssuer: Transport {
    static let name = "https://issuer.example/desk"
    private let state = Mutex(State())

    private struct State {
        var keys: [IssuerKey] = []
        var isAway = false
        var issuer = InventedIssuer.name
        var keySet: String?
        var requests: [String] = []
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
    }

    init(_ keys: IssuerKey...) {
        set(keys)
    }

    /// Every request since it was made, by path.
    var requests: [String] { state.withLock { $0.requests } }

    func set(_ keys: [IssuerKey]) { state.withLock { $0.keys = keys } }
    func set(isAway: Bool) { state.withLock { $0.isAway = isAway } }
    /// - Parameter issuer: whose document it hands out.
    func set(issuer: String) { state.withLock { $0.issuer = issuer } }
    /// - Parameter keySet: what it hands out instead of its keys.
    func set(keySet: String) { state.withLock { $0.keySet = keySet } }

    /// Answers nobody until ``letGo()``.
    func hold() { state.withLock { $0.isHeld = true } }

    func letGo() {
        let held = state.withLock { state in
            defer { (state.isHeld, state.held) = (false, []) }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    private func waitWhileHeld() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.isHeld { state.held.append(continuation) }
                return !state.isHeld
            }
            if isFree { continuation.resume() }
        }
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        state.withLock { $0.requests.append(String(request.path)) }
        await waitWhileHeld()
        let body = state.withLock { state -> String? in
            guard !state.isAway else { return nil }
            switch request.path {
            case "/desk/.well-known/openid-configuration":
                return #"{"issuer":"\#(state.issuer)","jwks_uri":"https://issuer.example/keys?set=1"}"#
            case "/keys":
                return state.keySet ?? #"{"keys":[\#(state.keys.map(\.json).joined(separator: ","))]}"#
            default: return ""
            }
        }
        guard let body else { throw TransportFailure(.timedOut, mayHaveArrived: true) }
        return Response(body.isEmpty ? .notFound : .ok, body: Array(body.utf8))
    }
}

/// A key pair of an issuer, and what it is published as.
struct IssuerKey: Sendable {
    let algorithm: String
    let id: String?
    let json: String
    private let sign: @Sendable ([UInt8]) throws -> [UInt8]

    private init(
        _ algorithm: String, _ id: String?, _ members: String, _ sign: @escaping @Sendable ([UInt8]) throws -> [UInt8]
    ) {
        (self.algorithm, self.id, self.sign) = (algorithm, id, sign)
        json = "{\(members)\(id.map { #","kid":"\#($0)""# } ?? "")}"
    }

    /// - Parameter members: more of the published key.
    static func es256(_ id: String?, _ members: String = "") -> IssuerKey {
        let key = P256.Signing.PrivateKey()
        let point = Array(key.publicKey.rawRepresentation)
        let (x, y) = (base64URL(point.prefix(32)), base64URL(point.suffix(32)))
        return IssuerKey("ES256", id, #""kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"\#(members)"#) {
            Array(try key.signature(for: $0).rawRepresentation)
        }
    }

    static func edDSA(_ id: String?) -> IssuerKey {
        let key = Curve25519.Signing.PrivateKey()
        let x = base64URL(key.publicKey.rawRepresentation)
        return IssuerKey("EdDSA", id, #""kty":"OKP","crv":"Ed25519","use":"sig","x":"\#(x)""#) {
            Array(try key.signature(for: $0))
        }
    }

    /// - Parameter algorithm: RS256 or PS256.
    static func rsa(_ id: String?, _ algorithm: String, bits: Int = 2_048, _ members: String = "") throws -> IssuerKey {
        let key = try _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: bits))
        let parts = try key.publicKey.getKeyPrimitives()
        let (n, e) = (base64URL(parts.modulus), base64URL(parts.publicExponent))
        return IssuerKey(algorithm, id, #""kty":"RSA","n":"\#(n)","e":"\#(e)"\#(members)"#) { bytes in
            let padding = algorithm == "PS256" ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
            return Array(try key.signature(for: SHA256.hash(data: bytes), padding: padding).rawRepresentation)
        }
    }

    /// - Parameters:
    ///   - header: instead of the key's own.
    ///   - changes: to claims that are in order; an empty text leaves one out.
    func token(header: String? = nil, _ changes: [String: String] = [:]) throws -> String {
        let own = #"{"alg":"\#(algorithm)","typ":"at+jwt"\#(id.map { #","kid":"\#($0)""# } ?? "")}"#
        return try signed(header ?? own, Self.claims(changes))
    }

    func signed(_ header: String, _ claims: String) throws -> String {
        let text = base64URL(header.utf8) + "." + base64URL(claims.utf8)
        return text + "." + base64URL(try sign(Array(text.utf8)))
    }

    static func claims(_ changes: [String: String]) -> String {
        let own = [
            "iss": #""\#(InventedIssuer.name)""#, "aud": #"["other","desk"]"#, "sub": #""42""#, "exp": "1600000000",
            "scope": #""desk:read desk:write""#,
        ]
        let members = own.merging(changes) { $1 }.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        return "{" + members.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}"
    }
}

func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}
