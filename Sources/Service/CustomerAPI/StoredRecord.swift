package import Domain
package import Wire

/// What a store keeps under an id: a living customer or what is left of a deleted one, and the receipts of its writes.
package enum StoredRecord: Hashable, Sendable {
    case living(Customer, WriteHistory)
    case deleted(Tombstone, WriteHistory)

    package var history: WriteHistory {
        switch self {
        case .living(_, let history), .deleted(_, let history): history
        }
    }
}

/// Which idempotency keys made a record what it is: its creation for good, and its last changes.
package struct WriteHistory: Hashable, Sendable, Codable {
    package private(set) var creation: WriteReceipt?
    /// Oldest first, ``maximumRecent`` at most.
    package private(set) var recent: [WriteReceipt]

    package static let maximumRecent = 16

    package init(creation: WriteReceipt? = nil, recent: [WriteReceipt] = []) {
        self.creation = creation
        self.recent = recent
    }

    package func receipt(for key: IdempotencyKey) -> WriteReceipt? {
        let key = key.text
        return recent.last { $0.key == key } ?? (creation?.key == key ? creation : nil)
    }

    func adding(_ receipt: WriteReceipt?) -> WriteHistory {
        guard let receipt else { return self }
        if receipt.kind == .create { return WriteHistory(creation: receipt, recent: recent) }
        return WriteHistory(creation: creation, recent: (recent + [receipt]).suffix(Self.maximumRecent))
    }
}

/// One write that carried an idempotency key.
package struct WriteReceipt: Hashable, Sendable, Codable {
    package let key: String
    /// Of the request; see ``WriteFingerprint``.
    package let fingerprint: String
    package let kind: Kind
    /// The version that the write made.
    package let version: Int

    package init(key: String, fingerprint: String, kind: Kind, version: Int) {
        self.key = key
        self.fingerprint = fingerprint
        self.kind = kind
        self.version = version
    }

    package enum Kind: String, Sendable, Codable {
        case create, change, delete
    }
}
