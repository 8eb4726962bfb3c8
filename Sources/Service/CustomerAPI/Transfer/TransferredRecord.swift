package import Domain

/// A record with all that a store keeps of it, as it goes from one store to another.
package struct TransferredRecord: Hashable, Sendable {
    package let record: StoredRecord
    /// The whole timeline, oldest entry first; as many as ``WriteHistory/entries``.
    package let entries: [StoredEntry]
    /// The customer, who lies in the trash; also one whom nobody can restore any more, as long as the store has the values.
    package let trashed: TrashedCustomer?
    /// Who is remembered not to be the same person: each of a pair says it of the other.
    package let dismissed: Set<CustomerID>

    package init(
        _ record: StoredRecord, entries: [StoredEntry] = [], trashed: TrashedCustomer? = nil,
        dismissed: Set<CustomerID> = []
    ) {
        self.record = record
        self.entries = entries
        self.trashed = trashed
        self.dismissed = dismissed
    }

    package var id: CustomerID { record.id }
}
