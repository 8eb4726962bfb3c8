import Domain
import Journal
import Wire
import Wording

/// Saving: into the journal first, and then, online, a moment's wait for what the server says.
extension App {
    /// How long the form waits for the server's verdict once the edit is safe.
    static let verdictMilliseconds = 1_500

    mutating func save() {
        guard var form = customers.form, form.stage == .editing, mayWrite() else { return }
        do throws(FieldViolations) {
            guard let change = try form.change() else {
                closeForm()
                chrome.notice = .plain("Nothing was changed.")
                return
            }
            form.stage = .recording
            form.hasKeysSinceSave = false
            let new = self.form(for: change)
            record(request(for: new, of: form), for: .save(new.op))
            chrome.notice = nil
        } catch {
            form.showFaults()
            let count = error.all.count
            let fields = count == 1 ? "one field needs" : "\(count) fields need"
            chrome.notice = .error("Not saved: \(fields) correcting.")
        }
        customers.form = form
    }

    private func request(for new: Entry.Form, of form: FormPane) -> QueueRequest {
        let customer = form.subjectID
        switch form.target {
        case .entry(let sequence) where isUndecided(sequence, of: customer): return .resolve(sequence, new)
        case .everything(let old) where model.queue.isPending(old):
            return .recreate(old, Entry(customer: customer, form: new))
        case .newEntry, .entry, .everything: return .enter([Entry(customer: customer, form: new)])
        }
    }

    /// Whether a refused entry is there still; a draft may be older than the journal.
    private func isUndecided(_ sequence: JournalRecord.Sequence, of customer: CustomerID) -> Bool {
        guard let entry = model.queue[sequence] else { return false }
        return entry.customer == customer && entry.needsDecision
    }

    // MARK: It is in the journal, or not

    mutating func takeRecorded(_ op: IdempotencyKey, in queue: EditQueue) {
        guard customers.form?.stage == .recording else { return }
        customers.form?.notSaved = nil
        guard let entry = queue.entries.last(where: { $0.op == op }) else {
            // The synchronisation was faster than the report.
            finishSave(.forgotten)
            return
        }
        customers.form?.stage = .awaiting(entry.sequence)
        if expectsVerdict(on: entry) { perform(.start(.verdict, milliseconds: Self.verdictMilliseconds)) }
        followSave()
    }

    mutating func takeNotRecorded(_ failure: Failure) {
        guard customers.form?.stage == .recording else { return }
        customers.form?.stage = .editing
        guard failure.kind == .notSaved else {
            chrome.notice = .error("Not saved: \(failure.sentence)")
            return
        }
        customers.form?.notSaved = failure.sentence
        if scope == .form { chrome.notice = nil }
    }

    // MARK: The server's verdict

    /// Looks at what has become of the entry that the form waits for.
    mutating func followSave() {
        guard case .awaiting(let sequence)? = customers.form?.stage else { return }
        let fate = model.queue.fate(of: sequence)
        guard case .pending(let entry) = fate else { return finishSave(fate) }
        switch entry.state {
        case .rejected(let problem): takeRefusal(problem, of: entry, isSaved: entry.sequence == sequence)
        case .conflict:
            endSave()
            announce(entry)
        case .waiting, .sending, .covered: if !expectsVerdict(on: entry) { stopAwaiting() }
        }
    }

    private func expectsVerdict(on entry: PendingEdit) -> Bool {
        model.isSending && model.queue.entries(for: entry.customer).first?.sequence == entry.sequence
    }

    /// The entry is done with, or the one that carried it: what was saved is shown.
    private mutating func finishSave(_ fate: EditFate) {
        guard let form = customers.form else { return }
        let saved = if case .synced(let finished) = fate { finished.customer } else { form.subjectID }
        let name = model.shown(saved)?.name ?? form.text(.name)
        endSave(showing: saved)
        chrome.notice =
            switch fate {
            case .takenBack(let finished):
                .warning("The edit of \(name) was taken back: by \(Wording.whoever(finished.endedBy)).")
            case .superseded: .warning("The edit of \(name) was taken back by a later one before it was sent.")
            case .synced, .unneeded, .pending, .forgotten: .success("Saved \(name).")
            }
    }

    /// The edit is safe here, and the form does not wait for the server any longer.
    mutating func stopAwaiting() {
        guard let form = customers.form, case .awaiting(let sequence) = form.stage else { return }
        let isBlocked = model.queue.isBlocked(sequence, of: form.subjectID)
        endSave(showing: form.subjectID)
        chrome.notice = isBlocked ? blockedNotice : savedNotice
    }

    /// Closes the form: what the person has asked for is done.
    ///
    /// - Parameter saved: who is shown then, unless the person has gone elsewhere meanwhile.
    private mutating func endSave(showing saved: CustomerID? = nil) {
        perform(.stop(.verdict))
        let isInSight = customers.openForm != nil
        closeForm()
        if isInSight, let saved, navigation.showsCustomers, customers.focus != .search { show(saved) }
    }

    private var savedNotice: Notice {
        guard environment.isDurable else { return .warning("Kept in memory only, until it is sent.") }
        let isSending = model.isSending
        let when = isSending ? "the server has not answered yet." : "it is sent when \(context.whenSent)."
        return Notice.success("Saved here; " + when).aboutQueue
    }

    private var blockedNotice: Notice {
        .warning("Saved here; it waits until the edit before it is decided: \(context.keyName(.queue)).")
    }

    /// Selects a customer that was just saved and shows it.
    ///
    /// One who sorts behind the rows that are loaded has no row yet: then the details take the keys, so that these act
    /// on the person who is seen.
    private mutating func show(_ id: CustomerID) {
        guard model.shown(id) != nil else { return }
        customers.listing.select(id, visibleRows: layout.visibleRows)
        let pane = DetailPane(id: id, freshness: .newest(at: chrome.now))
        let hasRow = customers.listing.selectedID == id
        if hasRow, customers.focus == .list { customers.show(pane) } else { customers.open(pane) }
    }
}

extension EditQueue {
    /// Whether something before the entry waits for the person.
    fileprivate func isBlocked(_ sequence: JournalRecord.Sequence, of customer: CustomerID) -> Bool {
        entries(for: customer).contains { $0.sequence < sequence && $0.needsDecision }
    }
}
