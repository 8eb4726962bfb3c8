import Domain
import Journal
import Wire

/// What is known: of the customers, of the edits under way, and of the API.
struct Model: Sendable {
    /// The server's copies; what is under way is laid on top whenever they are read.
    var directory = Directory()
    /// Customers the server has no more, but with edits under way, or looked at.
    var gone: Set<CustomerID> = []
    /// When those were registered who have been deleted in this session: a deletion's line does not say it.
    var registrationDates: [CustomerID: Timestamp] = [:]
    /// How much of the directory is kept on this machine.
    var replica = Coverage.none
    /// What is under way, as it is on disk.
    var queue = EditQueue()
    var progress = QueueProgress()
    /// What is being written to the journal, and what could not be.
    var writes = Writes()
    var connection = Connection()
    /// Whether the API has answered in this session.
    var hasReachedAPI = false
    /// What each request that is under way is for.
    var requests: [RequestID: Purpose] = [:]

    /// What an answer is wanted for.
    enum Purpose: Hashable, Sendable {
        case browsePage(ListQuery)
        case searchPage(ListQuery)
        case newest(CustomerID)
        /// Another program has brought something about.
        case catchUp(CustomerID)
        /// What is on the screen, after a rest.
        case again(ListQuery)
    }
}

/// How far the synchronisation of the queue has come.
struct QueueProgress: Sendable {
    var sync: SyncState = .idle
    /// Whether the queue was read before: what was done by then is not news.
    var isQueueKnown = false
    /// Whether something under way could not be sent at once.
    var hasWaited = false
    /// Whether more has changed on the server than is asked for one by one.
    var isListOutdated = false
}
