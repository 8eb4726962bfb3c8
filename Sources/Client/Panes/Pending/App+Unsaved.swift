import Journal

/// A request that could not be written to the journal: it is in memory alone.
struct UnsavedWrite: Hashable, Sendable {
    let write: PendingWrite
    /// What happened and what to do, for people.
    let reason: String
}

/// What is sent to the clipboard so that it is not lost.
enum Rescued: Hashable, Sendable {
    case form
    /// Everything that could not be saved.
    case all
}

/// NOT SAVED: what could not be written is kept, and said, until it is saved or copied; no other message replaces it.
extension App {
    /// Notes whether a request is on disk. A form keeps its own; taking a refused edit out of the queue loses nothing when it
    /// fails.
    mutating func noteSaving(of write: PendingWrite, _ result: Result<EditQueue, Failure>) {
        model.writes.unsaved.removeAll { $0.write.request.isSame(as: write.request) }
        guard case .failure(let failure) = result, failure.kind == .notSaved else { return }
        switch write.purpose {
        case .save: break
        case .withdrawal: chrome.notice = .error(failure.message)
        case .answer, .deletion, .bulk, .note, .other:
            model.writes.unsaved.append(UnsavedWrite(write: write, reason: failure.message))
        }
    }

    /// What the clipboard has need not be kept here.
    mutating func noteRescued(_ outcome: CopyOutcome) {
        defer { chrome.rescued = nil }
        guard outcome == .sent, let rescued = chrome.rescued else { return }
        customers.form?.notSaved = nil
        if rescued == .all { model.writes.unsaved = [] }
    }
}

extension QueueRequest {
    /// Whether both ask for the same, each under a key of its own.
    fileprivate func isSame(as other: QueueRequest) -> Bool {
        switch (self, other) {
        case (.enter(let ours), .enter(let theirs)):
            ours.count == theirs.count && zip(ours, theirs).allSatisfy { $0.isSame(as: $1) }
        case (.resolve(let ours, _), .resolve(let theirs, _)): ours == theirs
        case (.recreate(let ours, _), .recreate(let theirs, _)): ours == theirs
        default: self == other
        }
    }
}

extension Entry {
    fileprivate func isSame(as other: Entry) -> Bool {
        customer == other.customer && form.change == other.form.change && link == other.link
    }
}
