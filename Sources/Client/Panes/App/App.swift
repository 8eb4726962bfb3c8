package import Domain
import Journal
package import Screen

/// The whole interface as a value: events go in, effects and a grid of cells come out.
package struct App: Sendable {
    var context: PaneContext
    var navigation = Navigation()

    /// After this long without a key everything personal is masked.
    static let idleMilliseconds = 5 * 60 * 1_000

    /// Nothing is asked for yet: see ``start()``.
    ///
    /// - Parameter size: of the terminal.
    package init(_ environment: AppEnvironment, size: Size, now: Timestamp) {
        context = PaneContext(environment, size: size, now: now)
        navigation.customers.searches = SearchHistory(environment.searches)
        updateLayout()
    }

    /// What has to be done at the start: ask for the first page, start the clocks.
    package mutating func start() -> [Effect] {
        navigation.customers.list.recall(&context)
        navigation.customers.list.refresh(&context)
        perform(.start(.idle, milliseconds: idleStart))
        startClock()
        return context.takeEffects()
    }

    /// Handles an event; the returned effects are to be performed in their order.
    package mutating func update(_ event: Event, at now: Timestamp) -> [Effect] {
        chrome.now = now
        handle(event)
        finishUpdate()
        updateLayout()
        noteOfflineReads()
        followClock()
        return context.takeEffects()
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .input(let input): receive(input)
        case .resumed: perform(.redraw)
        case .timerFired(let timer): fire(timer)
        case .answered(let id, let result): receive(result, for: id)
        case .draftsFound(let drafts): offer(drafts)
        case .draftNotKept(let reason): noteKept(reason)
        case .draftKept: noteKept(nil)
        case .copied(let outcome): report(outcome)
        case .recorded(let id, let result): receive(result, of: id)
        case .queueChanged(let queue): apply(queue)
        case .journalFound(let findings): chrome.add(findings)
        case .syncChanged(let state): receive(state)
        case .reachabilityChanged(let connection): receive(connection)
        case .callerKnown(let caller): context.learn(caller)
        case .capabilitiesKnown(let capabilities):
            model.capabilities = capabilities
            context.learn(capabilities)
        case .served(let customer): receiveServed(customer)
        case .gone(let id): receiveGone(id)
        case .recalled(let id, let page): receive(page, for: id)
        case .replicaChanged(let coverage): receive(coverage)
        case .timelineRecalled(let id, let kept): receive(kept, of: id)
        case .erased(let ids): receiveErased(ids)
        case .retractionAnswered(let id, let failure): receiveRetraction(of: id, failure)
        case .erasureAnswered(let id, let failure): receiveErasure(of: id, failure)
        case .changed(let changes): receive(changes)
        case .dismissed(let pair, let failure): receiveDismissal(of: pair, failure)
        case .followed(let hasGap): receiveFollowed(hasGap: hasGap)
        case .unlocked(let failure): unlock(failure)
        case .terminalsAttached(let count): receive(attachedTerminals: count)
        case .profileRefused(let message): chrome.notice = .error(message)
        case .viewSaved(let view, let result): receive(saved: view, result)
        case .commandEnded(let id, let outcome): receive(outcome, of: id)
        case .edited(let result): receive(result)
        case .notNoted(let message), .notKept(let message): chrome.notice = .warning(message)
        case .fileWritten(let path, let failure): chrome.notice = context.notice(ofFile: path, failure)
        }
    }

    // MARK: Asking

    mutating func perform(_ effect: TerminalEffect) { context.perform(effect) }

    mutating func perform(_ effect: BackgroundEffect) { context.perform(effect) }

    // MARK: Reading

    var environment: AppEnvironment { context.environment }

    var scope: Scope { navigation.scope }

    /// The screen below all others, to be changed in place: its listings may hold a million rows.
    var customers: CustomersScreen {
        get { navigation.customers }
        _modify { yield &navigation.customers }
    }

    var layout: Layout { context.layout }

    // MARK: The layout

    /// Gives everything its place on the screen as it is now, and keeps the selected rows in sight.
    mutating func updateLayout() {
        let rows = layout.visibleRows
        context.layout = Layout(chrome.size, showsSearch: customers.search != nil, alarmRows: alarmLines.count)
        if layout.visibleRows != rows { scrollLists() }
    }

    private mutating func scrollLists() {
        let rows = layout.visibleRows
        customers.list.listing.scroll(visibleRows: rows)
        customers.search?.listing.scroll(visibleRows: rows)
    }
}
