import Domain
import Journal
import Panes
import Sync
import Wire
import Wording
import Workspace

/// Deciding on what is queued.
extension CommandContext {
    /// - Returns: the numbers of the lines that were written.
    @discardableResult
    func decide(_ request: QueueRequest) throws(CommandFailure) -> [JournalRecord.Sequence] {
        do throws(JournalAppendFailure) {
            return try workspace.journal.append(request)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// What a customer is called, as far as that is known here.
    func name(of customer: CustomerID, in queue: EditQueue) -> String? {
        queue.shown(customer, on: workspace.kept(customer)?.customer)?.name ?? queue.knownName(of: customer)
    }

    /// Why a person has to decide on an edit; `nil` when there is nothing to decide.
    func reason(for edit: PendingEdit) -> String? {
        switch edit.state {
        case .rejected(let problem): problem.detail
        case .conflict(.changed(let theirs)):
            "changed meanwhile\(theirs.byAuthor), now version \(theirs.version)"
        case .conflict(.deleted): isRestored(edit) ? "deleted meanwhile, restored since" : "deleted meanwhile"
        case .waiting, .sending, .covered: nil
        }
    }

    /// Whether the customer was seen here since their deletion.
    private func isRestored(_ edit: PendingEdit) -> Bool {
        guard let kept = workspace.kept(edit.customer)?.customer else { return false }
        return kept.isRestored(since: edit.change.version)
    }

    /// Sends one edit now and says what became of it.
    func retry(_ sequence: JournalRecord.Sequence) async throws {
        let edit = try queue.edit(sequence)
        guard !edit.isOfErased else {
            throw CommandFailure(
                .notFound,
                "Nothing is left to be sent: this person was erased on request. To drop the note of it, run: "
                    + "customers queue discard \(sequence)")
        }
        switch edit.state {
        case .conflict(.changed):
            throw CommandFailure(
                .tryLater,
                "This edit is in conflict with somebody else's, and needs a choice for each field: open the interface "
                    + "and press Q, or run: customers queue resolve \(sequence) --mine, --theirs or --set FIELD=VALUE")
        // Who was deleted may have been restored since.
        case .rejected, .conflict(.deleted):
            try decide(.resolve(sequence, Entry.Form(op: .random(), change: edit.change)))
        case .waiting, .sending, .covered: break
        }
        await workspace.synchronizer.retryNow()
        let results = await workspace.synchronizer.waitForResults(of: [sequence], until: .now + Self.writeDeadline)
        try report(results[sequence] ?? .forgotten, of: edit)
    }

    func report(_ result: EditResult, of edit: PendingEdit) throws(CommandFailure) {
        switch result {
        case .synced: StandardError.say("Done: \(edit.summary).")
        case .takenBack(let source):
            StandardError.say("It is in the queue no longer: \(Phrases.author(source)) took it back.")
        case .superseded: StandardError.say("It is in the queue no longer: a later edit takes it back.")
        case .forgotten: StandardError.say("It is done; its outcome is no longer known here.")
        case .refused(let problem, _): throw CommandFailure(.badData, "Refused again: \(problem.detail)")
        case .conflict(.deleted, let entry):
            throw CommandFailure(
                .tryLater,
                "The customer is deleted. To restore them, or to create them again where that cannot be, with your edit, run: "
                    + "customers queue resolve \(entry) --mine")
        case .conflict(_, let entry):
            throw CommandFailure(.tryLater, "Somebody else changed the same fields; see: customers queue show \(entry)")
        case .pending(let status):
            throw CommandFailure(.tryLater, "It still waits. \(obstacle(of: edit.sequence, status).reason)")
        }
    }
}

extension EditQueue {
    /// - Throws: ``ExitStatus/notFound`` when no unfinished edit has this number.
    func edit(_ sequence: JournalRecord.Sequence) throws(CommandFailure) -> PendingEdit {
        if let edit = self[sequence] { return edit }
        guard sequence > 0 else {
            throw CommandFailure(.usage, "\(sequence) is not the number of an edit. See: customers queue")
        }
        let isDone = history.contains { $0.sequence == sequence }
        throw CommandFailure(
            .notFound,
            isDone
                ? "Edit \(sequence) is finished already." : "No edit \(sequence) is queued. See: customers queue")
    }
}
