import Domain
import Journal
import Screen
import Wire

/// Saving: into the journal first, and then, online, a moment's wait for what the server says.
extension App {
    /// How long the form waits for the server's verdict once the edit is safe.
    static let verdictMilliseconds = 1_500

    mutating func save() {
        guard var form, form.stage == .editing, mayWrite() else { return }
        do throws(FieldViolations) {
            guard let change = try form.change() else {
                closeForm()
                notice = .plain("Nothing was changed.")
                return
            }
            form.stage = .recording
            self.form = form
            let new = self.form(for: change)
            record(wish(new, of: form), for: .save(new.op))
            notice = nil
        } catch {
            form.showFaults()
            self.form = form
            let count = error.all.count
            notice = .error("Not saved: \(count == 1 ? "one field needs" : "\(count) fields need") correcting.")
        }
    }

    private func wish(_ new: Entry.Form, of form: FormState) -> QueueRequest {
        let customer =
            switch form.subject {
            case .new(let id): id
            case .edit(let customer): customer.id
            }
        switch form.target {
        case .entry(let sequence) where isUndecided(sequence, of: customer): return .resolve(sequence, new)
        case .everything(let old) where queue.isPending(old):
            return .recreate(old, Entry(customer: customer, form: new))
        default: return .enter([Entry(customer: customer, form: new)])
        }
    }

    /// Whether a refused entry is there still; a draft may be older than the journal.
    private func isUndecided(_ sequence: JournalRecord.Sequence, of customer: CustomerID) -> Bool {
        guard let entry = queue[sequence] else { return false }
        return entry.customer == customer && entry.needsDecision
    }

    // MARK: It is in the journal, or not

    mutating func takeRecorded(_ op: IdempotencyKey, in queue: EditQueue) {
        guard form?.stage == .recording else { return }
        form?.notSaved = nil
        guard let entry = queue.entries.last(where: { $0.op == op }) else {
            // The synchronisation was faster than the report.
            finishSave(.forgotten)
            return
        }
        form?.stage = .awaiting(entry.sequence)
        if expectsVerdict(on: entry) { perform(.start(.verdict, milliseconds: Self.verdictMilliseconds)) }
        followSave()
    }

    mutating func takeNotRecorded(_ failure: Failure) {
        guard form?.stage == .recording else { return }
        form?.stage = .editing
        guard failure.kind == .notSaved else {
            notice = .error("Not saved: \(failure.sentence)")
            return
        }
        form?.notSaved = failure.sentence
        if pane == .form { notice = nil }
    }

    // MARK: The server's verdict

    /// Looks at what has become of the entry that the form waits for.
    mutating func followSave() {
        guard case .awaiting(let sequence)? = form?.stage else { return }
        guard case .pending(let entry) = queue.fate(of: sequence) else {
            finishSave(queue.fate(of: sequence))
            return
        }
        switch entry.state {
        case .rejected(let problem): takeRefusal(problem, of: entry, isSaved: entry.sequence == sequence)
        case .conflict: takeConflict(entry)
        case .waiting, .sending, .covered: if !expectsVerdict(on: entry) { stopAwaiting() }
        }
    }

    private func expectsVerdict(on entry: PendingEdit) -> Bool {
        isSending && queue.entries(for: entry.customer).first?.sequence == entry.sequence
    }

    /// Whether what is entered now leaves at once, as far as one can know.
    var isSending: Bool {
        switch sync {
        case .idle, .sending, .elsewhere: link == .online
        case .waiting, .askedToWait, .paused, .held, .unconfirmed, .failing: false
        }
    }

    /// The entry is done with, or the one that carried it: what was saved is shown.
    private mutating func finishSave(_ fate: EditFate) {
        var saved = savedCustomer
        if case .synced(let finished) = fate { saved = finished.customer }
        let name = saved.flatMap { shown($0) }?.name ?? form?.text(.name) ?? ""
        endSave()
        if let saved { show(saved) }
        notice =
            switch fate {
            case .takenBack(let finished):
                .warning("The edit of \(name) was taken back: by \(Wording.whoever(finished.endedBy)).")
            case .superseded: .warning("The edit of \(name) was taken back by a later one before it was sent.")
            case .synced, .unneeded, .pending, .forgotten: .success("Saved \(name).")
            }
    }

    /// The edit is safe here, and the form does not wait for the server any longer.
    mutating func stopAwaiting() {
        guard case .awaiting(let sequence)? = form?.stage else { return }
        let saved = savedCustomer
        let isBlocked = saved.map { queue.isBlocked(sequence, of: $0) } ?? false
        endSave()
        if let saved { show(saved) }
        notice = isBlocked ? blockedNotice : savedNotice
    }

    private mutating func endSave() {
        perform(.stop(.verdict))
        closeForm()
    }

    private var savedCustomer: CustomerID? {
        switch form?.subject {
        case .new(let id)?: id
        case .edit(let customer)?: customer.id
        case nil: nil
        }
    }

    private var savedNotice: Notice {
        guard environment.isDurable else { return .warning("Kept in memory only, until it is sent.") }
        let when = isSending ? "the server has not answered yet." : "it is sent when \(whenSent)."
        return Notice.success("Saved here; " + when).aboutQueue
    }

    private var blockedNotice: Notice {
        .warning("Saved here; it waits until the edit before it is decided: \(keyName(.queue)).")
    }

    /// What has to happen before anything is sent: `it is sent when …`.
    var whenSent: String {
        switch sync {
        case .paused: "you have signed in"
        case .held(let api): "this program is used on \(api)"
        case .unconfirmed: "you have confirmed what is left of the damaged journal"
        case .failing: "that is put right which keeps it here"
        case .askedToWait(let until, _): "the API may be asked again, at \(Wording.clock(until))"
        case .idle, .sending, .waiting, .elsewhere: link == .signInNeeded ? "you have signed in" : "the API is back"
        }
    }

    /// Selects a customer that was just saved and shows it.
    ///
    /// One who sorts behind the rows that are loaded has no row yet: then the details take the keys, so that these act
    /// on the person who is seen.
    private mutating func show(_ id: CustomerID) {
        guard pane != .search, shown(id) != nil else { return }
        listing.select(id, visibleRows: layout.visibleRows)
        detail = DetailState(id: id, freshness: .newest(at: now))
        if listing.selectedID != id, pane == .list { pane = .detail }
    }

    // MARK: It was refused

    /// The form goes on with the server's reason at the field, and its entry is taken out of the queue.
    ///
    /// - Parameter isSaved: whether it is the entry that the form has saved, and not one that carries it.
    private mutating func takeRefusal(_ problem: Problem, of entry: PendingEdit, isSaved: Bool) {
        perform(.stop(.verdict))
        let isLast = queue.entries(for: entry.customer).last?.sequence == entry.sequence
        if !isSaved || !entry.carries.isEmpty {
            // Other edits have become one with it, and none of them may be lost: the form goes on with all of it.
            endSave()
            editRefused(entry)
        } else if form?.target == .newEntry, isLast {
            form?.stage = .recording
            record(.withdraw(entry.sequence), for: .withdrawal(entry.sequence))
        } else {
            // The entry was there before the form, or others build on it: saving again puts it right.
            form?.stage = .editing
            form?.target = .entry(entry.sequence)
        }
        showVerdict(problem)
    }

    mutating func takeWithdrawn(_ sequence: JournalRecord.Sequence, failure: Failure?) {
        guard form?.stage == .recording else { return }
        form?.stage = .editing
        if let failure {
            form?.target = .entry(sequence)
            notice = .error(failure.sentence)
        }
        _ = rebaseForm()
    }

    private mutating func showVerdict(_ problem: Problem) {
        guard form != nil else { return }
        pane = .form
        switch problem.kind {
        case .validation:
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { form?.setVerdict(violation.message, on: $0) }
            }
            notice = .error("Not saved: the server refuses the marked fields.")
        case .emailTaken:
            let owner = problem.owner.flatMap { shown($0)?.name }.map { "by \($0)" } ?? "by another customer"
            form?.setVerdict("is used \(owner) already", on: .email)
            notice = .error("Not saved: the email is used \(owner).")
        default: notice = .error("Not saved: \(problem.detail)")
        }
    }

    private mutating func takeConflict(_ entry: PendingEdit) {
        endSave()
        openConflict(entry)
    }

    // MARK: Somebody else was faster

    /// What the form is a change to, as it would be shown without the form's own entry.
    private var formBase: Customer? {
        guard let form, let id = form.customerID else { return nil }
        let own: JournalRecord.Sequence? =
            switch (form.stage, form.target) {
            case (.awaiting(let sequence), _), (_, .entry(let sequence)): sequence
            default: nil
            }
        return own.map(queue.before).map { $0.shown(id, on: directory[id]) } ?? shown(id)
    }

    /// Bases the form on the newest state.
    ///
    /// - Returns: the fields in which it differs from what the form knew.
    mutating func rebaseForm() -> [CustomerField] {
        // While its entry is on the way to the journal nobody can say which part of the queue is the form's own.
        guard let form, form.stage != .recording, let base = formBase else { return [] }
        return self.form?.rebase(onto: base) ?? []
    }

    mutating func sayChangedMeanwhile(_ id: CustomerID) {
        guard form?.stage == .editing else { return }
        let whom = directory[id]?.byWhom ?? ""
        notice = .warning("Changed meanwhile\(whom). Look at the form and save again.")
    }
}

extension EditQueue {
    /// Whether something before the entry waits for the person.
    fileprivate func isBlocked(_ sequence: JournalRecord.Sequence, of customer: CustomerID) -> Bool {
        entries(for: customer).contains { $0.sequence < sequence && $0.needsDecision }
    }
}
