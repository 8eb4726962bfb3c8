/// How a token is signed (RFC 7518 §3.1, RFC 8037 §3.1): with a key pair, so neither `none` nor a shared secret.
enum SigningAlgorithm: String {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"
}
