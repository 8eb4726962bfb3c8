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
    /// Who was erased on request: no value of theirs is taken in again.
    var erased: Set<CustomerID> = []
    var timelines = Timelines()
    /// How much of the directory is kept on this machine.
    var replica = Coverage.none
    /// `nil` where the change feed was never followed.
    var followed: Followed?
    var recentlyChanged = RecentlyChanged()
    /// What is under way, as it is on disk.
    var queue = EditQueue()
    var progress = QueueProgress()
    /// Conflicts in which something was chosen and nothing is decided yet, as they were left.
    var openConflicts: [JournalRecord.Sequence: ConflictPane] = [:]
    /// What is being written to the journal, and what could not be.
    var writes = Writes()
    var connection = Connection()
    /// What the API can do, as it has said; `nil` until it has.
    var capabilities: Set<Capability>?
    /// Whether the API has answered in this session.
    var hasReachedAPI = false
    /// What each request that is under way is for.
    var requests: [RequestID: Purpose] = [:]
    /// Who was said not to be the same, in this session.
    var dismissed: Set<CustomerPair> = []
    /// The program of the person's own that runs.
    var customRun: CustomRun?

    /// What an answer is wanted for.
    enum Purpose: Hashable, Sendable {
        case browsePage(ListQuery)
        case searchPage(ListQuery)
        /// Customers like those whom a search does not find.
        case similar
        case newest(CustomerID)
        /// Another program has brought something about.
        case catchUp(CustomerID)
        /// Somebody whose creation undo is to take back.
        case undo(CustomerID)
        /// What is on the screen, after a rest.
        case again(ListQuery)
        /// Everybody who is to be marked.
        case mark
        case timeline(CustomerID, TimelineQuery)
        case trash(PageQuery)
        /// Who may be the same as what is typed in a form.
        case likeness(Draft.ID)
        /// Who may be the same as a customer.
        case duplicates(CustomerID)
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
