import Domain
import Journal
import Wire

/// What becomes of the form once it was saved: into the journal first, and then, online, a moment's wait for what the server
/// says.
extension FormPane {
    /// How long the form waits for the server's verdict once the edit is safe.
    static let verdictMilliseconds = 1_500

    /// Where a save has led.
    enum SaveResult: Sendable {
        /// What was saved is finished, or what carried it.
        case finished(EditFate)
        /// It is safe here, and the form does not wait for the server any longer.
        case kept(JournalRecord.Sequence)
        case conflict(PendingEdit)
        /// The form goes on, with the reason at its fields.
        case refused(String)
        /// What was refused cannot be shown in a form.
        case lost
    }

    // MARK: It is in the journal, or not

    mutating func handleRecorded(
        _ op: IdempotencyKey, in queue: EditQueue, _ context: inout PaneContext
    ) -> SaveResult? {
        guard stage == .recording else { return nil }
        notSaved = nil
        // The synchronisation may have been faster than the report.
        guard let entry = queue.entries.last(where: { $0.op == op }) else { return .finished(.forgotten) }
        stage = .awaiting(entry.sequence)
        if context.model.expectsVerdict(on: entry) {
            context.perform(.start(.verdict, milliseconds: Self.verdictMilliseconds))
        }
        return followSave(&context)
    }

    /// - Parameter hasKeys: whether the person is in the form, which says itself that it is not saved.
    mutating func handleNotRecorded(_ failure: Failure, hasKeys: Bool, _ context: inout PaneContext) {
        guard stage == .recording else { return }
        stage = .editing
        guard failure.kind == .notSaved else {
            context.post(.error("Not saved: \(failure.message)"))
            return
        }
        notSaved = failure.message
        if hasKeys { context.clearNotice() }
    }

    /// A refused entry was taken out of the queue, or was not.
    mutating func handleWithdrawn(_ sequence: JournalRecord.Sequence, _ failure: Failure?, _ context: inout PaneContext)
    {
        guard stage == .recording else { return }
        stage = .editing
        if let failure {
            target = .entry(sequence)
            context.post(.error(failure.message))
        }
        _ = rebase(in: context.model)
    }

    // MARK: The server's verdict

    /// Looks at what has become of the entry that the form waits for.
    mutating func followSave(_ context: inout PaneContext) -> SaveResult? {
        guard case .awaiting(let sequence) = stage else { return nil }
        let fate = context.model.queue.fate(of: sequence)
        guard case .pending(let entry) = fate else { return .finished(fate) }
        switch entry.state {
        case .rejected(let problem):
            return handleRefusal(problem, of: entry, isSaved: entry.sequence == sequence, &context)
        case .conflict: return .conflict(entry)
        case .waiting, .sending, .covered: return context.model.expectsVerdict(on: entry) ? nil : .kept(sequence)
        }
    }

    /// The form goes on with the server's reason at the field, and its entry is taken out of the queue. It shows itself
    /// where it is in sight; one that was left waits until the person returns to it.
    ///
    /// - Parameter isSaved: whether it is the entry that the form has saved, and not one that carries it.
    private mutating func handleRefusal(
        _ problem: Problem, of entry: PendingEdit, isSaved: Bool, _ context: inout PaneContext
    ) -> SaveResult {
        context.perform(.stop(.verdict))
        let isLast = context.model.queue.entries(for: entry.customer).last?.sequence == entry.sequence
        if !isSaved || !entry.carries.isEmpty {
            // Other edits have become one with it, and none of them may be lost: the form goes on with all of it.
            guard goOn(withAllOf: entry, &context) else { return .lost }
        } else if target == .newEntry, isLast {
            stage = .recording
            context.record(.withdraw(entry.sequence), for: .withdrawal(entry.sequence))
        } else {
            // The entry was there before the form, or others build on it: saving again corrects it.
            stage = .editing
            target = .entry(entry.sequence)
        }
        return .refused(showVerdict(problem, context.model))
    }

    /// - Returns: whether there is a form that shows all of it.
    private mutating func goOn(withAllOf entry: PendingEdit, _ context: inout PaneContext) -> Bool {
        context.perform(.dropDraft(id))
        guard var form = context.form(forRefused: entry) else { return false }
        if hasKeysSinceSave { form.focus(on: focus) }
        form.hasKeysSinceSave = hasKeysSinceSave
        self = form
        return true
    }

    /// Shows at the fields why it was refused.
    ///
    /// - Returns: the same as a message.
    private mutating func showVerdict(_ problem: Problem, _ model: Model) -> String {
        switch problem.kind {
        case .validation:
            for violation in problem.violations {
                CustomerField(rawValue: violation.field).map { setVerdict(violation.message, on: $0) }
            }
            return "the server refuses the marked fields."
        case .emailTaken:
            let owner = problem.owner.flatMap { model.shown($0)?.name }.map { "by \($0)" } ?? "by another customer"
            likeness.owner = problem.owner
            setVerdict("is used \(owner) already", on: .email)
            return "the email is used \(owner)."
        default: return problem.detail
        }
    }

    // MARK: Somebody else was faster

    /// Bases the form on the newest state.
    ///
    /// - Returns: the fields in which it differs from what the form knew.
    mutating func rebase(in model: Model) -> [CustomerField] {
        // While its entry is on the way to the journal nobody can say which part of the queue is the form's own.
        guard stage != .recording, let id = customerID else { return [] }
        let own: JournalRecord.Sequence? =
            switch (stage, target) {
            case (.awaiting(let sequence), _), (_, .entry(let sequence)): sequence
            default: nil
            }
        // What the form is a change to, as it would be shown without the form's own entry.
        let base = own.map(model.queue.before).map { $0.shown(id, on: model.directory[id]) } ?? model.shown(id)
        return base.map { rebase(onto: $0) } ?? []
    }
}

extension Model {
    /// Whether the server's word on an entry may come any moment.
    fileprivate func expectsVerdict(on entry: PendingEdit) -> Bool {
        // What brings the customer back goes before it.
        let first = queue.entries(for: entry.customer).first { $0.change.kind != .restore || $0.needsDecision }
        return isSending && first?.sequence == entry.sequence
    }
}
