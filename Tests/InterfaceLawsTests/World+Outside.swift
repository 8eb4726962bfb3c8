import Domain
import Journal
import Randomness
import Wire

@testable import Panes

/// Events from outside: answers, the journal, other people, time.
extension World {
    /// What happens next that is not a key; `nil` when nothing could.
    mutating func outside() -> Event? {
        if reported != connection {
            reported = connection
            return .reachabilityChanged(connection)
        }
        return switch random.below(20) {
        case 0...6: answer()
        case 7, 8: random.once(in: 2) ? recallTimeline() ?? recall() : recall()
        case 9...11: write()
        case 12, 13: others()
        case 14...16: synchronise()
        case 17: timers.isEmpty ? nil : timer()
        case 18: random.once(in: 2) ? .syncChanged(random.pick(states)) : reachability()
        default: rest()
        }
    }

    private var states: [SyncState] {
        [
            .idle, .idle, .sending, .elsewhere, .held(api: "x"), .failing("No."), .unconfirmed,
        ]
    }

    private mutating func reachability() -> Event {
        let pause = Connection.Pause(until: now.advanced(bySeconds: 30), message: "Too much.")
        connection = random.pick([
            Connection(.online), Connection(.online, pause: pause), Connection(.offline(since: now)),
            Connection(.offline(since: now), isProbing: true), Connection(.signInNeeded(message: "Sign in.")),
        ])
        reported = connection
        return .reachabilityChanged(connection)
    }

    private mutating func rest() -> Event {
        switch random.below(16) {
        case 0: return .resumed
        case 13: return erasure()
        case 14: return .callerKnown(KnownCaller(role: "admin", mayWrite: true, mayErase: true))
        case 15:
            let all = Set(Capability.allCases)
            return .capabilitiesKnown(random.once(in: 6) ? all.subtracting([.timeline, .trash]) : all)
        case 1: return .draftNotKept(reason: "No room.")
        case 2: return .draftKept
        case 3: return .replicaChanged(random.pick([.none, .growing(3), .whole(40), .refused("Not allowed.")]))
        case 4 where copies > 0:
            copies -= 1
            return .copied(random.pick([.sent, .tooLong(maximumBytes: 9), .failed(reason: "No.")]))
        case 5:
            let person = person(1 + random.below(Self.maximumPeople), version: 1)
            return .draftsFound([
                Draft(id: .numbered(990_000), subject: .edit(person), values: [.name: person.name], savedAt: now)
            ])
        case 9: return .capabilitiesKnown(Set(Capability.allCases))
        case 10: return dismissed() ?? timer()
        case 11: return commandEnded() ?? timer()
        case 12: return edited() ?? timer()
        case 7: return .terminalsAttached(1 + random.below(3))
        case 8: return .notNoted(message: "No room.")
        case 6: return .journalFound(["The journal was cut \(random.below(3)) times."])
        default: return timer()
        }
    }

    /// Somebody has everything erased that is kept of a customer, here or elsewhere.
    private mutating func erasure() -> Event {
        if !erasing.isEmpty {
            let id = erasing.removeFirst()
            guard !random.once(in: 4) else { return .erasureAnswered(id, Failure(.other, "No.")) }
            erased.insert(id)
            return .erasureAnswered(id, nil)
        }
        guard random.once(in: 3) else { return timer() }
        let id = anybody()
        erased.insert(id)
        return .erased([id])
    }

    private mutating func commandEnded() -> Event? {
        guard let running else { return nil }
        self.running = nil
        return .commandEnded(
            running, CommandOutcome(.exited(status: random.below(2)), lines: ["A-001 was billed"], lastLine: "A-001"))
    }

    private mutating func dismissed() -> Event? {
        guard let pair = dismissals.popLast() else { return nil }
        return .dismissed(pair, failure: random.once(in: 3) ? Failure(.other, "No.") : nil)
    }

    private mutating func edited() -> Event? {
        guard let editing else { return nil }
        self.editing = nil
        return .edited(
            EditorResult(editing, random.once(in: 3) ? .failed("No.") : .written("1 Other St\n\(random.below(9))")))
    }

    /// A timer that runs; now and then one that was stopped.
    private mutating func timer() -> Event {
        let timer =
            random.once(in: 6) || timers.isEmpty
            ? random.pick(AppTimer.allCases) : random.pick(timers.sorted { $0.rawValue < $1.rawValue })
        timers.remove(timer)
        return .timerFired(timer)
    }

    // MARK: Answers

    /// The answer to any open request, right or wrong, or a late one to a request that was given up.
    private mutating func answer() -> Event? {
        if random.once(in: 12), !closed.isEmpty {
            let (id, call) = closed[random.below(closed.count)]
            return .answered(id, result(of: call))
        }
        guard !open.isEmpty else { return nil }
        let (id, call) = open.remove(at: random.once(in: 2) ? 0 : random.below(open.count))
        closed = closed.suffix(5) + [(id, call)]
        return .answered(id, result(of: call))
    }

    private mutating func result(of call: ReadCall) -> Result<ReadAnswer, Failure> {
        connection = Connection(.online)
        return switch random.below(20) {
        case 0: .success(.notModified(version: 1))
        case 1: fail(.offline(since: now), "The API cannot be reached.")
        case 2: fail(.signInNeeded(message: "Sign in."), "Sign in.")
        case 3: refused(random.pick([.badCursor, .notFound, .throttled, .deleted, .unavailable]))
        default: rightResult(of: call)
        }
    }

    private mutating func fail(_ state: Connection.State, _ message: String) -> Result<ReadAnswer, Failure> {
        connection = Connection(state)
        return .failure(Failure(.other, message))
    }

    /// Some of the people, whether they are like them or not.
    private mutating func duplicates(of id: CustomerID) -> DuplicatesJSON {
        let others = people.values.filter { $0.id != id }.sorted { $0.id < $1.id }.prefix(1 + random.below(4))
        return DuplicatesJSON(others.map { Duplicate($0, by: random.pick(Duplicate.Reason.allCases)) })
    }

    private func refused(_ kind: Problem.Kind) -> Result<ReadAnswer, Failure> {
        .failure(Failure(.refused(Problem(kind, "No.")), "No."))
    }

    private mutating func rightResult(of call: ReadCall) -> Result<ReadAnswer, Failure> {
        switch call {
        case .list(let query): .success(.page(page(query)))
        case .get(let id, _): living(id).map { .success(.customer($0)) } ?? refused(.deleted)
        case .similar:
            .success(.page(CustomerPage(customers: Array(people.values.sorted { $0.id < $1.id }.prefix(3)), next: nil)))
        case .timeline(let id, let query, _): living(id).map { timeline(of: $0, query) } ?? refused(.deleted)
        case .trash: .success(.trash(TrashPage(customers: trash(), cursor: nil)))
        case .duplicates(let id): .success(.duplicates(duplicates(of: id)))
        case .health, .openAPI, .whoAmI, .find, .past, .dismissals, .changes, .erasures: refused(.unavailable)
        }
    }

    private func living(_ id: CustomerID) -> Customer? { erased.contains(id) ? nil : people[id] }

    /// Five entries a page: as many as there are versions, and a note now and then.
    private func timeline(of person: Customer, _ query: TimelineQuery) -> Result<ReadAnswer, Failure> {
        let last = min(query.cursor.flatMap { Int($0) } ?? 2 * person.version, 2 * person.version)
        let entries = stride(from: last, to: max(0, last - 5), by: -1).map { number in
            let version = (number + 1) / 2
            let edit = CustomerEdit([.phone: FieldChange(from: "+1 555 \(version - 1)", to: "+1 555 \(version)")])
            return number.isMultiple(of: 2)
                ? TimelineEntry(
                    number: number, moment: now, author: "kim", kind: .note, version: version,
                    note: "Said \(number)\nto \(person.name)")
                : TimelineEntry(
                    number: number, moment: now, author: "kim", kind: version == 1 ? .created : .changed,
                    version: version, edit: edit)
        }
        let cursor = last > 5 ? String(last - 5) : nil
        return .success(.timeline(TaggedTimelinePage(TimelinePage(entries: entries, cursor: cursor)) { _ in "\"x\"" }))
    }

    /// Everybody who is not among the people.
    private mutating func trash() -> [TrashedCustomer] {
        (1...Self.maximumPeople).filter { people[.numbered($0)] == nil }.map { number in
            TrashedCustomer(
                person(number, version: 3), deletedAt: now, deletedBy: "kim",
                restorableUntil: now.advanced(bySeconds: 86_400))
        }
    }

    /// What is kept on this machine of somebody's timeline.
    private mutating func recallTimeline() -> Event? {
        guard !timelineRecalls.isEmpty else { return nil }
        let id = timelineRecalls.removeFirst()
        guard random.once(in: 2), let person = people[id],
            case .success(.timeline(let tagged)) = timeline(of: person, TimelineQuery())
        else { return .timelineRecalled(id, nil) }
        return .timelineRecalled(id, LocalTimeline(tagged.page, seenAt: now.advanced(bySeconds: -9_000)))
    }

    private func page(_ query: ListQuery) -> CustomerPage {
        let term = query.search.flatMap { SearchTerm($0) }
        var found = people.values.filter { !erased.contains($0.id) }.filter { person in
            term.map { $0.matches(SearchTokens(person)) } ?? true
        }
        .sorted { ($0.details.nameFold, $0.id) < ($1.details.nameFold, $1.id) }
        if query.sort == .nameDescending { found.reverse() }
        let start = min(found.count, query.cursor.flatMap { Int($0) } ?? 0)
        let rows = found[start...].prefix(15)
        var next = query
        next.cursor = String(rows.endIndex)
        return CustomerPage(customers: Array(rows), next: rows.endIndex < found.count ? next : nil)
    }

    /// What is kept on this machine: some of the people, as they were.
    private mutating func recall() -> Event? {
        guard !recalls.isEmpty else { return nil }
        let (id, query) = recalls.removeFirst()
        switch query.subject {
        case .directory, .duplicates: break
        case .search, .similar: return .recalled(id, .empty)
        }
        let kept = people.values.sorted { ($0.details.nameFold, $0.id) < ($1.details.nameFold, $1.id) }
            .filter { _ in random.once(in: 2) }
        let seen = kept.map { SeenCustomer($0, seenAt: now.advanced(bySeconds: -9_000)) }
        return .recalled(id, LocalPage(customers: seen, hasMore: random.once(in: 2)))
    }

    // MARK: The journal

    /// A request is written, cannot be met, or cannot be written.
    private mutating func write() -> Event? {
        guard !unwritten.isEmpty else { return nil }
        let (id, write) = unwritten.removeFirst()
        if random.once(in: 8) { return .recorded(id, .failure(Failure(.notSaved, "The disk is full."))) }
        do throws(QueueError) {
            for body in try journal.lines(for: write, by: session) { append(body) }
            return .recorded(id, .success(journal))
        } catch {
            return .recorded(id, .failure(Failure(.other, "\(error).")))
        }
    }

    /// The synchronisation goes on by a step.
    private mutating func synchronise() -> Event? {
        guard let entry = journal.entries.first(where: { !$0.needsDecision }) else { return nil }
        if entry.isUnsent {
            guard case .send(let batch)? = journal.nextBatch(for: entry.customer, isReleased: { _ in true }) else {
                return nil
            }
            append(.sending(batch.sending))
            if random.once(in: 2) { return .queueChanged(journal) }
        }
        switch random.below(6) {
        case 0: append(.reject(for: entry.sequence, Problem(.emailTaken, "Taken.", owner: anybody())))
        case 1: append(.reject(for: entry.sequence, Problem(.forbidden, "No.")))
        case 2: append(.conflict(for: entry.sequence, people[entry.customer].map { .changed($0) } ?? .deleted))
        default: acknowledge(entry)
        }
        return .queueChanged(journal)
    }

    private mutating func acknowledge(_ entry: PendingEdit) {
        let version = (people[entry.customer]?.version ?? 0) + 1
        if entry.change.kind == .delete {
            people[entry.customer] = nil
            append(.ack(for: entry.sequence, version: nil))
            return
        }
        if let number = Self.number(of: entry.customer) {
            let person = person(number, version: version)
            people[person.id] = person
        }
        append(.ack(for: entry.sequence, version: version))
    }

    // MARK: Others

    private mutating func others() -> Event? {
        let id = anybody()
        let number = Self.number(of: id) ?? 1
        switch random.below(12) {
        case 8, 9: return feed()
        case 10: return .followed(hasGap: random.once(in: 4))
        case 0, 1:
            people[id] = person(number, version: (people[id]?.version ?? 0) + 1)
            return people[id].map { .served($0) }
        case 2:
            people[id] = person(number, version: (people[id]?.version ?? 0) + 1)
            return nil
        case 3:
            people[id] = nil
            return nil
        case 4, 5:
            people[id] = nil
            return .gone(id)
        default: return otherWindow(id)
        }
    }

    /// What the change feed tells of: people who change their names or are new, and others who go.
    private mutating func feed() -> Event {
        let changes: [Change] = (0...random.below(4)).map { _ in
            let number = 1 + random.below(Self.maximumPeople)
            let id = person(number, version: 1).id
            let version = (people[id]?.version ?? 0) + 1
            if random.once(in: 3) {
                people[id] = nil
                return .deleted(Tombstone(id: id, deletedAt: now, version: version))
            }
            let changed = person(number, version: version)
            people[id] = changed
            return .changed(changed)
        }
        return .changed(changes)
    }

    /// Another program of the same person enters something, or takes something back.
    private mutating func otherWindow(_ id: CustomerID) -> Event? {
        if random.once(in: 2), let entry = journal.entries.last(where: \.isUnsent) {
            append(.cancel(for: entry.sequence, random.once(in: 2) ? .undo : .discard))
            return .queueChanged(journal)
        }
        guard let person = people[id] else { return nil }
        let phone = CustomerEdit([.phone: FieldChange(from: person.phone, to: "+1 555 \(random.below(99))")])
        let change: Entry.Change =
            random.once(in: 3)
            ? .delete(base: person.details, version: person.version) : .edit(phone, version: person.version)
        let form = Entry.Form(op: .numbered(980_000 + random.below(9_999)), change: change)
        append(.entry(Entry(customer: id, form: form, source: EntrySource(program: "customers edit", session: "7"))))
        return .queueChanged(journal)
    }
}
