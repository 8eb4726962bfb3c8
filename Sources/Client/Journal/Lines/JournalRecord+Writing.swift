import Domain
import Wire

extension JournalRecord {
    /// The line with its newline.
    ///
    /// - Parameters:
    ///   - more: lines of the same append that follow.
    ///   - attempt: the number of the request that a `sending` line announces, for people.
    func line(more: Int = 0, attempt: Int? = nil) -> [UInt8] {
        var writer = LineWriter()
        writer.write("s", sequence)
        writer.write("t", time.text)
        writer.write("k", body.kind)
        if more > 0 { writer.write("more", more) }
        switch body {
        case .entry(let entry): writer.write(entry)
        case .group(let group): writer.write(group)
        case .sending(let sending): writer.write(sending, attempt: attempt)
        case .unsent(let leader): writer.write("for", leader)
        case .rebase(let sequence, let form), .resolve(let sequence, let form):
            writer.write("for", sequence)
            writer.write("as", form.change.kind.rawValue)
            writer.write(form)
        case .ack(let sequence, let version):
            writer.write("for", sequence)
            writer.write("etag", ifPresent: version.map(EntityTag.text))
        case .reject(let sequence, let problem):
            writer.write("for", sequence)
            writer.write("problem", json: problem)
        case .conflict(let sequence, let theirs):
            writer.write("for", sequence)
            writer.write("theirs", json: theirs.json)
        case .cancel(let sequence, let reason, let source, let op):
            writer.write("for", sequence)
            writer.write("why", reason.rawValue)
            writer.write(source)
            writer.write("into", ifPresent: op?.text)
        case .due(let sequence, let moment):
            writer.write("for", sequence)
            writer.write(due: moment)
        case .history(let finished): writer.write(finished)
        case .kept(let entry): writer.write(entry)
        case .keptGroup(let group): writer.write(group)
        case .undo(let stack, let redo):
            writer.write("undo", numbers: stack)
            if let redo { writer.write("redo", numbers: redo) }
        case .hold(let customer), .release(let customer): writer.write("id", ifPresent: customer?.text)
        case .unknown(_, let line): writer.write("line", line)
        }
        return writer.checksummed()
    }
}

extension JournalRecord.Body {
    /// `k`.
    var kind: String {
        switch self {
        case .entry(let entry): entry.form.change.kind.rawValue
        case .kept(let entry): entry.change.kind.rawValue
        case .group, .keptGroup: "group"
        case .sending: "sending"
        case .unsent: "unsent"
        case .rebase: "rebase"
        case .ack: "ack"
        case .reject: "reject"
        case .conflict: "conflict"
        case .resolve: "resolve"
        case .cancel: "cancel"
        case .due: "due"
        case .history(let finished): (finished.kind.isOfFirst ? LineKind.history : .done).rawValue
        case .undo: "undo"
        case .hold: "hold"
        case .release: "release"
        case .unknown: "verbatim"
        }
    }
}

extension LineWriter {
    fileprivate mutating func write(_ entry: Entry) {
        write("id", entry.customer.text)
        write(entry.link)
        write(entry.source)
        write(due: entry.due)
        write("group", ifPresent: entry.group?.text)
        write("name", ifPresent: entry.name)
        write(entry.form)
    }

    fileprivate mutating func write(_ group: EditGroup) {
        write("group", group.id.text)
        write("name", group.name)
        write(group.source)
    }

    fileprivate mutating func write(_ group: QueuedGroup) {
        write("for", group.sequence)
        write("entered", group.enteredAt.text)
        write(group.group)
    }

    fileprivate mutating func write(_ source: EntrySource?) {
        guard let source else { return }
        write("program", source.program)
        write("session", source.session)
    }

    fileprivate mutating func write(due moment: BootMoment?) {
        if let moment { write("due", texts: [("boot", moment.boot)], numbers: [("ms", moment.milliseconds)]) }
    }

    fileprivate mutating func write(_ link: Entry.Link?) {
        switch link {
        case .undoes(let sequence): write("undoes", sequence)
        case .redoes(let sequence): write("redoes", sequence)
        case nil: break
        }
    }

    fileprivate mutating func write(_ form: Entry.Form) {
        write("op", form.op.text)
        if form.change.version > 0 { write("etag", EntityTag.text(version: form.change.version)) }
        write(form.change)
    }

    private mutating func write(_ change: Entry.Change) {
        switch change {
        case .create(let new):
            write("set", values: new.values)
        case .edit(let edit, _):
            write("base", values: edit.fields.map { ($0.rawValue, edit.changes[$0]?.from) })
            write("set", values: edit.fields.map { ($0.rawValue, edit.changes[$0]?.to) })
        case .delete(let base, _), .restore(let base, _):
            write("base", values: base.values)
        case .note(let text):
            write("text", text.text)
        }
    }

    fileprivate mutating func write(_ sending: JournalRecord.Sending, attempt: Int?) {
        write("for", sending.leader)
        write("op", sending.op.text)
        if let attempt { write("attempt", attempt) }
        write("covers", numbers: sending.covers)
    }

    fileprivate mutating func write(_ entry: PendingEdit) {
        write("for", entry.sequence)
        write("entered", entry.enteredAt.text)
        write("id", entry.customer.text)
        write(entry.link)
        write(entry.source)
        write(due: entry.due)
        write("group", ifPresent: entry.group?.text)
        write("name", ifPresent: entry.name)
        write(Entry.Form(op: entry.op, change: entry.change))
        if !entry.carries.isEmpty { write("carries", numbers: entry.carries) }
        if entry.attempts > 0 { write("attempts", entry.attempts) }
        if entry.merges > 0 { write("merges", entry.merges) }
        switch entry.state {
        case .waiting: break
        case .sending(let covers):
            write("state", "sending")
            write("covers", numbers: covers)
        case .covered(let leader):
            write("state", "covered")
            write("by", leader)
        case .rejected(let problem):
            write("state", "rejected")
            write("problem", json: problem)
        case .conflict(let theirs):
            write("state", "conflict")
            write("theirs", json: theirs.json)
        }
    }

    /// Who, when and which fields; no values, unless undo is to take them back.
    fileprivate mutating func write(_ finished: FinishedEdit) {
        write("for", finished.sequence)
        write("entered", finished.enteredAt.text)
        write("id", finished.customer.text)
        write("as", finished.kind.rawValue)
        write("fields", texts: finished.fields.map(\.rawValue))
        switch finished.outcome {
        case .synced(let version):
            write("state", "synced")
            write("etag", ifPresent: version.map(EntityTag.text))
        case .cancelled(let reason):
            write("state", "cancelled")
            write("why", reason.rawValue)
        }
        write(finished.source)
        if let carrier = finished.carrier { write("carrier", carrier) }
        if !finished.carries.isEmpty { write("carries", numbers: finished.carries) }
        guard let change = finished.change else { return }
        write("group", ifPresent: finished.group?.text)
        write(change)
    }
}

extension JournalRecord.Theirs {
    fileprivate var json: CustomerJSON? {
        switch self {
        case .changed(let customer): CustomerJSON(customer)
        case .deleted: nil
        }
    }
}

extension CustomerDetails {
    /// The fields that have a value, in the order of the form.
    fileprivate var values: [(name: String, value: String?)] {
        CustomerField.allCases.filter { self[$0] != nil }.map { ($0.rawValue, self[$0]) }
    }
}

extension NewCustomer {
    static let registrationDateName = CustomerMember.registrationDate.name

    /// With `null` for what was left empty on purpose, which earlier versions read as what is left out.
    fileprivate var values: [(name: String, value: String?)] {
        let fields = CustomerField.allCases.filter { details[$0] != nil || cleared.contains($0) }
        var values: [(name: String, value: String?)] = fields.map { ($0.rawValue, details[$0]) }
        if let registrationDate { values.append((Self.registrationDateName, registrationDate.text)) }
        return values
    }
}
