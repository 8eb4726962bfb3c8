import Domain
import Journal
import Wording

/// What is said of requests that are not written yet.
extension PaneContext {
    /// `deletion of Anna Smith`
    func summary(of request: QueueRequest) -> String {
        switch request {
        case .enter(let entries):
            entries.map { "\($0.form.change.summary) of \(name(of: $0))" }.joined(separator: ", ")
        case .group(let group, let entries): Phrases.summary(of: group, entries.count)
        case .takeBack(let id, _, _): "undo of \(model.queue.group(id)?.group.name ?? "several edits")"
        case .cancel(let sequence, let reason):
            "\(reason == .undo ? "undo" : "discarding") of \(model.queue[sequence].map(summary) ?? "an edit")"
        case .resolve(let sequence, _): "decision on \(model.queue[sequence].map(summary) ?? "an edit")"
        case .recreate(_, let entry): "creation of \(name(of: entry))"
        case .restore(let entry, _): "restoration of \(name(of: entry))"
        case .withdraw(let sequence): "taking back of \(model.queue[sequence].map(summary) ?? "an edit")"
        case .passOver: "leaving out of what cannot be undone"
        case .release: "release of what was held"
        case .leave: "release of the deletions entered here"
        }
    }

    private func summary(of entry: PendingEdit) -> String { "\(entry.summary) of \(model.name(of: entry.customer))" }

    private func name(of entry: Entry) -> String { entry.form.change.name ?? model.name(of: entry.customer) }

    /// Everything about a request, for people to enter it again.
    func text(of request: QueueRequest) -> String {
        let changes: [Entry.Change] =
            switch request {
            case .enter(let entries), .group(_, let entries), .takeBack(_, _, let entries): entries.map(\.form.change)
            case .resolve(_, let form): [form.change]
            case .recreate(_, let entry), .restore(let entry, _): [entry.form.change]
            case .cancel, .withdraw, .passOver, .release, .leave: []
            }
        return ([summary(of: request)] + changes.flatMap(unmasked.changeTexts)).joined(separator: "\n  ")
    }

    // MARK: Rescuing

    /// Tries once more to write what could not be written.
    mutating func saveUnsaved() {
        for unsaved in model.writes.unsaved where !model.writes.recordings.values.contains(unsaved.write) {
            record(unsaved.write.request, for: unsaved.write.purpose)
        }
    }

    /// - Parameter form: what is typed just now.
    mutating func copyUnsaved(and form: FormPane?) {
        var texts = model.writes.unsaved.map { text(of: $0.write.request) }
        if let form, form.notSaved != nil { texts.append(form.clipboardText) }
        guard !texts.isEmpty else {
            post(.plain("Everything is saved."))
            return
        }
        let customers = model.writes.unsaved.flatMap { $0.write.request.customers(in: model.queue) }
        copy(texts.joined(separator: "\n"), of: customers + [form?.customerID].compactMap(\.self), rescuing: .all)
    }

    /// Sends everything in the queue to the clipboard, for people to enter it again.
    mutating func copyQueue() {
        let unmasked = unmasked
        let texts = model.queue.entries.map { entry in
            (["\(model.name(of: entry.customer)): \(entry.summary)"] + unmasked.changeTexts(of: entry.change))
                .joined(separator: "\n  ")
        }
        copy(texts.joined(separator: "\n"), of: Array(model.queue.customers))
    }
}
