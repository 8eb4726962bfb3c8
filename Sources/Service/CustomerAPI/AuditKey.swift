import Crypto
import Domain
import FoundationEssentials
import JSON

/// The key under which the audit log tells what was looked for: the same term has the same digest, and who has not the store
/// cannot try names.
///
/// Derived from the key that the store keeps: every server on a store has it, no log does, and who has the store knows the names.
package struct AuditKey: Sendable {
    private let key: SymmetricKey

    /// Of HMAC-SHA-256's 32 bytes (RFC 2104 §5), which are enough that no two terms meet.
    private static let digestBytes = 16

    package init(_ key: CursorKey) {
        self.key = key.auditing
    }

    /// 32 hexadecimal digits; the same for terms that find the same by their letters, whatever their case and accents.
    package func digest(ofTerm term: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(TextFold.name(term.trimmed).utf8), using: key)
        return Hexadecimal.text(code.prefix(Self.digestBytes))
    }
}
