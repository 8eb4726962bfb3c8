import Crypto
import FoundationEssentials

/// The identity of a customer, never reused.
package typealias CustomerID = Identifier<Customer>

extension CustomerID {
    /// The identity that belongs to `name` for ever: UUID version 5 (RFC 9562 §5.5).
    ///
    /// A create repeated with the same idempotency key, or an import run twice, meets itself by it.
    package init(derivedFrom name: String, in namespace: CustomerNamespace) {
        var hash = Insecure.SHA1()
        hash.update(data: withUnsafeBytes(of: namespace.uuid.uuid) { Array($0) })
        hash.update(data: Array(name.utf8))
        self.init(UUID(bytes: Array(hash.finalize().prefix(16)), version: 5))
    }
}

extension CustomerID {
    /// The identity of somebody whom a file knows by no id: by the email or, where there is none, by the digits of the phone
    /// and the name.
    package init(imported details: CustomerDetails) {
        if let key = details.emailKey {
            self.init(derivedFrom: key, in: .importedEmail)
        } else {
            self.init(importedByPhone: details)
        }
    }

    /// The identity of somebody whom a file knows by the digits of the phone and the name alone.
    package init(importedByPhone details: CustomerDetails) {
        let digits = String(decoding: DialledNumber.digits(of: details.phone ?? ""), as: UTF8.self)
        self.init(derivedFrom: digits + " " + details.nameFold, in: .importedPhone)
    }
}

/// Keeps identities derived for different purposes apart.
package struct CustomerNamespace: Sendable {
    fileprivate let uuid: UUID

    /// Customers created by `POST`, named by their idempotency key.
    package static let idempotencyKey = CustomerNamespace(
        uuid: UUID(
            uuid: (
                0x8C, 0x1E, 0x6B, 0x0A, 0x52, 0x5D, 0x4F, 0x1B, 0x9A, 0x37, 0x3C, 0x94, 0x5E, 0x20, 0xD1, 0x01
            )))

    /// Customers imported from a file without an id, named by their email key.
    package static let importedEmail = CustomerNamespace(
        uuid: UUID(
            uuid: (
                0x8C, 0x1E, 0x6B, 0x0A, 0x52, 0x5D, 0x4F, 0x1B, 0x9A, 0x37, 0x3C, 0x94, 0x5E, 0x20, 0xD1, 0x02
            )))

    /// Customers imported from a file without an id and an email, named by their phone and name.
    static let importedPhone = CustomerNamespace(
        uuid: UUID(
            uuid: (
                0x8C, 0x1E, 0x6B, 0x0A, 0x52, 0x5D, 0x4F, 0x1B, 0x9A, 0x37, 0x3C, 0x94, 0x5E, 0x20, 0xD1, 0x03
            )))
}
