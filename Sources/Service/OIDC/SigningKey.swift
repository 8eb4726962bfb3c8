import Crypto
import CryptoExtras
import CustomerAPI
import FoundationEssentials
import JSON

/// A public key of an issuer (RFC 7517), with the algorithms that it may be used with: never those that a token chooses for a
/// key of another kind (RFC 8725 §3.1), `none` or a shared secret.
struct SigningKey: Sendable {
    let id: String?
    private let kind: Kind
    private let algorithms: Set<SigningAlgorithm>

    private enum Kind {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)

        var algorithms: Set<SigningAlgorithm> {
            switch self {
            case .rsa: [.rs256, .ps256]
            case .p256: [.es256]
            case .ed25519: [.edDSA]
            }
        }
    }

    /// RFC 7518 §3.3, and no more than a signature is worth.
    private static let modulusBytes = 256...1_024
    private static let coordinateBytes = 32

    /// `nil` for a key that is not for signatures, of a kind that is not taken, or too short.
    init?(_ key: JSONValue) {
        guard key["use"].map({ $0 == "sig" }) ?? true,
            key["key_ops"].map({ $0.array?.contains("verify") ?? false }) ?? true, let kind = try? Self.kind(of: key)
        else { return nil }
        algorithms = kind.algorithms.filter { key["alg"] == nil || key["alg"]?.text == $0.rawValue }
        guard !algorithms.isEmpty else { return nil }
        id = key["kid"]?.text
        self.kind = kind
    }

    private static func kind(of key: JSONValue) throws -> Kind? {
        func bytes(_ name: String) -> [UInt8] { key[name]?.text.flatMap { Base64URL.decoded($0) } ?? [] }
        switch (key["kty"]?.text, key["crv"]?.text) {
        case ("RSA", _):
            let modulus = bytes("n").drop { $0 == 0 }
            guard modulusBytes.contains(modulus.count) else { return nil }
            return .rsa(try _RSA.Signing.PublicKey(n: modulus, e: bytes("e")))
        case ("EC", "P-256"):
            let (x, y) = (bytes("x"), bytes("y"))
            guard x.count == coordinateBytes, y.count == coordinateBytes else { return nil }
            return .p256(try P256.Signing.PublicKey(rawRepresentation: x + y))
        case ("OKP", "Ed25519"):
            return .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: bytes("x")))
        default: return nil
        }
    }

    /// Whether the key may have signed a token: it has its name, or the token names none.
    func fits(_ token: SignedToken) -> Bool {
        algorithms.contains(token.algorithm) && (token.keyID == nil || token.keyID == id)
    }

    func hasSigned(_ token: SignedToken) -> Bool {
        guard algorithms.contains(token.algorithm) else { return false }
        switch kind {
        case .rsa(let key):
            let signature = _RSA.Signing.RSASignature(rawRepresentation: token.signature)
            let padding = token.algorithm == .ps256 ? _RSA.Signing.Padding.PSS : .insecurePKCS1v1_5
            return key.isValidSignature(signature, for: SHA256.hash(data: token.signed), padding: padding)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: token.signature) else {
                return false
            }
            return key.isValidSignature(signature, for: SHA256.hash(data: token.signed))
        case .ed25519(let key): return key.isValidSignature(token.signature, for: token.signed)
        }
    }
}
