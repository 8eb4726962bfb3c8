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

/// Which idempotency keys made a record what it is, its creation for good and its last changes, and how long its timeline is.
package struct WriteHistory: Hashable, Sendable, Codable {
    package private(set) var creation: WriteReceipt?
    /// Oldest first, ``maximumRecent`` at most.
    package private(set) var recent: [WriteReceipt]

    /// How many entries the record's timeline has; 0 for one from before there were timelines.
    package private(set) var entries: Int

    static let maximumRecent = 16

    package init(creation: WriteReceipt? = nil, recent: [WriteReceipt] = [], entries: Int = 0) {
        self.creation = creation
        self.recent = recent
        self.entries = entries
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        creation = try members.decodeIfPresent(WriteReceipt.self, forKey: .creation)
        recent = try members.decode([WriteReceipt].self, forKey: .recent)
        entries = try members.decodeIfPresent(Int.self, forKey: .entries) ?? 0
    }

    package func receipt(for key: IdempotencyKey) -> WriteReceipt? {
        let key = key.text
        return recent.last { $0.key == key } ?? (creation?.key == key ? creation : nil)
    }

    func adding(_ receipt: WriteReceipt?, entries further: Int = 0) -> WriteHistory {
        var history = self
        history.entries += further
        guard let receipt else { return history }
        if receipt.kind == .create {
            history.creation = receipt
        } else {
            history.recent = (recent + [receipt]).suffix(Self.maximumRecent)
        }
        return history
    }

    /// What may stay of an erased customer: which keys were used, and nothing of what they were used for.
    var erased: WriteHistory {
        WriteHistory(creation: creation?.erased, recent: recent.map(\.erased))
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

extension WriteReceipt {
    /// Without the fingerprint, from which values could be guessed.
    fileprivate var erased: WriteReceipt { WriteReceipt(key: key, fingerprint: "", kind: kind, version: version) }
}

/// An entry of a timeline as a store keeps it.
package struct StoredEntry: Hashable, Sendable {
    package let entry: TimelineEntry
    /// The idempotency key of a note, and the fingerprint of the request that carried it, for good.
    package let idempotency: CustomerWrite.Idempotency?

    package init(_ entry: TimelineEntry, idempotency: CustomerWrite.Idempotency? = nil) {
        self.entry = entry
        self.idempotency = idempotency
    }
}
