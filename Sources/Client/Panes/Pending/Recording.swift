import Domain
import Journal
import Wire

/// A request that is being written to the journal.
struct PendingWrite: Hashable, Sendable {
    let request: QueueRequest
    let purpose: Recording
}

/// What a request that is being written to the journal is for.
enum Recording: Hashable, Sendable {
    /// The form's save, under the key of its entry.
    case save(IdempotencyKey)
    /// A refused save is taken out of the queue, because its form goes on.
    case withdrawal(JournalRecord.Sequence)
    case deletion(CustomerID, name: String)
    /// The person's answer to a conflict, with what is said when it is kept.
    case answer(JournalRecord.Sequence, saying: Notice)
    /// A change of several customers.
    case bulk(EditGroup.ID)
    /// A note, kept until then under this draft's id, with what is said when it is done.
    case note(Draft.ID, saying: Notice)
    /// Anything else, with what is said when it is done.
    case other(saying: Notice)
}
