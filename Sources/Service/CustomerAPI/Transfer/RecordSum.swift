package import Domain
import JSON

/// How many records there are, and a checksum over them that does not depend on their order, nor on the store: two stores
/// with one sum have the same customers, tombstones, versions and receipts.
package struct RecordSum: Hashable, Sendable {
    package private(set) var customers = 0
    package private(set) var deleted = 0
    /// The SHA-256 digests of all records as four numbers each, added up.
    private var words: [UInt64] = [0, 0, 0, 0]

    package init() {}

    package mutating func add(_ record: StoredRecord) {
        switch record {
        case .living: customers += 1
        case .deleted: deleted += 1
        }
        let digest = record.digest
        for index in words.indices {
            words[index] &+= digest[(index * 8)..<(index * 8 + 8)].reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// 64 hexadecimal digits.
    package var checksum: String {
        Hexadecimal.text(words.flatMap(\.bigEndianBytes))
    }
}

extension StoredRecord {
    package var id: CustomerID {
        switch self {
        case .living(let customer, _): customer.id
        case .deleted(let tombstone, _): tombstone.id
        }
    }

    /// SHA-256 over all that is kept of the record.
    fileprivate var digest: [UInt8] {
        var digest = Digest()
        switch self {
        case .living(let customer, _): digest.add(customer)
        case .deleted(let tombstone, _): digest.add(tombstone)
        }
        let receipts = (history.creation.map { [$0] } ?? []) + history.recent
        for receipt in receipts { digest.add(receipt) }
        return digest.bytes()
    }
}

extension Digest {
    fileprivate mutating func add(_ customer: Customer) {
        add("living")
        add(customer.id.bytes)
        for field in CustomerField.allCases {
            // A field that nobody has yet changes no sum.
            guard let value = customer.details[field] else { continue }
            add(field.rawValue)
            add(value)
        }
        for moment in [customer.registrationDate, customer.createdAt, customer.updatedAt] {
            add(moment.microseconds.bigEndianBytes)
        }
        add(customer.version.bigEndianBytes)
        add(optional: customer.updatedBy)
    }

    fileprivate mutating func add(_ tombstone: Tombstone) {
        add("deleted")
        add(tombstone.id.bytes)
        add(tombstone.deletedAt.microseconds.bigEndianBytes)
        add(tombstone.version.bigEndianBytes)
    }

    fileprivate mutating func add(_ receipt: WriteReceipt) {
        add(receipt.key)
        add(receipt.fingerprint)
        add(receipt.kind.rawValue)
        add(receipt.version.bigEndianBytes)
    }
}
