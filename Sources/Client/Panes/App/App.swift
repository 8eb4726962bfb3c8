package import Domain
import Journal
package import Screen
import Wire

/// The whole interface as a value: events go in, effects and a grid of cells come out.
package struct App: Sendable {
    let environment: AppEnvironment
    var size: Size
    var now: Timestamp
    /// The server's copies; what is under way is laid on top whenever they are read.
    var directory = Directory()
    /// What is under way, as it is on disk.
    var queue = EditQueue()
    /// Whether the queue was read: what it says was done before is no news.
    var isQueueKnown = false
    var queueView = QueueViewState()
    var sync: SyncState = .idle
    /// Whether something under way could not be sent at once.
    var hasWaited = false
    /// Whether the person has asked for what waits to be sent, and was not told yet what became of it.
    var isSyncAskedFor = false
    /// Whether more has changed on the server than is asked for one by one.
    var isListOutdated = false
    /// Whom the server has no more, and for whom something is still under way or who is looked at.
    var gone: Set<CustomerID> = []
    /// When those were registered who have been deleted in this session: a deletion's line does not say it.
    var registrationDates: [CustomerID: Timestamp] = [:]
    /// How much of the directory is kept on this machine.
    var replica = Coverage.none
    /// Everybody, as far as pages have come.
    var browse = Listing(order: .name, isFresh: true)
    var search: SearchState?
    var detail: DetailState?
    var form: FormState?
    var overlay: Overlay?
    var pane: Pane = .list
    /// Where the form was opened from, and where closing it leads back to.
    var paneBeforeForm: Pane = .list
    var link: Link = .unknown
    /// Until when the API has asked not to be asked by itself.
    var quietUntil: Timestamp?
    /// Whether the API has answered in this session.
    var hasReachedAPI = false
    /// How often the API seemed to be back since it has answered anything but a probe.
    var fruitlessReturns = 0
    var notice: Notice?
    var isMasked = false
    /// Nobody has touched a key for long: even the field being typed in is masked.
    var isIdle = false
    var lastInput: Timestamp
    /// What each request that is under way is for.
    var requests: [RequestID: Purpose] = [:]
    /// What is being written to the journal.
    var recordings: [RequestID: Wish] = [:]
    /// What could not be written, oldest first: it stays, and is said, until it is saved or copied.
    var unsaved: [UnsavedWish] = []
    /// What is on its way to the clipboard and need not be kept once it is there.
    var rescued: Rescued?
    /// What was found wrong in the journal at the start, until the person has put it away.
    var findings: [String]
    private var nextRequest = 1
    private var effects: [Effect] = []

    /// Where keys go when no overlay takes them.
    enum Pane: Hashable, Sendable {
        case list, search, detail, form, queue
        case conflict(ConflictState)
    }

    /// What an answer is wanted for.
    enum Purpose: Hashable, Sendable {
        case browsePage(ListQuery)
        case searchPage(ListQuery)
        case newest(CustomerID)
        /// Another program has brought something about.
        case catchUp(CustomerID)
        /// What is on the screen, after a rest.
        case again(ListQuery)
        case probe
    }

    /// After this long without a key everything personal is masked.
    static let idleMilliseconds = 5 * 60 * 1_000

    package init(_ environment: AppEnvironment, size: Size, now: Timestamp) {
        self.environment = environment
        self.size = size
        self.now = now
        lastInput = now
        findings = environment.findings
        var notices = environment.notices
        if case .inMemory(let reason) = environment.keeping {
            notices.append("Edits are kept in memory only, until they are sent: \(reason)")
        }
        if !notices.isEmpty { notice = .warning(notices.joined(separator: " ")) }
    }

    /// What has to be done before the first event: ask for the first page.
    package mutating func start() -> [Effect] {
        recallBrowse()
        renewBrowse()
        perform(.start(.idle, milliseconds: Self.idleMilliseconds))
        perform(.start(.clock, milliseconds: 60_000))
        return takeEffects()
    }

    /// Takes an event in; the returned effects are to be performed in their order.
    package mutating func update(_ event: Event, at now: Timestamp) -> [Effect] {
        self.now = now
        let rows = layout.visibleRows
        take(event)
        letGo()
        if layout.visibleRows != rows { scrollLists() }
        return takeEffects()
    }

    private mutating func take(_ event: Event) {
        switch event {
        case .input(let input): take(input)
        case .resumed: perform(.redraw)
        case .timerFired(let timer): fire(timer)
        case .answered(let id, let result): take(result, for: id)
        case .draftsFound(let drafts): offer(drafts)
        case .draftNotKept(let reason): form?.notKept = reason
        case .draftKept: form?.notKept = nil
        case .copied(let outcome): report(outcome)
        case .recorded(let id, let result): take(result, of: id)
        case .queueChanged(let queue): take(queue)
        case .syncChanged(let state): take(state)
        case .served(let customer): takeServed(customer)
        case .gone(let id): takeServedGone(id)
        case .recalled(let id, let page): take(page, for: id)
        case .replicaChanged(let replica): take(replica)
        }
    }

    // MARK: For the panes' own updates

    mutating func perform(_ effect: Effect) {
        effects.append(effect)
    }

    mutating func send(_ call: Call, for purpose: Purpose) -> RequestID {
        let id = makeRequestID()
        requests[id] = purpose
        perform(.send(id, call))
        return id
    }

    /// Has a wish decided on and written to the journal.
    @discardableResult
    mutating func record(_ wish: QueueRequest, for recording: Recording) -> RequestID {
        let id = makeRequestID()
        recordings[id] = Wish(request: wish, purpose: recording)
        perform(.record(id, wish))
        return id
    }

    mutating func makeRequestID() -> RequestID {
        defer { nextRequest += 1 }
        return RequestID(number: nextRequest)
    }

    mutating func cancel(_ id: RequestID) {
        if requests.removeValue(forKey: id) != nil { perform(.cancel(id)) }
    }

    private mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }

    /// The listing that the list shows.
    var listing: Listing {
        get { search?.term == nil ? browse : search?.listing ?? browse }
        set {
            if search?.term == nil { browse = newValue } else { search?.listing = newValue }
        }
    }

    /// The customer that commands act on, as the screen shows it.
    var selectedCustomer: Customer? {
        if pane == .detail, let detail { return shown(detail.id) }
        return listing.selectedID.flatMap { shown($0) }
    }

    var layout: Layout { Layout(size, showsSearch: search != nil, alarmRows: alarmLines.count) }
}
