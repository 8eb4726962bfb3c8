package import Domain
package import Journal
package import Wire

/// What the synchronisation reports.
package enum SyncEvent: Hashable, Sendable {
    /// The queue has changed, no matter who changed it; reported a few times a second at most.
    case queueChanged(EditQueue)
    /// Something was found wrong with the journal, for the reader of these events to ask it for; told until that is done.
    case journalFound
    case status(SyncStatus)
    case reachability(ReachabilityReport)
    /// The server's own values of a customer.
    case served(Customer)
    /// The server has this customer no longer.
    case gone(CustomerID)
    /// The server has restored a customer whom it had deleted.
    case restored(Customer)
    /// The server refuses an entry: a person has to decide.
    case refused(JournalRecord.Sequence, CustomerID, Problem)
    /// Somebody else changed or deleted the same: a person has to choose.
    case conflicted(JournalRecord.Sequence, CustomerID, JournalRecord.Theirs)
}
