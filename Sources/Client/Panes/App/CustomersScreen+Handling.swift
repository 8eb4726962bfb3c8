import Domain
import Screen

/// Keys among the customers: each goes to the pane that has the focus; here panes are opened and left.
extension CustomersScreen {
    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch (scope, input) {
        case (.form, _): form?.handle(input, &context, &navigator)
        case (.detail, .command), (.detail, .key): updateDetail { $0.handle(input, &context, &navigator) }
        case (.search, .command(let command)): handleInSearch(command, &context, &navigator)
        case (.search, .key), (.search, .paste): search?.handle(input, &context, &navigator)
        case (_, .command(let command)): handleInList(command, &context, &navigator)
        case (_, .paste(let text)): searchForPasted(text, &context, &navigator)
        case (_, .key): break
        }
    }

    private mutating func handleInSearch(
        _ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        switch command {
        case .open, .nextPane: focusOnList()
        case .back: endSearch(&context)
        case .clear: search?.handle(.command(.clear), &context, &navigator)
        default: if isSearching { search?.move(command, &context) } else { list.move(command, &context) }
        }
    }

    private mutating func handleInList(
        _ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        switch command {
        case .open: openSelected(&context)
        case .nextPane: if form != nil { resumeForm() } else { openSelected(&context) }
        case .back: if search != nil { endSearch(&context) } else { context.dismissFindings() }
        default:
            if isSearching {
                search?.handle(command, &context, &navigator)
            } else {
                list.handle(command, &context, &navigator)
            }
        }
    }

    /// Shows the selected customer's details, and gives them the keys.
    private mutating func openSelected(_ context: inout PaneContext) {
        guard let customer = listing.selectedID.flatMap({ context.model.shown($0) }) else { return focusOnList() }
        var pane = detail.flatMap { $0.id == customer.id ? $0 : nil } ?? DetailPane(id: customer.id)
        if context.askNewest(customer) { pane.freshness = .asking }
        open(pane)
    }

    // MARK: The search

    mutating func openSearch() {
        if search == nil { search = SearchPane(over: focus == .side ? detail : nil) }
        focusOnSearch()
    }

    /// Ends the search; a person who has not gone to the list yet is back where it was opened.
    private mutating func endSearch(_ context: inout PaneContext) {
        search?.cancel(&context)
        context.perform(.stop(.searchPause))
        let over = scope == .search ? search?.over : nil
        search = nil
        list.listing.scroll(visibleRows: context.layout.visibleRows)
        if let over { open(over) } else { context.followWhenKeysPause() }
    }

    /// In the list one short pasted line is searched for.
    private mutating func searchForPasted(
        _ text: String, _ context: inout PaneContext, _ navigator: inout Navigator
    ) {
        let line = text.trimmed
        let isOneLine = !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !line.isEmpty, isOneLine, line.utf8.count <= CustomerField.email.maximumBytes else {
            context.post(.warning("The pasted text was ignored: only one short line can be searched for."))
            return
        }
        search?.cancel(&context)
        search = nil
        openSearch()
        search?.handle(.paste(line), &context, &navigator)
    }
}
