package import Domain
import JSON

/// How many records there are, and a checksum over them that does not depend on their order, nor on the store: two stores
/// with one sum have the same customers, tombstones, versions, receipts, timelines, trash and dismissals.
package struct RecordSum: Hashable, Sendable {
    package private(set) var customers = 0
    package private(set) var deleted = 0
    /// The SHA-256 digests of all records as four numbers each, added up.
    private var words: [UInt64] = [0, 0, 0, 0]

    package init() {}

    package mutating func add(_ record: TransferredRecord) {
        switch record.record {
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
}

extension TransferredRecord {
    /// SHA-256 over all that is kept of the record. What it has nothing of changes no sum.
    fileprivate var digest: [UInt8] {
        var digest = Digest()
        switch record {
        case .living(let customer, _): digest.add(customer, as: "living")
        case .deleted(let tombstone, _): digest.add(tombstone)
        }
        let history = record.history
        let receipts = (history.creation.map { [$0] } ?? []) + history.recent
        for receipt in receipts { digest.add(receipt) }
        if history.entries > 0 {
            digest.add("entries")
            digest.add(history.entries.bigEndianBytes)
        }
        for entry in entries { digest.add(entry) }
        if let trashed { digest.add(trashed) }
        for other in dismissed.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            digest.add("dismissed")
            digest.add(other)
        }
        return digest.bytes()
    }
}

extension Digest {
    fileprivate mutating func add(_ customer: Customer, as kind: String) {
        add(kind)
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
        for (name, moment) in [("restorable", tombstone.restorableUntil), ("erased", tombstone.erasedAt)] {
            guard let moment else { continue }
            add(name)
            add(moment.microseconds.bigEndianBytes)
        }
    }

    fileprivate mutating func add(_ trashed: TrashedCustomer) {
        add(trashed.customer, as: "trashed")
        add(trashed.deletedAt.microseconds.bigEndianBytes)
        add(optional: trashed.deletedBy)
        add(trashed.restorableUntil.microseconds.bigEndianBytes)
    }

    fileprivate mutating func add(_ stored: StoredEntry) {
        let entry = stored.entry
        add(entry.kind.rawValue)
        add(entry.number.bigEndianBytes)
        add(entry.moment.microseconds.bigEndianBytes)
        add(entry.version.bigEndianBytes)
        for text in [entry.author, entry.note, entry.via] { add(optional: text) }
        for field in CustomerField.allCases {
            guard let change = entry.edit.changes[field] else { continue }
            add(field.rawValue)
            add(optional: change.from)
            add(optional: change.to)
        }
        add(entry.isTrimmed ? "trimmed" : "whole")
        for text in [stored.idempotency?.key.text, stored.idempotency?.fingerprint] { add(optional: text) }
    }

    fileprivate mutating func add(_ receipt: WriteReceipt) {
        add(receipt.key)
        add(receipt.fingerprint)
        add(receipt.kind.rawValue)
        add(receipt.version.bigEndianBytes)
    }
}
