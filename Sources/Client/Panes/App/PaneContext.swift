import Domain
import Journal
import Screen
import Wire
import Wording

/// What panes see and may ask for: what is known, and what surrounds them. Of each other they see nothing.
struct PaneContext: Sendable {
    private(set) var environment: AppEnvironment
    /// Changed by what arrives from outside; a pane adds to it what it asks for, and nothing else.
    fileprivate(set) var model = Model()
    /// Changed by ``App``; a pane says something in the status line, and little else.
    fileprivate(set) var chrome: Chrome
    /// Where everything stands on the screen: as it was when the event came, unless that is a new size.
    var layout: Layout
    /// Whether the pane that is drawn is the one that takes the keys, what lies over the panes left out.
    var hasFocus = true
    /// Whether keys go to what lies over the panes.
    var isBelowOverlay = false
    /// What is looked for, and marked wherever it is seen; `nil` while there is no search.
    var term: SearchTerm?
    private var outbox = Outbox()

    init(_ environment: AppEnvironment, size: Size, now: Timestamp) {
        self.environment = environment
        chrome = Chrome(environment, size: size, now: now)
        layout = Layout(size, showsSearch: false)
    }

    /// The API has said who one is; a later answer counts for more than an earlier one.
    mutating func learn(_ caller: KnownCaller) {
        environment.caller = caller
    }

    /// The API has said what it can do.
    mutating func learn(_ capabilities: Set<Capability>) {
        environment.capabilities = capabilities
    }

    /// These are the saved views from now on.
    mutating func learn(_ views: [SavedView]) {
        environment.views = views
    }

    // MARK: Asking

    mutating func perform(_ effect: TerminalEffect) {
        outbox.effects.append(.terminal(effect))
    }

    mutating func perform(_ effect: BackgroundEffect) {
        outbox.effects.append(.background(effect))
    }

    /// Lends the terminal to the person's editor; nothing is masked or locked by then.
    mutating func edit(_ request: EditorRequest) {
        chrome.isInEditor = true
        perform(.edit(request))
    }

    /// Has what failed asked for again after a minute, when nothing else brings it about.
    mutating func retryLater() {
        perform(.start(.retry, milliseconds: 60_000))
    }

    mutating func send(_ call: ReadCall, for purpose: Model.Purpose) -> RequestID {
        let id = outbox.makeRequestID()
        model.requests[id] = purpose
        perform(.send(id, call))
        return id
    }

    mutating func cancel(_ id: RequestID) {
        if model.requests.removeValue(forKey: id) != nil { perform(.cancel(id)) }
    }

    /// Has a request decided on and written to the journal.
    mutating func record(_ request: QueueRequest, for recording: Recording) {
        let request = request.naming { model.knownName(of: $0) }
        let id = outbox.makeRequestID()
        model.writes.recordings[id] = PendingWrite(request: request, purpose: recording)
        perform(.record(id, request))
    }

    /// Keeps an open conflict as it stands, for when it is opened again.
    mutating func keep(_ conflict: ConflictPane) { model.openConflicts[conflict.sequence] = conflict }

    mutating func makeRequestID() -> RequestID { outbox.makeRequestID() }

    mutating func recall(_ query: LocalQuery) -> RequestID {
        let id = outbox.makeRequestID()
        perform(.recall(id, query))
        return id
    }

    /// Of what the dates of a filter are.
    var filterDates: FilterDates { FilterDates(now: chrome.now, zone: environment.zone) }

    /// Whether this event ends the session.
    var isLeaving: Bool {
        outbox.effects.contains { effect in
            switch effect {
            case .terminal(.quit), .terminal(.openProfile): true
            case .terminal, .background: false
            }
        }
    }

    mutating func takeEffects() -> [Effect] { outbox.takeEffects() }

    // MARK: Telling

    mutating func post(_ notice: Notice) { chrome.notice = notice }

    mutating func clearNotice() { chrome.notice = nil }

    /// Says that of what was pasted there was no room for so many characters, if for any.
    mutating func sayLeftOut(_ characters: Int) {
        guard characters > 0 else { return }
        let count = Phrases.count(characters, "character")
        let (limit, verb) = (Phrases.count(LineEditor.maximumCharacters), characters == 1 ? "was" : "were")
        post(.warning("\(count) of what was pasted \(verb) left out: \(limit) are taken at most."))
    }

    /// Shows these columns in lists from now on.
    mutating func choose(_ columns: ListColumns) { chrome.columns = columns }

    /// Puts away what was found wrong in the journal at the start.
    mutating func dismissFindings() { chrome.findings = [] }

    /// Sends a text to the clipboard.
    ///
    /// - Parameter customers: whose values are in it.
    mutating func copy(_ text: String, of customers: [CustomerID], keepsLineFeeds: Bool = true) {
        (chrome.copied, chrome.copyRemark) = (customers, nil)
        perform(.copy(text.withoutControls(keepingLineFeeds: keepsLineFeeds)))
    }

    /// Has it said besides what is missing from what goes to the clipboard.
    mutating func remarkOnCopy(_ remark: String) { chrome.copyRemark = remark }

    /// The same with what need not be kept once it is there.
    mutating func copy(_ text: String, of customers: [CustomerID], rescuing rescued: Rescued) {
        chrome.rescued = rescued
        copy(text, of: customers)
    }

    // MARK: Noting

    /// Has it noted for the API's audit log what was seen or taken out of its sight.
    mutating func report(_ kind: ReportedUse.Kind, of customer: CustomerID?, count: Int) {
        perform(.report(kind, of: customer, count: count))
    }

    /// Notes whose values have gone to the clipboard, if they have.
    mutating func endCopy(hasGone: Bool) {
        let customers = Set(chrome.copied)
        chrome.copied = []
        guard hasGone, !customers.isEmpty else { return }
        report(.copy, of: customers.count == 1 ? customers.first : nil, count: customers.count)
    }

    /// Notes whether the person has asked for what waits to be sent, and was not told yet what became of it.
    mutating func noteSync(isAskedFor: Bool) { chrome.isSyncAskedFor = isAskedFor }

    // MARK: Reading

    var glyphs: Glyphs { environment.glyphs }

    /// The same with nothing masked, for what goes to the clipboard.
    var unmasked: PaneContext {
        var context = self
        context.chrome.isMasked = false
        return context
    }

    /// The same for a pane that has the keys, or has not.
    func focused(_ hasFocus: Bool) -> PaneContext {
        var context = self
        context.hasFocus = hasFocus
        return context
    }

    /// A field's value as it may be seen just now.
    func display(_ value: String, of field: CustomerField) -> String {
        chrome.isMasked ? Masking.masked(value, of: field) : value
    }

    /// A value in one line, as it may be seen just now.
    func oneLine(_ value: String?, of field: CustomerField) -> String {
        guard let value else { return glyphs.none }
        return display(value, of: field).split(separator: "\n").joined(separator: ", ")
    }

    /// Underlines in a text what is looked for.
    ///
    /// - Parameters:
    ///   - text: as it was written, its end cut off or not, from `column` on.
    ///   - columns: how far it may reach.
    func underlineHits(
        in text: String, of fact: CustomerFact, row: Int, column: Int, columns: Int, on grid: inout Grid
    ) {
        guard let term, !(chrome.isMasked && fact.field.map { $0.spec.masking != .nothing } ?? false) else { return }
        for range in term.marks(in: text, of: fact) {
            let begin = column + DisplayText.width(String(text[..<range.lowerBound]))
            let end = begin + DisplayText.width(String(text[range]))
            grid.restyle(row: row, columns: begin..<max(begin, min(end, column + columns))) {
                $0.attributes.insert(.underline)
            }
        }
    }

    func style(of tone: Notice.Tone) -> Style {
        switch tone {
        case .plain: .plain
        case .success: Style(environment.colours[.success])
        case .warning: Style(environment.colours[.warning])
        case .error: Style(environment.colours[.error], .bold)
        }
    }

    /// The name of the first key of a command, as hints show it.
    ///
    /// - Parameter scope: where the key is to be pressed; `nil` where it means the same everywhere.
    func keyName(_ command: Command, in scope: Scope? = nil) -> String {
        let rows = scope.map { environment.keymap.rows(in: $0) } ?? environment.keymap.rows
        return rows.first { $0.command == command }?.keys.first?.name ?? command.rawValue
    }

    func hasKey(_ command: Command, in scope: Scope) -> Bool {
        environment.keymap.rows(in: scope).contains { $0.command == command && !$0.keys.isEmpty }
    }
}

extension App {
    /// What is known: events change it, and panes cannot.
    var model: Model {
        get { context.model }
        _modify { yield &context.model }
    }

    var chrome: Chrome {
        get { context.chrome }
        _modify { yield &context.chrome }
    }
}

/// What is to be done outside once an event is handled.
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
