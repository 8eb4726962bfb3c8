import Domain
import Screen
import Wire

/// A search as it is typed, with what it has found so far: what is here at once, the server's answer when it comes.
struct SearchPane: Sendable {
    var editor = LineEditor()
    /// The details from which the search was opened: ending it at once leads back to them.
    let over: DetailPane?
    /// What is found; a new term begins at its first hit.
    var listing = Listing(order: .name)
    /// What the server has named for the term as it stands; rows found here alone go once it has named all.
    var confirmed: Set<CustomerID> = []
    /// The last of those that were read from this machine.
    var lastRecalled: CustomerID?
    /// How many are found on this machine, when they were counted.
    var total: Int?
    /// Whether all rows are asked for again, page by page, and not only those of the first page.
    var isRenewed = false
    /// When the server was heard on the term as it stands.
    var askedAt: Timestamp?

    /// Shorter terms are looked for only among the customers that are here.
    private static let minimumCharactersForServer = 2
    /// The server is asked after this long without typing.
    private static let pauseMilliseconds = 150

    var term: SearchTerm? { SearchTerm(editor.text) }

    var asksServer: Bool {
        term != nil && editor.text.trimmed.unicodeScalars.count >= Self.minimumCharactersForServer
            && editor.text.unicodeScalars.count <= SearchTerm.maximumCharacters
    }

    /// Whether the server was asked, or will be, about the term as it stands, and has not answered yet.
    var isAsking: Bool {
        switch listing.progress {
        case .loading: true
        case .idle(next: nil): asksServer
        case .idle, .complete, .failed: false
        }
    }
}

extension SearchPane: RowsPane {
    static let scope = Scope.search

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .key(let key): edit(&context) { _ = $0.handle(key) }
        case .paste(let text): edit(&context) { $0.paste(text) }
        case .command(.clear): edit(&context) { $0.clear() }
        case .command(let command): move(command, &context)
        }
    }

    mutating func sort(_ context: inout PaneContext) {
        context.post(.plain("What was found is in the order of names."))
    }

    private mutating func edit(_ context: inout PaneContext, _ change: (inout LineEditor) -> Void) {
        let old = editor.text
        change(&editor)
        if editor.text != old { startOver(&context) }
    }

    /// Shows at once who is here for the term as it stands; the server is asked once typing pauses.
    private mutating func startOver(_ context: inout PaneContext) {
        cancel(&context)
        self = SearchPane(editor: editor, over: over)
        let found = term.map { context.model.matches(of: $0) } ?? []
        listing.replace(found, visibleRows: context.layout.visibleRows)
        recall(&context)
        let pause = BackgroundEffect.start(.searchPause, milliseconds: Self.pauseMilliseconds)
        context.perform(asksServer ? pause : .stop(.searchPause))
        context.followWhenKeysPause()
    }

    // MARK: Drawing

    /// Draws the line in which one types.
    func render(on grid: inout Grid, _ context: PaneContext) {
        guard let row = context.layout.searchRow else { return }
        grid.write(" /", row: row, column: 0, style: .bold)
        let room = max(1, context.chrome.size.columns - 4)
        let isTyping = context.hasFocus && !context.isBelowOverlay
        let shown = EditorView(sliding: editor, columns: room)
        grid.write(shown.lines.first ?? "", row: row, column: 2, columns: room, style: isTyping ? .bold : .plain)
        if isTyping { grid.cursor = Position(row: row, column: 2 + shown.cursor.column) }
    }

    /// Draws what is found; says that there are no matches only once everything was asked.
    ///
    /// - Parameter hasAllCustomers: whether the server need not be asked.
    func renderFound(hasAllCustomers: Bool, on grid: inout Grid, _ context: PaneContext) {
        let emptyText = isAsking ? "Searching\(context.glyphs.ellipsis)" : noMatchesText(hasAllCustomers)
        context.draw(listing, order: nil, emptyText: emptyText, on: &grid)
    }

    private func noMatchesText(_ hasAllCustomers: Bool) -> String {
        if listing.isComplete || hasAllCustomers { return "No matches." }
        return asksServer
            ? "No matches among those loaded." : "No matches among those loaded; one more character asks the server."
    }
}
