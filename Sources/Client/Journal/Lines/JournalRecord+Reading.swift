import Domain
import Wire

extension JournalRecord {
    /// - Parameter line: the raw text, which a kind of a later version is kept as.
    /// - Returns: `nil` when the members are not those of their kind.
    init?(_ members: LineMembers, line: @autoclosure () -> String) {
        guard let sequence = members.sequence, let time = members.t.flatMap({ Timestamp($0) }), let kind = members.k,
            let body = Body(kind, members, after: sequence, line: line)
        else { return nil }
        self.init(sequence: sequence, time: time, body: body)
    }
}

extension JournalRecord.Body {
    fileprivate init?(
        _ name: String, _ members: LineMembers, after sequence: JournalRecord.Sequence, line: () -> String
    ) {
        guard let kind = LineKind(rawValue: name) else {
            self = .unknown(kind: name, line: line())
            return
        }
        guard members.speaksOfLines(before: sequence) else { return nil }
        let body: JournalRecord.Body? =
            switch kind {
            case .create, .edit, .delete, .note, .restore: members.entry(name)
            case .group: members.beginning
            case .sending, .unsent, .ack: members.request(kind)
            case .rebase: members.target.flatMap { .rebase(for: $0.sequence, $0.form) }
            case .resolve: members.target.flatMap { .resolve(for: $0.sequence, $0.form) }
            case .reject, .conflict, .cancel: members.decision(kind)
            case .due: members.release
            case .history, .done: members.finished.map { .history($0) }
            case .undo: members.undo.map { .undo($0, redo: members.redo) }
            case .hold: members.customer.map { .hold($0) }
            case .release: members.customer.map { .release($0) }
            case .verbatim: members.line.map { .unknown(kind: name, line: $0) }
            }
        guard let body else { return nil }
        self = body
    }
}

/// The kinds that this version knows.
enum LineKind: String, CaseIterable {
    case create, edit, delete, note, restore, group, sending, unsent, rebase, ack, reject, conflict, resolve, cancel,
        due
    case history
    /// The history of an entry of a kind that version 1 does not know: it passes over the line.
    case done
    case undo, hold, release, verbatim
}

extension LineMembers {
    /// The largest integer that every reader of JSON has (RFC 8259 §6); what is counted from it overflows nowhere.
    static let maximumNumber: JournalRecord.Sequence = 1 << 53 - 1

    /// `nil` when a number is missing or out of bounds.
    fileprivate var sequence: JournalRecord.Sequence? {
        guard let s, (1...Self.maximumNumber).contains(s) else { return nil }
        for count in [more, attempts, merges] {
            if let count, !(0...Self.maximumNumber).contains(count) { return nil }
        }
        let lines = [self.for, undoes, redoes, by].compactMap(\.self) + (covers ?? []) + (undo ?? []) + (redo ?? [])
        return lines.allSatisfy((1...Self.maximumNumber).contains) ? s : nil
    }

    fileprivate func speaksOfLines(before sequence: JournalRecord.Sequence) -> Bool {
        if let target = self.for, target >= sequence { return false }
        guard let covers else { return true }
        return covers.first == self.for && covers.allSatisfy { $0 < sequence }
    }

    fileprivate var customerID: CustomerID? { id.flatMap { CustomerID($0) } }

    /// For lines that speak of one customer, or of all when they name none; `nil` inside for all.
    fileprivate var customer: CustomerID?? {
        guard let id else { return .some(nil) }
        return CustomerID(id).map { .some($0) }
    }

    fileprivate func entry(_ kind: String) -> JournalRecord.Body? {
        guard let customerID, let form = form(kind) else { return nil }
        guard let original = self.for else {
            return .entry(
                Entry(
                    customer: customerID, form: form, link: link, source: source, due: due, group: groupID,
                    name: name))
        }
        guard let state = pendingState, let enteredAt = entered.flatMap({ Timestamp($0) }) else { return nil }
        return .kept(
            PendingEdit(
                sequence: original, customer: customerID, enteredAt: enteredAt, link: link, source: source, op: form.op,
                change: form.change, state: state, attempts: Int(attempts ?? 0), merges: Int(merges ?? 0), due: due,
                carries: carries, group: groupID, name: name))
    }

    private var groupID: EditGroup.ID? { group.flatMap { EditGroup.ID($0) } }

    /// The line of a group; with `for`, as compaction leaves it.
    fileprivate var beginning: JournalRecord.Body? {
        guard let groupID, let name else { return nil }
        let group = EditGroup(id: groupID, name: name, source: source)
        guard let original = self.for else { return .group(group) }
        guard let enteredAt = entered.flatMap({ Timestamp($0) }) else { return nil }
        return .keptGroup(QueuedGroup(sequence: original, group: group, enteredAt: enteredAt))
    }

    private var link: Entry.Link? {
        undoes.map { .undoes($0) } ?? redoes.map { .redoes($0) }
    }

    private var source: EntrySource? {
        guard let program, let session else { return nil }
        return EntrySource(program: program, session: session)
    }

    private var pendingState: PendingEdit.State? {
        switch state {
        case nil: .waiting
        case "sending": covers.map { .sending(covers: $0) }
        case "covered": by.map { .covered(by: $0) }
        case "rejected": problem.map { .rejected($0) }
        case "conflict": .conflict(theirCopy)
        default: nil
        }
    }

    private var theirCopy: JournalRecord.Theirs {
        theirs.map { .changed($0.customer) } ?? .deleted
    }

    fileprivate func request(_ kind: LineKind) -> JournalRecord.Body? {
        guard let target = self.for else { return nil }
        switch kind {
        case .sending:
            guard let covers, let op = op.flatMap({ IdempotencyKey($0) }) else { return nil }
            return .sending(JournalRecord.Sending(leader: target, covers: covers, op: op))
        case .unsent: return .unsent(for: target)
        default: return version.map { .ack(for: target, version: $0) }
        }
    }

    fileprivate func decision(_ kind: LineKind) -> JournalRecord.Body? {
        guard let target = self.for else { return nil }
        switch kind {
        case .reject: return problem.map { .reject(for: target, $0) }
        case .conflict: return .conflict(for: target, theirCopy)
        default:
            let op = into.flatMap { IdempotencyKey($0) }
            return why.flatMap(JournalRecord.Cancellation.init).map { .cancel(for: target, $0, by: source, into: op) }
        }
    }

    fileprivate var release: JournalRecord.Body? {
        guard let target = self.for, let due else { return nil }
        return .due(for: target, due)
    }

    fileprivate var target: (sequence: JournalRecord.Sequence, form: Entry.Form)? {
        guard let sequence = self.for, let form = self.as.flatMap(form) else { return nil }
        return (sequence, form)
    }

    fileprivate var finished: FinishedEdit? {
        guard let sequence = self.for, let customerID, let kind = self.as.flatMap(Entry.Kind.init), let fields,
            let enteredAt = entered.flatMap({ Timestamp($0) }), let outcome
        else { return nil }
        let change = change(kind.rawValue)
        // One that undo takes back with its group is nothing without its values.
        guard groupID == nil || change != nil else { return nil }
        var finished = FinishedEdit(
            sequence: sequence, customer: customerID, kind: kind, fields: fields.compactMap(CustomerField.init),
            enteredAt: enteredAt, outcome: outcome, change: change, source: source, carrier: carrier, group: groupID)
        finished.carries = carries
        return finished
    }

    private var outcome: FinishedEdit.Outcome? {
        switch state {
        case "synced": version.map { .synced(version: $0) }
        case "cancelled": why.flatMap(JournalRecord.Cancellation.init).map { .cancelled($0) }
        default: nil
        }
    }

    // MARK: What is to be done

    private func form(_ kind: String) -> Entry.Form? {
        guard let op = op.flatMap({ IdempotencyKey($0) }), let change = change(kind) else { return nil }
        return Entry.Form(op: op, change: change)
    }

    private func change(_ kind: String) -> Entry.Change? {
        switch Entry.Kind(rawValue: kind) {
        case .create:
            guard let set, let details = details(set) else { return nil }
            let registered = set[NewCustomer.registrationDateName] ?? nil
            let date = registered.flatMap { Timestamp($0) }
            guard registered == nil || date != nil else { return nil }
            let cleared = CustomerField.allCases.filter { set[$0.rawValue] == .some(nil) }
            return .create(NewCustomer(details, registrationDate: date, cleared: Set(cleared)))
        case .edit:
            guard let base, let set, let edit = edit(from: base, to: set), let version else { return nil }
            return .edit(edit, version: version ?? 0)
        case .delete:
            guard let base = base.flatMap(details), let version else { return nil }
            return .delete(base: base, version: version ?? 0)
        case .restore:
            guard let base = base.flatMap(details), let version else { return nil }
            return .restore(base: base, version: version ?? 0)
        case .note: return text.map { .note(NoteText(trusted: $0)) }
        case nil: return nil
        }
    }

    /// `nil` when the tag is not ours; `nil` inside when there is no tag.
    ///
    /// A number that no version can be, as earlier programs believed it, reads as the highest: no server is there, so
    /// what is made on it is merged with what the server has, and nothing of it is lost or overwrites anything.
    private var version: Int?? {
        guard let etag else { return .some(nil) }
        return EntityTag.number(etag).map { .some(min($0, Customer.versions.upperBound)) }
    }

    private func details(_ values: [String: String?]) -> CustomerDetails? {
        CustomerDetails(trusted: { values[$0.rawValue] ?? nil })
    }

    private func edit(from base: [String: String?], to set: [String: String?]) -> CustomerEdit? {
        var changes: [CustomerField: FieldChange] = [:]
        for (name, to) in set {
            guard let field = CustomerField(rawValue: name), let from = base[name] else { return nil }
            changes[field] = FieldChange(from: from.someText, to: to.someText)
        }
        return CustomerEdit(changes)
    }
}

extension String? {
    /// `nil` for no text: version 1 has an email without a character where there is none.
    fileprivate var someText: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
