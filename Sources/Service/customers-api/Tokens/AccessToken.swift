import Crypto
import CustomerAPI
import Domain

/// A token as its holder has it: `cdk_`, 32 random bytes in base64url, and six characters of checksum.
///
/// The checksum is the CRC-32 of the 43 characters between, in base62 (0-9, A-Z, a-z) with leading zeros, as GitHub's tokens
/// have it: anyone who looks for secrets in files knows one by `cdk_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}` and is not mistaken.
struct AccessToken: Hashable {
    let text: String

    static let prefix = "cdk_"
    private static let randomCharacters = 43
    private static let checksumDigits = 6

    static func random() -> AccessToken {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let random = Base64URL.encoded(bytes)
        return AccessToken(text: prefix + random + checksum(of: random))
    }

    /// Whether a text is one of these that was cut off or mistyped.
    static func isDamaged(_ text: String) -> Bool {
        guard text.hasPrefix(prefix) else { return false }
        let rest = text.dropFirst(prefix.count)
        let random = String(rest.prefix(randomCharacters))
        return rest.utf8.count != randomCharacters + checksumDigits || !rest.hasSuffix(checksum(of: random))
    }

    /// SHA-256, which is all that the server keeps.
    var digest: [UInt8] { Self.digest(of: text) }

    static func digest(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }

    private static func checksum(of random: String) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var rest = CRC32.checksum(Array(random.utf8))
        var digits: [Character] = []
        for _ in 0..<checksumDigits {
            digits.append(alphabet[Int(rest % 62)])
            rest /= 62
        }
        return String(digits.reversed())
    }
}
