import Domain
import Journal
import Screen
import Wire
import Wording

/// Marking rows, and what the keys do with those that are marked.
extension CustomersScreen {
    /// - Returns: whether the command was about marks.
    mutating func handleMarking(
        _ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator
    ) -> Bool {
        switch command {
        case .mark: toggleMark(&context)
        case .markRange: toggleRange(&context)
        case .markAll: markAll(&context)
        // An error is put away first: what was to be done with the marked has failed, and is done again.
        case .back where marks.isInUse && context.chrome.dismissed?.tone == .error: break
        case .back where marks.isInUse: clearMarks(&context)
        case .edit where areMarksSaid(context): withTargets(&context) { $0.askToEdit($1, &navigator) }
        case .delete where areMarksSaid(context): withTargets(&context) { $0.preview(.delete, of: $1, &navigator) }
        case .copyRecord where areMarksSaid(context), .note where areMarksSaid(context): refuseForMarked(&context)
        case .copy where areMarksSaid(context):
            withTargets(&context) { context, targets in context.copyEmails(of: targets) }
        case .tag: tag(nil, &context, &navigator)
        case .export: withTargets(&context) { $0.askToExport($1, &navigator) }
        default: return false
        }
        return true
    }

    /// What is typed for one customer is for those who are marked, where it can be for several.
    ///
    /// - Returns: whether the command was about marks.
    mutating func handleMarking(
        _ command: TypedCommand, _ context: inout PaneContext, _ navigator: inout Navigator
    ) -> Bool {
        guard areMarksSaid(context) else { return false }
        switch command {
        case .tag(let change): tag(change, &context, &navigator)
        case .edit: withTargets(&context) { $0.askToEdit($1, &navigator) }
        case .copy(.field(.email)): withTargets(&context) { context, targets in context.copyEmails(of: targets) }
        case .copy, .erase: refuseForMarked(&context)
        case .sort:
            marks.endRange()
            return false
        case .command, .open, .profile, .view, .save, .trash: return false
        }
        return true
    }

    /// Whether the screen says how many are marked: where it has no room for that, keys are about the selected customer.
    private func areMarksSaid(_ context: PaneContext) -> Bool { marks.isInUse && context.layout.statusRow != nil }

    private func refuseForMarked(_ context: inout PaneContext) {
        let names = [Command.copy, .export, .back].map { context.keyName($0, in: .list) }
        context.post(
            .plain(
                "That is for one customer, and \(Phrases.count(marks.all.count)) are marked: \(names[0]) copies their "
                    + "emails, \(names[1]) writes them to a file, \(names[2]) takes the marks away."))
    }

    /// Tags those who are marked, or else the customer the part with the focus names.
    ///
    /// - Parameter change: what the person has given with the command; `nil` to ask for it.
    mutating func tag(_ change: TagChange?, _ context: inout PaneContext, _ navigator: inout Navigator) {
        withTargets(&context) { context, targets in
            guard let change else { return context.askToTag(targets, &navigator) }
            context.tag(targets, change, &navigator)
        }
    }

    // MARK: Marking

    private mutating func toggleMark(_ context: inout PaneContext) {
        guard let id = listing.selectedID else { return }
        guard marks.toggle(id) else { return context.post(Self.full) }
        let rows = context.layout.visibleRows
        if listing.selected + 1 < listing.rows.count { listing.select(listing.selected + 1, visibleRows: rows) }
        loadMoreIfNeeded(&context)
        context.followWhenKeysPause()
    }

    private static let full = Notice.warning(
        "\(Phrases.count(Marks.maximum)) customers are marked, and no more can be.")

    private mutating func toggleRange(_ context: inout PaneContext) {
        guard marks.range == nil else { return marks.endRange() }
        guard let id = listing.selectedID else { return }
        guard !marks.isFull else { return context.post(Self.full) }
        marks.beginRange(at: id)
    }

    private mutating func clearMarks(_ context: inout PaneContext) {
        cancelMarking(&context)
        marks.clear()
    }

    private mutating func cancelMarking(_ context: inout PaneContext) {
        if case .server(let id)? = marks.search?.step { context.cancel(id) }
        marks.search = nil
    }

    // MARK: Everybody who matches

    /// Marks the rows where these are all there are; otherwise asks for everybody, page by page.
    private mutating func markAll(_ context: inout PaneContext) {
        cancelMarking(&context)
        let isWhole = listing.isComplete || isSearching && (list.listing.isComplete || search?.asksServer == false)
        guard !isWhole else { return mark(listing.rows, &context) }
        let filter = search?.filter
        let step: MarkSearch.Step
        if context.model.connection.isAway {
            step = recallMarked(filter.map(LocalQuery.Subject.search) ?? .directory(.name), after: nil, &context)
        } else {
            let query = ListQuery(limit: MarkSearch.pageRows, search: filter?.wireText)
            step = .server(context.send(.list(query), for: .mark))
        }
        marks.search = MarkSearch(step: step, filter: filter)
    }

    private func recallMarked(
        _ subject: LocalQuery.Subject, after last: Customer?, _ context: inout PaneContext
    ) -> MarkSearch.Step {
        .local(context.recall(LocalQuery(subject: subject, after: last, limit: MarkSearch.pageRows)), subject)
    }

    private mutating func mark(_ ids: some Sequence<CustomerID>, _ context: inout PaneContext) {
        if !marks.add(ids) { context.post(Self.tooMany) }
    }

    private static let tooMany = Notice.warning(
        "\(Phrases.count(Marks.maximum)) are marked, and more match: no more can be; narrow the search for the rest.")

    /// Receives a page of those who are to be marked, and whom the directory has already.
    mutating func receiveMarked(_ result: Result<ReadAnswer, Failure>, _ context: inout PaneContext) {
        guard var search = marks.search else { return }
        guard case .success(.page(let page)) = result else {
            let message = if case .failure(let failure) = result { failure.message } else { "" }
            return endMarking(search, because: message, &context)
        }
        let ids = page.customers.map(\.id)
        let isNew = !ids.allSatisfy(search.found.contains)
        search.found.formUnion(ids)
        do throws(EndlessPages) {
            try search.trail.follow(page.next?.cursor, hasNews: isNew)
        } catch {
            return endMarking(search, because: "The server leads from page to page without an end.", &context)
        }
        guard let next = page.next, search.found.count < Marks.maximum else {
            return endMarking(search, hasMore: page.next != nil, &context)
        }
        search.step = .server(context.send(.list(next), for: .mark))
        marks.search = search
    }

    /// The same from this machine.
    mutating func receiveMarked(_ page: LocalPage, _ context: inout PaneContext) {
        guard var search = marks.search, case .local(_, let subject) = search.step else { return }
        search.found.formUnion(page.customers.map(\.customer.id))
        guard page.hasMore, let last = page.customers.last, search.found.count < Marks.maximum else {
            endMarking(search, hasMore: page.hasMore, &context)
            if case .whole = context.model.replica { return }
            return context.post(
                .warning("The API is away: only those who are kept on this machine were looked at, and marked."))
        }
        search.step = recallMarked(subject, after: last.customer, &context)
        marks.search = search
    }

    /// - Parameters:
    ///   - hasMore: whether more would have come.
    ///   - message: why no more could be asked for.
    private mutating func endMarking(
        _ search: MarkSearch, hasMore: Bool = false, because message: String? = nil, _ context: inout PaneContext
    ) {
        marks.search = nil
        let queued = context.model.queue.customers
        let found = search.filter.map { context.model.corrected(search.found, for: $0) } ?? search.found.union(queued)
        // Those that have a row come first, should there be too many.
        let ordered = listing.rows.filter(found.contains) + found.subtracting(listing.rows).sorted()
        mark(ordered, &context)
        if hasMore { context.post(Self.tooMany) }
        if let message { context.post(.error("Only those who had come are marked. \(message)")) }
    }

    // MARK: Whom a key is about

    /// Those who are marked, or else the customer the part with the focus names.
    private mutating func withTargets(
        _ context: inout PaneContext, _ act: (inout PaneContext, BulkTargets) -> Void
    ) {
        guard marks.search == nil else {
            let back = context.keyName(.back, in: .list)
            return context.post(.plain("Wait until everybody is marked, or press \(back) to stop."))
        }
        marks.endRange()
        let usesMarks = focus == .list && !marks.isEmpty && areMarksSaid(context)
        let ids = usesMarks ? marks.all : Set([subject].compactMap(\.self))
        guard !ids.isEmpty else { return context.post(.plain("There is nobody to do this with.")) }
        act(&context, BulkTargets(ids, gone: marks.gone, areMarked: usesMarks, in: context.model))
    }

    // MARK: What is said

    /// `3 marked (1 out of sight)`; `nil` while nobody is.
    func marksText(_ context: PaneContext) -> String? {
        if let search = marks.search {
            return "Marking\(context.glyphs.ellipsis) \(Phrases.count(search.found.count)) so far"
        }
        guard !marks.isEmpty else { return nil }
        let all = marks.all
        var seen = 0
        for id in listing.rows where all.contains(id) {
            seen += 1
            if seen == all.count { break }
        }
        let (hidden, gone) = (all.count - seen, marks.gone.count)
        var notes: [String] = []
        if hidden - gone > 0 { notes.append("\(Phrases.count(hidden - gone)) out of sight") }
        if gone > 0 { notes.append("\(Phrases.count(gone)) deleted by others") }
        let range = marks.range == nil ? "" : ", from here on"
        return "\(Phrases.count(all.count)) marked\(range)"
            + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }
}
