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

    // MARK: Asking

    mutating func perform(_ effect: TerminalEffect) {
        outbox.effects.append(.terminal(effect))
    }

    mutating func perform(_ effect: BackgroundEffect) {
        outbox.effects.append(.background(effect))
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
        let id = outbox.makeRequestID()
        model.writes.recordings[id] = PendingWrite(request: request, purpose: recording)
        perform(.record(id, request))
    }

    mutating func recall(_ query: LocalQuery) -> RequestID {
        let id = outbox.makeRequestID()
        perform(.recall(id, query))
        return id
    }

    mutating func takeEffects() -> [Effect] { outbox.takeEffects() }

    // MARK: Telling

    mutating func post(_ notice: Notice) { chrome.notice = notice }

    mutating func clearNotice() { chrome.notice = nil }

    /// Puts away what was found wrong in the journal at the start.
    mutating func dismissFindings() { chrome.findings = [] }

    /// Sends to the clipboard what need not be kept once it is there.
    mutating func copy(_ text: String, rescuing rescued: Rescued) {
        chrome.rescued = rescued
        perform(.copy(text.withoutControls(keepingLineFeeds: true)))
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

    /// `as of 12 min ago`; `nil` for what is younger than a minute.
    func asOf(_ moment: Timestamp) -> String? {
        chrome.now.seconds(since: moment) < 60 ? nil : "as of \(Phrases.age(of: moment, at: chrome.now))"
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
