package import Domain
package import Screen
import Wire

/// The whole interface as a value: events go in, effects and a grid of cells come out.
package struct App: Sendable {
    let environment: AppEnvironment
    var size: Size
    var now: Timestamp
    var directory = Directory()
    /// Everybody, as far as pages have come.
    var browse = Listing(order: .name)
    var search: SearchState?
    var detail: DetailState?
    var form: FormState?
    var overlay: Overlay?
    var pane: Pane = .list
    /// Where the form was opened from, and where closing it leads back to.
    var paneBeforeForm: Pane = .list
    var link: Link = .unknown
    var notice: Notice?
    var isMasked = false
    /// Nobody has touched a key for long: even the field being typed in is masked.
    var isIdle = false
    var lastInput: Timestamp
    /// What each request that is under way is for.
    var requests: [RequestID: Purpose] = [:]
    private var nextRequest = 1
    private var effects: [Effect] = []

    /// Where keys go when no overlay takes them.
    enum Pane: Hashable, Sendable {
        case list, search, detail, form
    }

    /// What an answer is wanted for.
    enum Purpose: Hashable, Sendable {
        case browsePage(ListQuery, restarts: Bool)
        case searchPage(ListQuery)
        case newest(CustomerID)
        case save
        case delete(Customer)
        case probe
    }

    /// After this long without a key everything personal is masked.
    static let idleMilliseconds = 5 * 60 * 1_000

    package init(_ environment: AppEnvironment, size: Size, now: Timestamp) {
        self.environment = environment
        self.size = size
        self.now = now
        lastInput = now
        if !environment.notices.isEmpty { notice = .warning(environment.notices.joined(separator: " ")) }
    }

    /// What has to be done before the first event: ask for the first page.
    package mutating func start() -> [Effect] {
        loadBrowse(restarts: true)
        perform(.start(.idle, milliseconds: Self.idleMilliseconds))
        perform(.start(.clock, milliseconds: 60_000))
        return takeEffects()
    }

    /// Takes an event in; the returned effects are to be performed in their order.
    package mutating func update(_ event: Event, at now: Timestamp) -> [Effect] {
        self.now = now
        switch event {
        case .input(let input): take(input)
        case .resumed: perform(.redraw)
        case .timerFired(let timer): fire(timer)
        case .answered(let id, let result): take(result, for: id)
        case .draftsFound(let drafts): offer(drafts)
        case .draftNotKept(let reason): notice = .error("The form is not kept on disk: \(reason)")
        case .copied(let outcome): report(outcome)
        }
        return takeEffects()
    }

    // MARK: For the panes' own updates

    mutating func perform(_ effect: Effect) {
        effects.append(effect)
    }

    mutating func send(_ call: Call, for purpose: Purpose) -> RequestID {
        let id = RequestID(number: nextRequest)
        nextRequest += 1
        requests[id] = purpose
        perform(.send(id, call))
        return id
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

    var selectedCustomer: Customer? {
        if pane == .detail, let detail { return directory[detail.id] }
        return listing.selectedID.flatMap { directory[$0] }
    }

    var layout: Layout { Layout(size, showsSearch: search != nil) }
}
