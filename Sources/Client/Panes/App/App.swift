package import Domain
import Journal
package import Screen
import Wire

/// The whole interface as a value: events go in, effects and a grid of cells come out.
package struct App: Sendable {
    let environment: AppEnvironment
    var model = Model()
    var navigation = Navigation()
    var chrome: Chrome
    private var outbox = Outbox()

    /// After this long without a key everything personal is masked.
    static let idleMilliseconds = 5 * 60 * 1_000

    package init(_ environment: AppEnvironment, size: Size, now: Timestamp) {
        self.environment = environment
        chrome = Chrome(environment, size: size, now: now)
    }

    /// What has to be done before the first event: ask for the first page.
    package mutating func start() -> [Effect] {
        recallBrowse()
        renewBrowse()
        perform(.start(.idle, milliseconds: Self.idleMilliseconds))
        perform(.start(.clock, milliseconds: 60_000))
        return outbox.takeEffects()
    }

    /// Takes an event in; the returned effects are to be performed in their order.
    package mutating func update(_ event: Event, at now: Timestamp) -> [Effect] {
        chrome.now = now
        let rows = layout.visibleRows
        take(event)
        settle()
        if layout.visibleRows != rows { scrollLists() }
        return outbox.takeEffects()
    }

    private mutating func take(_ event: Event) {
        switch event {
        case .input(let input): take(input)
        case .resumed: perform(.redraw)
        case .timerFired(let timer): fire(timer)
        case .answered(let id, let result): take(result, for: id)
        case .draftsFound(let drafts): offer(drafts)
        case .draftNotKept(let reason): customers.form?.notKept = reason
        case .draftKept: customers.form?.notKept = nil
        case .copied(let outcome): report(outcome)
        case .recorded(let id, let result): take(result, of: id)
        case .queueChanged(let queue): take(queue)
        case .syncChanged(let state): take(state)
        case .reachabilityChanged(let connection): take(connection)
        case .served(let customer): takeServed(customer)
        case .gone(let id): takeServedGone(id)
        case .recalled(let id, let page): take(page, for: id)
        case .replicaChanged(let replica): take(replica)
        }
    }

    // MARK: For the panes' own updates

    mutating func perform(_ effect: TerminalEffect) {
        outbox.effects.append(.terminal(effect))
    }

    mutating func perform(_ effect: BackgroundEffect) {
        outbox.effects.append(.background(effect))
    }

    mutating func send(_ call: ReadCall, for purpose: Model.Purpose) -> RequestID {
        let id = outbox.makeRequestID()
        model.requests[id] = purpose
        perform(.send(id, call))
        return id
    }

    /// Has a request decided on and written to the journal.
    mutating func record(_ request: QueueRequest, for recording: Recording) {
        let id = outbox.makeRequestID()
        model.writes.recordings[id] = PendingWrite(request: request, purpose: recording)
        perform(.record(id, request))
    }

    mutating func recall(_ query: LocalQuery) -> RequestID {
        let id = outbox.makeRequestID()
        perform(.recall(id, query))
        return id
    }

    mutating func cancel(_ id: RequestID) {
        if model.requests.removeValue(forKey: id) != nil { perform(.cancel(id)) }
    }

    // MARK: What panes read

    var context: PaneContext { PaneContext(environment: environment, model: model, chrome: chrome) }

    var scope: Scope { navigation.scope }

    /// The screen below all others, to be changed in place: its listings may hold a million rows.
    var customers: CustomersScreen {
        get { navigation.customers }
        _modify { yield &navigation.customers }
    }

    /// Whom commands act on: the one that the focused pane names.
    var subject: Customer? { customers.subject.flatMap { model.shown($0) } }

    var layout: Layout {
        Layout(chrome.size, showsSearch: customers.search != nil, alarmRows: alarmLines.count)
    }
}

/// What is to be done outside once an event is taken in.
private struct Outbox: Sendable {
    var effects: [Effect] = []
    private var nextRequest = 1

    mutating func makeRequestID() -> RequestID {
        defer { nextRequest += 1 }
        return RequestID(number: nextRequest)
    }

    mutating func takeEffects() -> [Effect] {
        defer { effects = [] }
        return effects
    }
}
