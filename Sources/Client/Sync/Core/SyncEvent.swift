package import Domain
package import Journal
package import Wire

/// What the synchronisation reports.
package enum SyncEvent: Hashable, Sendable {
    /// The queue has changed, no matter who changed it; reported a few times a second at most.
    ///
    /// It does not bring the queue: every copy that waited to be looked at would be a queue of its own by then.
    ///
    /// - Parameter unfinished: how many entries there are.
    case queueChanged(unfinished: Int)
    /// Something was found wrong with the journal, for the reader of these events to ask it for; told until that is done.
    case journalFound
    case status(SyncStatus)
    case reachability(ReachabilityReport)
    /// The server's own values of customers, in the order in which they came.
    case served([Customer])
    /// The server has this customer no longer.
    case gone(CustomerID)
    /// The server has restored a customer whom it had deleted.
    case restored(Customer)
    /// The server refuses an entry: a person has to decide.
    case refused(JournalRecord.Sequence, CustomerID, Problem)
    /// Somebody else changed or deleted the same: a person has to choose.
    case conflicted(JournalRecord.Sequence, CustomerID, JournalRecord.Theirs)
}
