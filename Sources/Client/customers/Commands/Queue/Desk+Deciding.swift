import Domain
import Journal
import Panes
import Sync
import Wire

/// Deciding on what is queued.
extension Desk {
    func decide(_ request: QueueRequest) throws(CommandFailure) {
        do throws(JournalAppendFailure) {
            try workspace.journal.append(request)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Sends one edit now and says what became of it.
    func retry(_ sequence: JournalRecord.Sequence) async throws {
        let edit = try queue.edit(sequence)
        switch edit.state {
        case .conflict:
            throw CommandFailure(
                .tryLater,
                "This edit is in conflict with somebody else's, and needs a choice for each field: open the interface "
                    + "and press Q, or throw it away: customers queue discard \(sequence)")
        case .rejected:
            try decide(.resolve(sequence, Entry.Form(op: .random(), change: edit.change)))
        case .waiting, .sending, .covered: break
        }
        await workspace.synchronizer.flushDeletions()
        await workspace.synchronizer.retryNow()
        let settled = await workspace.synchronizer.settle([sequence], until: .now + Self.writeDeadline)
        try tell(settled[sequence] ?? .cancelled, of: edit)
    }

    private func tell(_ settlement: Settlement, of edit: PendingEdit) throws(CommandFailure) {
        switch settlement {
        case .synced: StandardError.say("Done: \(edit.summary).")
        case .cancelled: StandardError.say("It is in the queue no longer: another program took it back.")
        case .refused(let problem): throw CommandFailure(.badData, "Refused again: \(problem.detail)")
        case .conflict:
            throw CommandFailure(
                .tryLater, "Somebody else changed the same; see: customers queue show \(edit.sequence)")
        case .pending(let status): throw CommandFailure(.tryLater, "It still waits. \(status.obstacle)")
        }
    }
}

extension EditQueue {
    /// - Throws: ``ExitStatus/notFound`` when no unfinished edit has this number.
    func edit(_ sequence: JournalRecord.Sequence) throws(CommandFailure) -> PendingEdit {
        if let edit = self[sequence] { return edit }
        let isDone = history.contains { $0.sequence == sequence }
        throw CommandFailure(
            .notFound,
            isDone
                ? "Edit \(sequence) is done with already." : "No edit \(sequence) is queued. See: customers queue")
    }
}
