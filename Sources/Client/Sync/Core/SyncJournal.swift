package import Journal

/// What the synchronisation needs of a journal.
package protocol SyncJournal: Sendable {
    /// The queue as far as this process has read it.
    var queue: EditQueue { get }

    /// Reads what other processes appended.
    ///
    /// - Returns: whether there was anything.
    func refresh() -> Bool

    /// Appends lines that are decided on while nobody else can append; they are on the disk when it returns.
    func record(_ decide: (EditQueue) -> [JournalRecord.Body]) throws(SyncJournalFailure)

    /// Whether this process may send; one of the user's processes may at a time.
    func trySenderLock() -> Bool

    func releaseSenderLock()

    /// Which process sends, when this one may not.
    var sender: SenderPresence { get }

    /// A message on why nothing may be sent at all; `nil` when all is well.
    var hold: String? { get }

    /// Whether other processes can read and append.
    var isShared: Bool { get }

    func compactIfNeeded()

    /// Whether something was found wrong with it that nobody has asked for yet.
    var hasFindings: Bool { get }
}

extension SyncJournal {
    package var sender: SenderPresence { .hidden }

    package var hasFindings: Bool { false }
}

/// That lines are not on the disk.
package struct SyncJournalFailure: Error, Hashable, Sendable {
    /// The cause and the next step.
    package let message: String

    package init(message: String) {
        self.message = message
    }
}
