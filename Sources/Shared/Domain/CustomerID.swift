import Crypto
package import FoundationEssentials

/// The identity of a customer: a UUID, written in lower case, never reused.
package struct CustomerID: Hashable, Sendable {
    package let uuid: UUID

    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads a UUID in any letter case; `nil` when the text is not one.
    package init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let uuid = text.withUTF8(UUIDText.read) else { return nil }
        self.uuid = uuid
    }

    /// A fresh random identity (UUID version 4).
    package static func random() -> CustomerID {
        CustomerID(UUID())
    }

    /// An identity (UUID version 4) that the generator decides.
    package static func random(using generator: inout some RandomNumberGenerator) -> CustomerID {
        var bytes = [generator.next(), generator.next()].flatMap { (word: UInt64) in
            withUnsafeBytes(of: word.bigEndian) { Array($0) }
        }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        return CustomerID(bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }

    /// The identity that belongs to `name` for ever: UUID version 5 (RFC 9562 §5.5).
    ///
    /// A create repeated with the same idempotency key, or an import run twice, meets itself by it.
    package init(derivedFrom name: String, in namespace: Namespace) {
        var hash = Insecure.SHA1()
        hash.update(data: withUnsafeBytes(of: namespace.uuid.uuid) { Array($0) })
        hash.update(data: Array(name.utf8))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.uuid = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    /// The lower-case textual form, 36 characters.
    package var text: String {
        UUIDText.write(uuid)
    }
}

extension CustomerID {
    /// Keeps identities derived for different purposes apart.
    package struct Namespace: Sendable {
        fileprivate let uuid: UUID

        /// Customers created by `POST`, named by their idempotency key.
        package static let idempotencyKey = Namespace(
            uuid: UUID(
                uuid: (
                    0x8C, 0x1E, 0x6B, 0x0A, 0x52, 0x5D, 0x4F, 0x1B, 0x9A, 0x37, 0x3C, 0x94, 0x5E, 0x20, 0xD1, 0x01
                )))

        /// Customers imported from a file without an id, named by their email key.
        package static let importedEmail = Namespace(
            uuid: UUID(
                uuid: (
                    0x8C, 0x1E, 0x6B, 0x0A, 0x52, 0x5D, 0x4F, 0x1B, 0x9A, 0x37, 0x3C, 0x94, 0x5E, 0x20, 0xD1, 0x02
                )))
    }
}

extension CustomerID: Comparable {
    package static func < (lhs: CustomerID, rhs: CustomerID) -> Bool {
        withUnsafeBytes(of: lhs.uuid.uuid) { left in
            withUnsafeBytes(of: rhs.uuid.uuid) { right in left.lexicographicallyPrecedes(right) }
        }
    }
}

extension CustomerID: CustomStringConvertible {
    package var description: String { text }
}
