import Domain
import Journal
import Screen
import Wire

/// A search as it is typed, with what it has found so far: what is here at once, the server's answer when it comes.
struct SearchPane: Sendable {
    var editor = LineEditor()
    /// The details from which the search was opened: ending it at once leads back to them.
    let over: DetailPane?
    /// What is found; a new term begins at its best hit.
    var listing = Listing(order: .name)
    /// What the server has named for the term as it stands; rows found here alone go once it has named all.
    var confirmed: Set<CustomerID> = []
    /// The last of those that were read from this machine.
    var lastRecalled: CustomerID?
    /// How many are found on this machine, when they were counted.
    var total: Int?
    /// Whether all rows are asked for again, page by page, and not only those of the first page.
    var isRenewed = false
    /// What is similar, where nobody is found.
    var similar = SimilarSearch.none
    /// When the server was heard on the term as it stands.
    var askedAt: Timestamp?
    /// Which one of those that are remembered stands in the line, as long as nothing is typed.
    private(set) var recalled: Int?
    /// Who is looked for; what stood there last that made sense.
    var filter: CustomerFilter?
    /// What makes no sense in what is typed.
    var fault: FilterFault?
    /// Whether the API cannot be asked for such a filter.
    var isLocal = false
    /// Pages in a row that had nobody, and when the first of them came.
    var fruitless = FruitlessPages()

    /// Shorter terms are looked for only among the customers that are here.
    private static let minimumCharactersForServer = 2
    /// The server is asked after this long without typing.
    private static let pauseMilliseconds = 150

    var asksServer: Bool {
        canFind && fault == nil && !isLocal
            && filter?.text.unicodeScalars.count ?? 0 >= Self.minimumCharactersForServer
    }

    /// Whether there is something to look for: nobody is found by marks alone.
    private var canFind: Bool { filter.map { !$0.findsNobody } ?? false }

    /// Whether the server was asked, or will be, about the term as it stands, and has not answered yet.
    var isAsking: Bool {
        switch listing.progress {
        case .loading: true
        case .idle(next: nil): asksServer
        case .idle, .complete, .failed: false
        }
    }
}

extension SearchPane {
    /// Whether nobody is found, and the server has been asked.
    var hasFoundNobody: Bool { filter != nil && listing.rows.isEmpty && !isAsking }
}

extension SearchPane: RowsPane {
    static let scope = Scope.search

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .key(let key): edit(&context) { _ = $0.handle(key) }
        case .paste(let text): paste(text, &context)
        case .command(.clear): edit(&context) { $0.clear() }
        case .command(let command): move(command, &context)
        case .counted(let command, let count): move(command, count: count, &context)
        case .typed(let command): handle(command, &context, &navigator)
        }
    }

    mutating func sort(_ context: inout PaneContext) {
        sort(by: listing.order.next(context.chrome.columns), &context)
    }

    mutating func sort(by order: CustomerOrder, _ context: inout PaneContext) {
        listing.sort(by: order, in: context.model.directory, visibleRows: context.layout.visibleRows)
        place(Set(context.model.queue.customers), context)
        listing.select(0, visibleRows: context.layout.visibleRows)
        let others = listing.isComplete || !asksServer ? "" : " More follow, and go where they belong."
        context.post(.plain("Sorted by \(order.text).\(others)"))
        loadMoreIfNeeded(&context)
        context.followWhenKeysPause()
    }

    /// Puts a search that is remembered into the line, the one before or behind the one that stands there; behind the newest
    /// there is nothing.
    ///
    /// - Returns: whether the key was meant so: with something typed in the line, it moves among what was found.
    mutating func recall(_ command: Command, from history: SearchHistory, _ context: inout PaneContext) -> Bool {
        let terms = history.terms
        let isMeant = command == .moveUp && editor.text.isEmpty || recalled != nil
        guard [.moveUp, .moveDown].contains(command), isMeant, !terms.isEmpty else { return false }
        let next = min((recalled ?? terms.count) + (command == .moveUp ? -1 : 1), terms.count)
        guard next >= 0, next < terms.count || recalled != nil else { return true }
        edit(&context) { $0 = LineEditor(next < terms.count ? terms[next] : "") }
        recalled = next < terms.count ? next : nil
        return true
    }

    /// Completes the word before the cursor.
    ///
    /// - Returns: whether there was something to complete.
    mutating func complete(_ context: inout PaneContext) -> Bool {
        let before = String(editor.characters.prefix(editor.cursor))
        let directory = context.model.directory
        guard let completion = FilterCompletion(of: before, at: before.unicodeScalars.count, values: directory.words),
            let best = completion.candidates.first
        else { return false }
        let typed = String(String.UnicodeScalarView(before.unicodeScalars.suffix(completion.place.count))).count
        edit(&context) { editor in
            for _ in 0..<typed { _ = editor.handle(.backspace) }
            editor.paste(best)
        }
        let others = completion.candidates.dropFirst().prefix(Self.maximumOffered)
        if !others.isEmpty { context.post(.plain("Also: \(others.joined(separator: " "))")) }
        return true
    }

    private static let maximumOffered = 8

    /// Of several lines, as the head of a mail has them, only the one with the address.
    private mutating func paste(_ text: String, _ context: inout PaneContext) {
        let line = Self.isOneLine(text) ? nil : PastedLines.addressLine(in: text)
        var leftOut = 0
        edit(&context) { leftOut = $0.paste(line ?? text) }
        if line != nil { context.post(Self.partOfPaste) }
        context.sayLeftOut(leftOut)
    }

    /// Whether no line ends before the text does: a tab between two cells of a table ends none.
    static func isOneLine(_ text: String) -> Bool { !text.trimmed.contains(where: \.isNewline) }

    static let ignoredPaste = Notice.warning(
        "The pasted text was ignored: only one short line, or the address in several, can be searched for.")

    static let partOfPaste = Notice.plain("Of the pasted lines the one with the address is searched for.")

    private mutating func edit(_ context: inout PaneContext, _ change: (inout LineEditor) -> Void) {
        let old = editor.text
        change(&editor)
        if editor.text != old { startOver(&context) }
    }

    /// Shows at once who is here for the term as it stands; the server is asked once typing pauses.
    mutating func startOver(_ context: inout PaneContext) {
        cancel(&context)
        let filter: CustomerFilter?
        do throws(FilterFault) {
            filter = try CustomerFilter(editor.text, dates: context.filterDates)
        } catch {
            // What was found stays until what is typed makes sense again.
            fault = error
            if case .loading(_, let query) = listing.progress { listing.progress = .idle(next: query) }
            return context.perform(.stop(.searchPause))
        }
        cancelSimilar(&context)
        self = SearchPane(editor: editor, over: over, listing: Listing(order: listing.order), filter: filter)
        let found = filter.map { context.model.matches(of: $0) } ?? []
        listing.replace(inOrder(found, context), visibleRows: context.layout.visibleRows)
        beginAtBestHit(context)
        recall(&context)
        let pause = BackgroundEffect.start(.searchPause, milliseconds: Self.pauseMilliseconds)
        context.perform(asksServer ? pause : .stop(.searchPause))
        awaitPauseForSimilar(&context)
        context.followWhenKeysPause()
    }

    /// What is looked for otherwise than it may be meant.
    var hint: String? { filter?.hints.first?.message }

    // MARK: Drawing

    /// Draws the line in which one types.
    func render(on grid: inout Grid, _ context: PaneContext) {
        guard let row = context.layout.searchRow else { return }
        grid.write(" /", row: row, column: 0, style: .bold)
        let room = max(1, context.chrome.size.columns - 4)
        let isTyping = context.hasFocus && !context.isBelowOverlay
        let shown = EditorView(sliding: editor, columns: room)
        grid.write(shown.lines.first ?? "", row: row, column: 2, columns: room, style: isTyping ? .bold : .plain)
        drawSimilar(on: &grid, row: row, columns: context.chrome.size.columns)
        if isTyping { grid.cursor = Position(row: row, column: 2 + shown.cursor.column) }
    }

    /// Draws what is found; says that there are no matches only once everything was asked.
    ///
    /// - Parameter hasAllCustomers: whether the server need not be asked.
    func renderFound(hasAllCustomers: Bool, marks: Marks, on grid: inout Grid, _ context: PaneContext) {
        let emptyText = isAsking ? "Searching\(context.glyphs.ellipsis)" : noMatchesText(hasAllCustomers, context)
        context.draw(listing, order: listing.order, marks: marks, emptyText: emptyText, on: &grid)
    }

    /// What to write for what plain words do not look into, on a server where they do not.
    private func advice(_ context: PaneContext) -> String {
        guard context.model.capabilities?.contains(.addressSearch) == false, let filter else { return "" }
        let address = filter.isLikeAddress ? filter.addressText : nil
        guard let number = filter.numberText else { return address.map { " In addresses: \($0)" } ?? "" }
        return " By number: \(number)" + (address.map { "; in addresses: \($0)" } ?? "")
    }

    private func noMatchesText(_ hasAllCustomers: Bool, _ context: PaneContext) -> String {
        // What is wrong is said below.
        if fault != nil { return "" }
        if let hint { return "No matches. " + hint }
        if listing.isComplete || hasAllCustomers || !canFind { return "No matches." + advice(context) }
        return asksServer
            ? "No matches among those loaded." : "No matches among those loaded; one more character asks the server."
    }
}
