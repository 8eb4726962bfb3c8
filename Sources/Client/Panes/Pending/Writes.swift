/// Requests on their way to the journal.
struct Writes: Sendable {
    /// What is being written.
    var recordings: [RequestID: PendingWrite] = [:]
    /// What could not be written, oldest first: it stays, and is said, until it is saved or copied.
    var unsaved: [UnsavedWrite] = []
}
