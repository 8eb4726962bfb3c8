package import APIClient
import Domain
package import Journal
package import Wire

/// What an answer to a batch means.
extension EditBatch {
    /// What an answer means.
    ///
    /// - Parameters:
    ///   - result: how the request ended; an answer is one to this very request (``CallKind/answer(in:)``).
    ///   - merges: how often the entry was merged without asking.
    ///   - isAlone: whether nothing else is queued for the customer.
    ///   - isLastWord: whether the email that this one needs stays taken.
    ///   - freshKey: names the request that a merge leads to.
    package func outcome(
        on result: Result<WriteAnswer, APIFailure>, merges: Int, isAlone: Bool = true, isLastWord: () -> Bool,
        freshKey: () -> IdempotencyKey
    ) -> ResponseOutcome {
        switch result {
        case .success(let answer): outcome(on: answer)
        case .failure(.refused(let problem)):
            outcome(on: problem, merges: merges, isAlone: isAlone, isLastWord: isLastWord, freshKey: freshKey)
        case .failure(let failure): again(unsent: !failure.mayHaveArrived)
        }
    }

    private func outcome(on answer: WriteAnswer) -> ResponseOutcome {
        switch answer {
        // What the request made is the next one's condition, never what is there by now.
        case .created(let customer, let replayOf), .changed(let customer, let replayOf):
            acknowledged(
                replayOf ?? customer.version,
                change.kind == .restore && replayOf == nil ? .restored(customer) : .served(customer))
        case .deleted: acknowledged(nil, .gone(customer))
        case .noted, .retracted, .dismissed: ResponseOutcome(lines: [.ack(for: leader, version: nil)])
        }
    }

    private func outcome(
        on problem: Problem, merges: Int, isAlone: Bool, isLastWord: () -> Bool, freshKey: () -> IdempotencyKey
    ) -> ResponseOutcome {
        switch (problem.kind, change) {
        // It changes nothing, so that no version is made by it, and nothing of it is in conflict.
        case (.deleted, .note) where problem.replayedVersion != nil: acknowledged(nil, .gone(customer))
        case (.deleted, _) where problem.replayedVersion != nil:
            acknowledged(problem.replayedVersion, .gone(customer))
        case (.deleted, .delete): acknowledged(nil, .gone(customer))
        // Unknown by an earlier attempt of its own; one who was known is never unknown else, but deleted.
        case (.notFound, .delete) where earlierAttempts > 0: acknowledged(nil, .gone(customer))
        case (.deleted, .create), (.deleted, .edit), (.notFound, .edit), (.notFound, .delete):
            ResponseOutcome(lines: [.conflict(for: leader, .deleted)], news: .gone(customer))
        case (.deleted, .note):
            ResponseOutcome(lines: [.reject(for: leader, withDoubt(problem))], news: .gone(customer))
        case (.versionMismatch, .create), (.versionMismatch, .edit), (.versionMismatch, .delete):
            mismatch(problem, change, merges, freshKey)
        case (.writeInProgress, _): again(unsent: true, leastSeconds: problem.retryAfterSeconds)
        case (.emailTaken, _) where !isLastWord(): again(unsent: true)
        case (.emailTaken, .create(let new)): duplicateEmail(problem, new, isAlone)
        case (.forbidden, _): ResponseOutcome(lines: [.reject(for: leader, withDoubt(problem))])
        default: ResponseOutcome(lines: [.reject(for: leader, problem)])
        }
    }

    /// Who may not do it now may have been allowed to when an earlier attempt arrived, and who is gone may have been there.
    private func withDoubt(_ problem: Problem) -> Problem {
        guard earlierAttempts > 0 else { return problem }
        var reported = problem
        reported.detail += " An earlier attempt may have been saved all the same; look at the customer."
        return reported
    }

    private func mismatch(
        _ problem: Problem, _ change: Entry.Change, _ merges: Int, _ freshKey: () -> IdempotencyKey
    ) -> ResponseOutcome {
        guard let current = problem.current else { return again(unsent: false) }
        // Made already, as by an import that was queued twice: all that it says is so.
        if case .create(let new) = change, new.contradictions(to: current.details).isEmpty {
            return acknowledged(current.version, .served(current))
        }
        guard case .edit(let edit, let version) = change, mayMerge(current, from: version, merges) else {
            return ResponseOutcome(lines: [.conflict(for: leader, .changed(current))], news: .served(current))
        }
        let merged = edit.merged(onto: current.details)
        if !merged.conflicts.isEmpty {
            return ResponseOutcome(lines: [.conflict(for: leader, .changed(current))], news: .served(current))
        }
        if merged.remaining.isEmpty { return acknowledged(nil, .served(current)) }
        let form = Entry.Form(op: freshKey(), change: .edit(merged.remaining, version: current.version))
        return ResponseOutcome(lines: [.rebase(for: leader, form)], news: .served(current))
    }

    /// Whether a merge needs no person.
    ///
    /// The API remembers the keys of the last changes only: when there were more since an attempt whose outcome nobody
    /// knows, it may have happened, and been taken back on purpose.
    private func mayMerge(_ current: Customer, from version: Int, _ merges: Int) -> Bool {
        guard merges < SyncLimits.maximumMerges else { return false }
        return earlierAttempts == 0 || current.version - version <= SyncLimits.rememberedChanges
    }

    private func acknowledged(_ version: Int?, _ news: ResponseOutcome.News) -> ResponseOutcome {
        ResponseOutcome(lines: [.ack(for: leader, version: version)], news: news)
    }

    /// - Parameter unsent: whether this attempt had no effect for sure.
    private func again(unsent: Bool, leastSeconds: Int? = nil) -> ResponseOutcome {
        ResponseOutcome(
            lines: unsent ? [.unsent(for: leader)] : [], again: SyncMachine.Pause(leastSeconds: leastSeconds))
    }
}
