import Domain
import Screen

/// Keys among the customers: each goes to the pane that has the focus; here panes are opened and left.
extension CustomersScreen {
    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch (scope, input) {
        case (.form, _): form?.handle(input, &context, &navigator)
        case (.detail, .command(.nextCustomer)): step(by: 1, &context)
        case (.detail, .command(.previousCustomer)): step(by: -1, &context)
        case (.detail, .counted(.nextCustomer, let count)): step(by: count, &context)
        case (.detail, .counted(.previousCustomer, let count)): step(by: -count, &context)
        case (.detail, .command(let command)) where [.tag, .export].contains(command):
            _ = handleMarking(command, &context, &navigator)
        case (.detail, .command), (.detail, .key), (.detail, .typed), (.detail, .counted):
            updateDetail { $0.handle(input, &context, &navigator) }
        case (.search, .command(let command)): handleInSearch(command, &context, &navigator)
        case (.search, .key), (.search, .paste), (.search, .typed): search?.handle(input, &context, &navigator)
        case (_, .command(let command)): handleInList(command, &context, &navigator)
        case (_, .paste(let text)): searchForPasted(text, &context, &navigator)
        case (_, .counted(let command, let count)): move(command, count: count, &context)
        case (_, .typed(let command)): handleInList(command, &context, &navigator)
        case (_, .key): break
        }
    }

    private mutating func handleInSearch(
        _ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        let history = searches
        if search?.recall(command, from: history, &context) == true { return }
        switch command {
        case .nextPane:
            guard search?.complete(&context) != true, leadsToRows else { return }
            rememberSearch(&context)
            focusOnList()
        case .open: openFound(&context)
        case .back: endSearch(&context)
        case .clear: search?.handle(.command(.clear), &context, &navigator)
        default: move(command, count: nil, &context)
        }
    }

    /// Whether keys have somebody to act on who is what the line says: with an error in it, or nobody found, typing goes on.
    private var leadsToRows: Bool {
        guard let search else { return true }
        return search.fault == nil && !search.hasFoundNobody
    }

    /// Goes on looking where that has paused, else to what was found: to the only one at once.
    private mutating func openFound(_ context: inout PaneContext) {
        if search?.fruitless.isEnough == true {
            search?.goOn(&context)
            return
        }
        guard leadsToRows else {
            // What has failed is asked for again.
            search?.retry(&context)
            return
        }
        rememberSearch(&context)
        if search?.hasOneHit(context) == true { openSelected(&context) } else { focusOnList() }
    }

    private mutating func move(_ command: Command, count: Int?, _ context: inout PaneContext) {
        if isSearching {
            search?.move(command, count: count, &context)
        } else {
            list.move(command, count: count, &context)
        }
        marks.followSelection(in: listing)
    }

    private mutating func handleInList(
        _ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        guard !handleMarking(command, &context, &navigator) else { return }
        defer { followRange(command) }
        switch command {
        case .open: openSelected(&context)
        case .nextPane: if form != nil { resumeForm() } else { openSelected(&context) }
        case .back: goBack(&context)
        default:
            if isSearching {
                search?.handle(command, &context, &navigator)
            } else {
                list.handle(command, &context, &navigator)
            }
        }
    }

    private mutating func handleInList(
        _ command: TypedCommand, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        guard !handleMarking(command, &context, &navigator) else { return }
        if isSearching {
            search?.handle(command, &context, &navigator)
        } else {
            list.handle(command, &context, &navigator)
        }
    }

    /// The range of marks reaches to the selected row; in other rows it ends.
    private mutating func followRange(_ command: Command) {
        switch command {
        case .sort, .refresh, .back: marks.endRange()
        default: marks.followSelection(in: listing)
        }
    }

    /// Shows the selected customer's details, and gives them the keys.
    mutating func openSelected(_ context: inout PaneContext) {
        guard let customer = listing.selectedID.flatMap({ context.model.shown($0) }) else { return focusOnList() }
        open(customer, &context)
    }

    /// Shows a customer's details, gives them the keys, and asks for the newest version.
    mutating func open(_ customer: Customer, _ context: inout PaneContext) {
        var pane = detail.flatMap { $0.id == customer.id ? $0 : nil } ?? DetailPane(id: customer.id)
        if context.askNewest(customer) { pane.freshness = .asking }
        open(pane)
    }

    /// Shows the details of the next customer in the list, or of the one before, which is selected there; the newest version
    /// is asked for once the keys pause.
    private mutating func step(by step: Int, _ context: inout PaneContext) {
        guard let detail else { return }
        // From somebody who has no row here one comes back to where one was.
        if listing.selectedID == detail.id {
            listing.select(listing.selected + step, visibleRows: context.layout.visibleRows)
        }
        guard let id = listing.selectedID, id != detail.id, context.model.shown(id) != nil else {
            return context.post(.plain(step > 0 ? "This is the last row that is loaded." : "This is the first row."))
        }
        var pane = DetailPane(id: id)
        (pane.fact, pane.above, pane.showsBlame) = (detail.fact, detail.above, detail.showsBlame)
        open(pane)
        loadMoreIfNeeded(&context)
        context.lookWhenKeysPause()
    }

    // MARK: The search

    mutating func openSearch() {
        marks.endRange()
        if search == nil { search = SearchPane(over: focus == .side ? detail : nil) }
        focusOnSearch()
    }

    /// Remembers what is searched for, once somebody is through with it.
    mutating func rememberSearch(_ context: inout PaneContext) {
        guard let search, search.filter != nil, searches.remember(search.editor.text) else { return }
        if context.environment.keepsSearches { context.perform(.keepSearches(searches.terms)) }
    }

    /// Ends the search; a person who has not gone to the list yet is back where it was opened.
    private mutating func endSearch(_ context: inout PaneContext) {
        rememberSearch(&context)
        let over = scope == .search ? search?.over : nil
        dropSearch(&context)
        if view?.view.filter != nil { leaveView(&context) }
        list.listing.scroll(visibleRows: context.layout.visibleRows)
        if let over { open(over) } else { context.followWhenKeysPause() }
    }

    /// Ends the search with all that it waits for.
    mutating func dropSearch(_ context: inout PaneContext) {
        search?.cancel(&context)
        search?.cancelSimilar(&context)
        context.perform(.stop(.searchPause))
        search = nil
    }

    /// Ends the search, then leaves the view, then puts away what was said.
    private mutating func goBack(_ context: inout PaneContext) {
        if search != nil {
            endSearch(&context)
        } else if view != nil {
            leaveView(&context)
        } else {
            context.dismissFindings()
        }
    }

    /// In the list one short pasted line is searched for; of several, as the head of a mail has them, the one with the address.
    private mutating func searchForPasted(
        _ text: String, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        let isOneLine = SearchPane.isOneLine(text)
        guard let part = isOneLine ? text : PastedLines.addressLine(in: text) else {
            return context.post(SearchPane.ignoredPaste)
        }
        var editor = LineEditor()
        editor.paste(part)
        let line = editor.text.trimmed
        guard !line.isEmpty, line.utf8.count <= CustomerField.email.maximumBytes else {
            return context.post(SearchPane.ignoredPaste)
        }
        search(for: line, &context, &navigator)
        if !isOneLine { context.post(SearchPane.partOfPaste) }
    }

    /// Begins another search.
    mutating func search(for line: String, _ context: inout PaneContext, _ navigator: inout Navigator) {
        dropSearch(&context)
        openSearch()
        search?.handle(.paste(line), &context, &navigator)
    }
}
