package import Domain

/// What became of a write.
package enum WriteOutcome: Hashable, Sendable {
    /// - Parameter replayOf: the version that the first request with the same key made, when nothing was written now.
    case created(Customer, replayOf: Int?)
    case changed(Customer, replayOf: Int?)
    case deleted(replayOf: Int?)
    case noted(TimelineEntry, replayOf: Int?)
    case retracted
    case rejected(WriteRejection)
}

/// Why a write did not happen.
package enum WriteRejection: Hashable, Sendable {
    case keyReused
    case notFound
    /// - Parameters:
    ///   - replayOf: the version that the first request made, when the write happened and the customer is gone since.
    ///   - restorableUntil: until when the customer lies in the trash.
    case gone(replayOf: Int?, restorableUntil: Timestamp? = nil)
    case versionMismatch(current: Customer)
    case emailTaken(owner: CustomerID)
    /// What it would lead to breaks the rules of the fields.
    case invalid(FieldViolations)
    /// The timeline has no such note.
    case noSuchNote
    /// The note is somebody else's.
    case notOnesOwn
}

/// What a store has to do about a write.
package enum WriteDecision: Hashable, Sendable {
    /// Write all of it, unless another living customer has the email of the one in it: then
    /// ``WriteRejection/emailTaken(owner:)``.
    case carryOut(RecordChange, outcome: WriteOutcome)
    /// Write nothing.
    case refuse(WriteOutcome)
}

/// What a store has to write, all of it or nothing.
package struct RecordChange: Hashable, Sendable {
    /// What is under the id afterwards.
    package let record: StoredRecord
    /// What the timeline has more afterwards, in order.
    package let entries: [StoredEntry]
    package let effect: Effect

    package init(record: StoredRecord, entries: [StoredEntry], effect: Effect) {
        self.record = record
        self.entries = entries
        self.effect = effect
    }

    package enum Effect: Hashable, Sendable {
        /// The customer is there, or has changed.
        case change
        /// The customer is gone and the email free.
        ///
        /// - Parameter trashed: the customer, as they lie in the trash now; `nil` where there is none.
        case deletion(trashed: TrashedCustomer?)
        /// The customer is there again, and no more in the trash.
        case restoration
        /// The customer and the version stay as they are, and so does the change feed.
        case note
        /// So do they, and the text of the entry with this number goes.
        case retraction(Int)
        /// What is left is the tombstone: timeline, trash and dismissals of the customer go, and the erasures name the id.
        case erasure
    }
}
