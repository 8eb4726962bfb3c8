import Domain
import Wire

/// Asking for timelines.
extension PaneContext {
    /// Opens a customer's timeline, with what is known of it at once.
    mutating func openTimeline(of id: CustomerID, _ navigator: inout Navigator) {
        navigator.go(.push(TimelinePane(id)))
        lookIntoTimeline(of: id)
    }

    /// Asks for a timeline's newest entries, and for what is kept on this machine where nothing is known.
    mutating func lookIntoTimeline(of id: CustomerID) {
        guard canHaveTimeline(id) else { return }
        if model.timelines[id]?.seenAt == nil { perform(.recallTimeline(id)) }
        askTimeline(id)
    }

    /// Somebody who is not with the server yet has none, and who was erased has none any more.
    private func canHaveTimeline(_ id: CustomerID) -> Bool {
        model.directory[id].map { $0.version > 0 } ?? false && !model.erased.contains(id)
    }

    func isAskingTimeline(of id: CustomerID) -> Bool {
        model.requests.values.contains { if case .timeline(id, _) = $0 { true } else { false } }
    }

    mutating func askTimeline(_ id: CustomerID) {
        guard canHaveTimeline(id) else { return }
        ask(TimelineQuery(), of: id)
    }

    /// Asks for the page behind the oldest entry that is here, unless there is none.
    mutating func askOlderEntries(of id: CustomerID) {
        guard let cursor = model.timelines[id]?.cursor, !isAskingTimeline(of: id) else { return }
        ask(TimelineQuery(cursor: cursor), of: id)
    }

    private mutating func ask(_ query: TimelineQuery, of id: CustomerID) {
        guard !model.requests.values.contains(.timeline(id, query)) else { return }
        _ = send(.timeline(id, query, unlessTag: nil), for: .timeline(id, query))
    }
}

/// What is known of timelines.
extension App {
    mutating func receiveTimeline(_ result: Result<ReadAnswer, Failure>, _ id: CustomerID, _ query: TimelineQuery) {
        guard !model.erased.contains(id) else { return }
        let now = chrome.now
        switch result {
        case .success(.timeline(let tagged)):
            let page = tagged.page
            model.timelines.update(id) { known in
                if let cursor = query.cursor {
                    known.apply(older: page, from: cursor)
                } else {
                    known.apply(newest: page, at: now)
                }
            }
        case .success(.timelineNotModified): model.timelines.update(id) { $0.confirm(at: now) }
        case .success: return
        case .failure(let failure): return model.timelines.update(id) { $0.failure = failure }
        }
        if let pane = navigation.timeline, pane.id == id { pane.loadMoreIfNeeded(&context) }
        navigation.customers.readOnForBlame(&context)
    }

    mutating func receive(_ kept: LocalTimeline?, of id: CustomerID) {
        guard !model.erased.contains(id) else { return }
        model.timelines.update(id) { $0.apply(kept) }
    }

    /// Whose timeline is on the screen, as a whole or by what it says of fields.
    var timelinesInSight: [CustomerID] {
        [navigation.timeline?.id, customers.detail.flatMap { $0.showsBlame ? $0.id : nil }].compactMap(\.self)
    }

    /// Asks for what a timeline on the screen has more: a version that it does not tell of yet, or what has just been sent.
    ///
    /// - Parameter done: whose edits and notes have gone to the server.
    mutating func followTimelines(done: Set<CustomerID> = []) {
        for id in timelinesInSight where model.connection.takesEdits {
            guard let known = model.timelines[id], known.failure == nil, !context.isAskingTimeline(of: id) else {
                continue
            }
            let told = max(known.askedVersion, known.entries.lazy.map(\.version).max() ?? 0)
            guard done.contains(id) || model.directory[id]?.version ?? 0 > told else { continue }
            let version = model.directory[id]?.version ?? 0
            model.timelines.update(id) { $0.askedVersion = version }
            context.askTimeline(id)
        }
    }

    /// The API is back: what could not be asked for is asked for now.
    mutating func retryTimelines() {
        for id in timelinesInSight { context.askTimeline(id) }
    }
}
