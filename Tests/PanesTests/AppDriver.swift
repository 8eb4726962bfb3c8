import Domain
import FoundationEssentials
import Journal
import Screen
import Synchronization
import Wire

@testable import Panes

/// Plays the part of everything around an ``App``: types, answers its requests, lets its timers fire.
struct AppDriver {
    private(set) var app: App
    /// Requests that have not been answered, oldest first.
    private(set) var open: [(id: RequestID, call: ReadCall)] = []
    /// Readings from this machine that have not been answered, oldest first.
    private(set) var recalls: [(id: RequestID, query: LocalQuery)] = []
    /// Whose kept timelines were asked for and have not come, oldest first.
    private(set) var timelineRecalls: [CustomerID] = []
    /// Of whom the API was to erase everything, in order.
    private(set) var erasures: [CustomerID] = []
    /// Notes that the API was to take back, in order.
    private(set) var retractions: [(id: CustomerID, number: Int)] = []
    private(set) var timers: [AppTimer: Int] = [:]
    /// The queue as it is on the disk of this play.
    private(set) var journal = EditQueue()
    /// Requests that have not been written, oldest first.
    private(set) var unwritten: [(id: RequestID, write: QueueRequest)] = []
    /// Every request there was, in order.
    private(set) var queueRequests: [QueueRequest] = []
    /// Whether requests are written the moment they come.
    var writesAtOnce = true
    /// What was to be noted for the audit log, in order.
    private(set) var reports: [BackgroundEffect] = []
    /// Everything else the app asked for, in order.
    private(set) var effects: [Effect] = []
    /// What the synchronisation has told of the way to the API.
    private(set) var connection = Connection()
    var now = Timestamp("2026-11-23T10:00:00.000Z") ?? .now()
    /// Who enters what is entered here.
    let session: JournalSession

    /// - Parameter session: a number for each window that is open on the same journal.
    init(
        rows: Int = 24, columns: Int = 80, isReadOnly: Bool = false, isUnicode: Bool = true,
        keymap: Keymap = .standard, editStorage: EditStorage = .onDisk, findings: [String] = [], session: Int = 1,
        firstSteps: String? = nil, lockMilliseconds: Int? = nil, views: [SavedView] = [], keepsSearches: Bool = false,
        profile: String = "", profiles: [String] = [], copyFormats: [CopyFormat] = [],
        zone: TimeZoneRules = .utc
    ) {
        let ids = IDSequence()
        self.session = JournalSession(id: .numbered(session))
        var environment = AppEnvironment(
            title: "acme-prod", isReadOnly: isReadOnly, isUnicode: isUnicode, keymap: keymap, editStorage: editStorage,
            session: self.session.source, makeUUID: { ids.next() }, findings: findings,
            firstSteps: firstSteps, lockMilliseconds: lockMilliseconds)
        environment.views = views
        environment.keepsSearches = keepsSearches
        environment.copyFormats = copyFormats
        environment.zone = zone
        (environment.profile, environment.profiles) = (profile, profiles)
        app = App(environment, size: Size(rows: rows, columns: columns), now: now)
        perform(app.start())
    }

    // MARK: Acting

    mutating func update(_ event: Event) {
        perform(app.update(event, at: now))
    }

    /// Lists have these columns from now on.
    mutating func choose(_ columns: ListColumns) {
        app.context.choose(columns)
    }

    mutating func press(_ keys: Key...) {
        for key in keys { update(.input(.key(key))) }
    }

    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { update(.input(.key(.character(scalar)))) }
    }

    /// The same after a line was typed behind `:` and run.
    func running(_ line: String) -> AppDriver {
        var driver = self
        driver.press(.character(":"))
        driver.type(line)
        driver.press(.enter)
        return driver
    }

    mutating func paste(_ text: String) {
        update(.input(.paste(text)))
    }

    mutating func click(row: Int, column: Int = 4) {
        update(.input(.mouse(.click(Position(row: row, column: column)))))
    }

    mutating func resize(rows: Int, columns: Int) {
        update(.input(.resized(Size(rows: rows, columns: columns))))
    }

    /// Lets a timer fire that is running; `false` when it is not.
    @discardableResult
    mutating func fire(_ timer: AppTimer) -> Bool {
        guard timers.removeValue(forKey: timer) != nil else { return false }
        update(.timerFired(timer))
        return true
    }

    /// Answers the oldest open request, and tells what the synchronisation learns from that.
    ///
    /// - Parameter state: what is known of the API then; `nil` when an answer of its own shows that it is there.
    mutating func answer(_ result: Result<ReadAnswer, Failure>, leaving state: Connection.State? = nil) {
        guard !open.isEmpty else { return }
        let id = open.removeFirst().id
        update(.answered(id, result))
        switch result {
        case .success: report(state ?? .online)
        case .failure(let failure):
            if case .refused = failure.kind { report(state ?? .online) } else if let state { report(state) }
        }
    }

    /// The synchronisation tells of the way to the API what it has not told before.
    mutating func report(_ state: Connection.State, pause: Connection.Pause? = nil, isProbing: Bool = false) {
        let new = Connection(state, pause: pause, isProbing: isProbing)
        guard new != connection else { return }
        connection = new
        update(.reachabilityChanged(new))
    }

    /// The API cannot be reached from now on.
    mutating func goOffline() {
        if case .offline = connection.state { return }
        report(.offline(since: now))
    }

    mutating func answer(page customers: [Customer], next: ListQuery? = nil) {
        answer(.success(.page(CustomerPage(customers: customers, next: next))))
    }

    mutating func refuse(_ problem: Problem) {
        answer(.failure(Failure(.refused(problem), problem.detail)))
    }

    mutating func loseLink(_ message: String = "The API cannot be reached.") {
        guard !open.isEmpty else { return }
        answer(.failure(Failure(.other, message)))
        goOffline()
    }

    /// Answers the oldest reading from this machine.
    mutating func recall(_ customers: [Customer], hasMore: Bool = false, total: Int? = nil, seenSecondsAgo: Int64 = 0) {
        guard !recalls.isEmpty else { return }
        let seen = customers.map { SeenCustomer($0, seenAt: now.advanced(bySeconds: -seenSecondsAgo)) }
        let page = LocalPage(customers: seen, hasMore: hasMore, total: total)
        update(.recalled(recalls.removeFirst().id, page))
    }

    /// Answers the oldest question for a kept timeline.
    mutating func recallTimeline(_ entries: [TimelineEntry]?, secondsAgo: Int64 = 0) {
        guard !timelineRecalls.isEmpty else { return }
        let kept = entries.map {
            LocalTimeline(TimelinePage(entries: $0, cursor: nil), seenAt: now.advanced(bySeconds: -secondsAgo))
        }
        update(.timelineRecalled(timelineRecalls.removeFirst(), kept))
    }

    mutating func answer(timeline entries: [TimelineEntry], cursor: String? = nil) {
        answer(.success(.timeline(TaggedTimelinePage(TimelinePage(entries: entries, cursor: cursor)) { _ in "\"t\"" })))
    }

    mutating func clearEffects() {
        effects = []
        queueRequests = []
    }

    /// Nobody presses a key for so long.
    mutating func rest(seconds: Int64) {
        now = now.advanced(bySeconds: seconds)
        fire(.clock)
        if let due = timers[.retry], Int(seconds) * 1_000 >= due { fire(.retry) }
    }

    // MARK: The journal

    /// Writes the oldest request and reports it.
    mutating func write() {
        guard !unwritten.isEmpty else { return }
        let (id, write) = unwritten.removeFirst()
        do throws(QueueError) {
            for body in try journal.lines(for: write, by: session) { append(body) }
            update(.recorded(id, .success(journal)))
        } catch {
            update(.queueChanged(journal))
            update(.recorded(id, .failure(Failure(.other, "\(error)."))))
        }
    }

    /// The oldest request cannot be written.
    mutating func failToWrite(_ message: String = "The disk is full.") {
        guard !unwritten.isEmpty else { return }
        update(.recorded(unwritten.removeFirst().id, .failure(Failure(.notSaved, message))))
    }

    /// The synchronisation, or another program, has written these lines.
    mutating func happen(_ bodies: JournalRecord.Body...) {
        for body in bodies { append(body) }
        update(.queueChanged(journal))
    }

    /// Another program has written these lines, and this one has not read them yet.
    mutating func happenUnseen(_ bodies: JournalRecord.Body...) {
        for body in bodies { append(body) }
    }

    /// Somebody enters an edit, in this window unless another program is named.
    mutating func enter(
        _ id: CustomerID, _ change: Entry.Change, link: Entry.Link? = nil, by source: EntrySource? = nil
    ) {
        let form = Entry.Form(op: .random(), change: change)
        happen(.entry(Entry(customer: id, form: form, link: link, source: source ?? session.source)))
    }

    /// One step does something to several customers.
    mutating func group(_ group: EditGroup, _ entries: [Entry]) {
        guard let bodies = try? journal.lines(for: .group(group, entries), by: session) else { return }
        for body in bodies { append(body) }
        update(.queueChanged(journal))
    }

    /// What is queued of a customer leaves.
    mutating func leave(_ id: CustomerID) {
        guard case .send(let batch)? = journal.nextBatch(for: id, isReleased: { _ in true }) else { return }
        happen(.sending(batch.sending))
    }

    /// The first edit of a customer meets what somebody else did.
    mutating func conflict(_ id: CustomerID, _ theirs: JournalRecord.Theirs) {
        guard let entry = journal.entries(for: id).first else { return }
        happen(.conflict(for: entry.sequence, theirs))
    }

    /// The queue that an earlier session left on the disk.
    mutating func adopt(_ journal: EditQueue) {
        self.journal = journal
        update(.queueChanged(journal))
    }

    /// The journal's file was written anew, without what is finished.
    mutating func compactJournal() {
        var compacted = EditQueue()
        for record in journal.compacted(first: journal.lastSequence + 1, time: now) { compacted.apply(record) }
        adopt(compacted)
    }

    private mutating func append(_ body: JournalRecord.Body) {
        journal.apply(JournalRecord(sequence: journal.lastSequence + 1, time: now, body: body))
    }

    /// The oldest entry that may be sent leaves.
    mutating func leave() {
        for id in Set(journal.customers) {
            guard case .send(let batch)? = journal.nextBatch(for: id, isReleased: { _ in true }) else { continue }
            happen(.sending(batch.sending))
            return
        }
    }

    /// The server has made what was sent last so, and this is the customer now.
    mutating func acknowledge(_ customer: Customer? = nil) {
        guard let entry = journal.entries.first(where: { !$0.needsDecision }) else { return }
        if entry.isUnsent { leave() }
        report(.online)
        if let customer { update(.served(customer)) } else { update(.gone(entry.customer)) }
        happen(.ack(for: entry.sequence, version: customer?.version))
    }

    mutating func reject(_ problem: Problem) {
        guard let entry = journal.entries.first(where: { !$0.needsDecision }) else { return }
        if entry.isUnsent { leave() }
        happen(.reject(for: entry.sequence, problem))
    }

    mutating func conflict(_ theirs: JournalRecord.Theirs) {
        guard let entry = journal.entries.first(where: { !$0.needsDecision }) else { return }
        if entry.isUnsent { leave() }
        report(.online)
        switch theirs {
        case .changed(let customer): update(.served(customer))
        case .deleted: update(.gone(entry.customer))
        }
        happen(.conflict(for: entry.sequence, theirs))
    }

    private mutating func perform(_ new: [Effect]) {
        for effect in new {
            guard case .background(let work) = effect else {
                effects.append(effect)
                continue
            }
            switch work {
            case .send(let id, let call): open.append((id, call))
            case .cancel(let id): open.removeAll { $0.id == id }
            case .start(let timer, let milliseconds): timers[timer] = milliseconds
            case .stop(let timer): timers[timer] = nil
            case .recall(let id, let query): recalls.append((id, query))
            case .record(let id, let write):
                unwritten.append((id, write))
                queueRequests.append(write)
            case .report: reports.append(work)
            case .recallTimeline(let id): timelineRecalls.append(id)
            case .erase(let id): erasures.append(id)
            case .retract(let id, let number): retractions.append((id, number))
            case .keepDraft, .dropDraft, .keepColumns, .keepSearches, .syncNow, .reloadQueue, .saveView, .rest, .run,
                .endCommand, .write, .dismiss:
                effects.append(effect)
            }
        }
        while writesAtOnce, !unwritten.isEmpty { write() }
    }
}

/// Identities 1, 2, 3 …, the same in every run.
private final class IDSequence: Sendable {
    private let last = Mutex(0)

    func next() -> UUID {
        last.withLock {
            $0 += 1
            return CustomerID.numbered(900_000 + $0).uuid
        }
    }
}

extension Effect {
    static let quit = Effect.terminal(.quit)
    static let redraw = Effect.terminal(.redraw)
    static let suspend = Effect.terminal(.suspend)
    static let syncNow = Effect.background(.syncNow)
    static let reloadQueue = Effect.background(.reloadQueue)

    static func copy(_ text: String) -> Effect { .terminal(.copy(text)) }
    static func dropDraft(_ id: Draft.ID) -> Effect { .background(.dropDraft(id)) }
}

extension Identifier {
    static func numbered(_ number: Int) -> Identifier {
        let digits = String(number)
        let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        guard let id = Identifier(text) else { preconditionFailure("\(text) is a UUID") }
        return id
    }
}

extension Customer {
    /// What the server makes of a creation.
    static func made(_ new: NewCustomer, under id: CustomerID, at now: Timestamp) -> Customer {
        Customer(
            id: id, details: new.details, registrationDate: now, createdAt: now, updatedAt: now, version: 1,
            updatedBy: nil)
    }

    /// A customer whose email comes from the name.
    static func named(
        _ name: String, _ number: Int, email: String? = nil, phone: String? = "+1 555 0100", address: String? = nil,
        version: Int = 1, by: String? = nil
    ) -> Customer {
        let moment = Timestamp("2026-11-23T08:00:00.000Z") ?? .now()
        let email = email ?? TextFold.name(name).split(separator: " ").joined(separator: ".") + "@example.com"
        return Customer(
            id: .numbered(number),
            details: CustomerDetails(trustedName: name, email: email, phone: phone, address: address),
            registrationDate: Timestamp("2024-03-01T00:00:00.000Z") ?? moment, createdAt: moment, updatedAt: moment,
            version: version, updatedBy: by)
    }
}

extension Customer {
    func edit(_ field: CustomerField, to value: String?) -> CustomerEdit {
        CustomerEdit([field: FieldChange(from: details[field], to: value)])
    }

    /// The next version, with one field changed.
    func changed(_ field: CustomerField, to value: String?, by: String? = nil) -> Customer {
        var customer = self
        let change = FieldChange(from: details[field], to: value)
        customer.details = CustomerEdit([field: change]).applied(to: details)
        customer.version += 1
        customer.updatedBy = by
        return customer
    }
}

let anna = Customer.named("Anna Smith", 1, address: "12 Main St\nSpringfield", version: 7, by: "kim")
let bao = Customer.named("Bao Smith", 2, email: "bao@example.org", phone: nil)
let carla = Customer.named("Carla Jones", 3)

/// A driver with the whole directory of three loaded.
func loaded(rows: Int = 24, columns: Int = 80, isReadOnly: Bool = false, isUnicode: Bool = true) -> AppDriver {
    var driver = AppDriver(rows: rows, columns: columns, isReadOnly: isReadOnly, isUnicode: isUnicode)
    driver.answer(page: [anna, bao, carla])
    return driver
}
