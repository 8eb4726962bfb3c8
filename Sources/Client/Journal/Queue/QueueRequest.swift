package import Domain

/// What a person wants of the queue; decided on under the journal's lock, for another program may just have sent it.
package enum QueueRequest: Hashable, Sendable {
    /// New entries, all or none.
    case enter([Entry])
    /// Takes an entry back that has not left, or that was refused.
    case cancel(JournalRecord.Sequence, JournalRecord.Cancellation)
    /// Lets a refused or conflicting entry go on in this form.
    case resolve(JournalRecord.Sequence, Entry.Form)
    /// Puts a new creation in the place of everything that is under way for a customer who was deleted.
    case recreate(CustomerID, Entry)
    /// Lets everything go on that is held because of damage.
    case release
}

/// Why a wish cannot be met.
package enum QueueRefusal: Error, Hashable, Sendable {
    /// It is done with already.
    case finished
    /// It may have reached the server, and what became of it is not known yet.
    case underWay
}

extension EditQueue {
    /// The lines that meet a wish, given what is in the queue now.
    package func lines(for request: QueueRequest) throws(QueueRefusal) -> [JournalRecord.Body] {
        switch request {
        case .enter(let entries): return entries.map { .entry(asSeen($0)) }
        case .cancel(let sequence, let reason):
            guard try entry(sequence).isUnsent else { throw .underWay }
            return [.cancel(for: sequence, reason)]
        case .resolve(let sequence, let form):
            try checkDecidable(sequence)
            return [.resolve(for: sequence, form)]
        case .recreate(let customer, let entry):
            let all = entries(for: customer)
            guard !all.isEmpty else { throw .finished }
            guard all.allSatisfy(\.isUnsent) else { throw .underWay }
            return all.map { .cancel(for: $0.sequence, .merged) } + [.entry(entry)]
        case .release: return hasHeld ? [.release(nil)] : []
        }
    }

    /// An entry on a version that whoever made it can have seen.
    ///
    /// Another of their programs may have taken an edit back a moment ago that this one still showed over what the server
    /// has: they saw the server's value before that edit, and none since.
    private func asSeen(_ entry: Entry) -> Entry {
        var change = entry.form.change
        for finished in history where finished.customer == entry.customer && finished.wasTakenBack {
            guard let hiding = finished.change, change.isMade(onAnyOf: hiding.values) else { continue }
            change = change.onVersion(min(change.version, hiding.version))
        }
        return Entry(
            customer: entry.customer, form: Entry.Form(op: entry.form.op, change: change), link: entry.link)
    }

    private func entry(_ sequence: JournalRecord.Sequence) throws(QueueRefusal) -> PendingEdit {
        guard let entry = self[sequence] else { throw .finished }
        return entry
    }

    private func checkDecidable(_ sequence: JournalRecord.Sequence) throws(QueueRefusal) {
        let entry = try entry(sequence)
        guard entry.needsDecision else { throw entry.isUnsent ? .finished : .underWay }
    }
}

extension FinishedEdit {
    fileprivate var wasTakenBack: Bool {
        switch outcome {
        case .cancelled(.undo), .cancelled(.discard): true
        case .cancelled(.merged), .synced: false
        }
    }
}
