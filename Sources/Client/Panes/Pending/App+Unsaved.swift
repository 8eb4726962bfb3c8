import Journal

/// A wish that could not be written to the journal: it is in memory alone.
struct UnsavedWish: Hashable, Sendable {
    let wish: Wish
    /// What happened and what to do, as sentences.
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
    /// Notes whether a wish is on disk. A form keeps its own; taking a refused edit out of the queue loses nothing when it
    /// fails.
    mutating func noteSaving(of wish: Wish, _ result: Result<EditQueue, Failure>) {
        unsaved.removeAll { $0.wish.request.isSame(as: wish.request) }
        guard case .failure(let failure) = result, failure.kind == .notSaved else { return }
        switch wish.purpose {
        case .save: break
        case .withdrawal: notice = .error(failure.sentence)
        case .answer, .deletion, .other: unsaved.append(UnsavedWish(wish: wish, reason: failure.sentence))
        }
    }

    /// Tries once more to write what could not be written.
    mutating func saveUnsaved() {
        for unsaved in unsaved where !recordings.values.contains(unsaved.wish) {
            record(unsaved.wish.request, for: unsaved.wish.purpose)
        }
    }

    mutating func copyUnsaved() {
        var texts = unsaved.map { text(of: $0.wish.request) }
        if let form, form.notSaved != nil { texts.append(form.clipboardText) }
        guard !texts.isEmpty else {
            notice = .plain("Everything is saved.")
            return
        }
        rescued = .all
        perform(.copy(texts.joined(separator: "\n")))
    }

    /// What the clipboard has need not be kept here.
    mutating func noteRescued(_ outcome: CopyOutcome) {
        defer { rescued = nil }
        guard outcome == .sent, let rescued else { return }
        form?.notSaved = nil
        if rescued == .all { unsaved = [] }
    }

    // MARK: Words

    /// The keys stand before the reason, which may be long.
    var noticeOfUnsaved: Notice? {
        if let reason = form?.notSaved { return .error("NOT SAVED. \(formAdvice) \(reason)") }
        guard let last = unsaved.last else { return nil }
        let what = unsaved.count == 1 ? summary(of: last.wish.request) : "\(unsaved.count) edits"
        let keys = [(Command.syncNow, "tries again"), (.copyUnsaved, "copies it")].compactMap { command, does in
            hasKey(command) ? "\(keyName(command, in: scope)) \(does)" : nil
        }
        let advice = keys.isEmpty ? "" : " \(keys.joined(separator: ", "))."
        return .error("NOT SAVED: \(what).\(advice) \(last.reason)")
    }

    private var formAdvice: String {
        guard pane != .form else {
            return "\(keyName(.save, in: .form)) tries again, \(keyName(.copy, in: .form)) copies the form."
        }
        return hasKey(.nextPane) ? "\(keyName(.nextPane)) leads to the form." : "The form is open still."
    }

    private func hasKey(_ command: Command) -> Bool {
        environment.keymap.rows(in: scope).contains { $0.command == command && !$0.keys.isEmpty }
    }

    /// `deletion of Anna Smith`
    private func summary(of request: QueueRequest) -> String {
        switch request {
        case .enter(let entries):
            entries.map { "\($0.form.change.summary) of \(name(of: $0))" }.joined(separator: ", ")
        case .cancel(let sequence, let reason):
            "\(reason == .undo ? "undo" : "discarding") of \(queue[sequence].map(summary) ?? "an edit")"
        case .resolve(let sequence, _): "decision on \(queue[sequence].map(summary) ?? "an edit")"
        case .recreate(_, let entry): "creation of \(name(of: entry))"
        case .withdraw(let sequence): "taking back of \(queue[sequence].map(summary) ?? "an edit")"
        case .release: "release of what was held"
        case .leave: "release of the deletions entered here"
        }
    }

    private func summary(of entry: PendingEdit) -> String { "\(entry.summary) of \(name(of: entry.customer))" }

    private func name(of entry: Entry) -> String { entry.form.change.name ?? name(of: entry.customer) }

    /// Everything about a wish, for people to enter it again.
    private func text(of request: QueueRequest) -> String {
        var unmasked = self
        unmasked.isMasked = false
        let changes: [Entry.Change] =
            switch request {
            case .enter(let entries): entries.map(\.form.change)
            case .resolve(_, let form): [form.change]
            case .recreate(_, let entry): [entry.form.change]
            case .cancel, .withdraw, .release, .leave: []
            }
        return ([summary(of: request)] + changes.flatMap(unmasked.changeTexts)).joined(separator: "\n  ")
    }
}

extension QueueRequest {
    /// Whether both wish for the same, each under a key of its own.
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
