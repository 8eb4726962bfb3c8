import Crypto

/// What a store's list and search cursors are sealed with: kept in the store, so that every server on it opens the cursors of
/// every other, and nowhere else.
package struct CursorKey: Equatable, Sendable {
    package let bytes: [UInt8]
    /// The keys made of it, one for each use (RFC 5869): of cursors, their nonces, and the audit log's digests of terms.
    let sealing, numbering, auditing: SymmetricKey

    package static let byteCount = 32

    /// `nil` unless there are ``byteCount`` bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(bytes)
    }

    package static func random() -> CursorKey {
        CursorKey(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) })
    }

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        sealing = Self.derived(from: bytes, for: "cursor seal")
        numbering = Self.derived(from: bytes, for: "cursor nonce")
        auditing = Self.derived(from: bytes, for: "audit term")
    }

    private static func derived(from bytes: [UInt8], for use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes), info: Array(use.utf8), outputByteCount: byteCount)
    }
}

extension CursorKey: CustomStringConvertible {
    /// No log shows it.
    package var description: String { "CursorKey" }
}
