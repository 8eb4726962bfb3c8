import Domain
import Journal
import Screen
import Wire

/// Steps of which nothing is there any more that undo could take back, or redo bring back: it goes on with what was before them.
extension PaneContext {
    /// - Parameters:
    ///   - steps: none where nothing is left to go on with.
    ///   - why: the beginning of a sentence.
    mutating func passOver(_ steps: [JournalRecord.Sequence], because why: String) {
        guard !steps.isEmpty else { return post(.plain(why + ".")) }
        let isRestLeft = steps.count < model.queue.undoable.count
        record(why + (isRestLeft ? "; \(keyName(.undo)) undoes what was before." : "."), passingOver: steps)
    }

    /// - Parameter why: the beginning of a sentence.
    mutating func passOver(_ undone: UndoneEdit, because why: String) {
        let isRestLeft = model.queue.redoable.count > 1
        record(why + (isRestLeft ? "; \(keyName(.redo)) redoes what was before." : "."), passingOver: [undone.sequence])
    }

    private mutating func record(_ sentence: String, passingOver steps: [JournalRecord.Sequence]) {
        record(.passOver(steps), for: .other(saying: .plain(sentence)))
    }

    /// Why there is nothing to be done by an edit; `nil` when there is.
    ///
    /// - Parameter version: from which on a copy shows what has become of what the edit is to change.
    func whyNothingIsLeft(for edit: CustomerEdit, since version: Int, on id: CustomerID) -> String? {
        if let why = whyNotPossible(on: id) { return why }
        guard let current = model.shown(id), current.version >= version,
            edit.merged(onto: current.details).remaining.isEmpty
        else { return nil }
        return "Nothing to change: \(current.name) already has these values"
    }

    /// Why nothing can be done to somebody; `nil` when it can.
    func whyNotPossible(on id: CustomerID) -> String? {
        isGoneForUndo(id) ? "Not possible: \(model.name(of: id)) is deleted" : nil
    }

    /// Whether somebody is deleted, with nothing under way for which they may be restored.
    func isGoneForUndo(_ id: CustomerID) -> Bool { model.isGone(id) && !model.queue.isPending(id) }

    // MARK: Creations of whom nothing is known here

    /// Asks the server for somebody whose creation is to be taken back: others may have deleted them.
    mutating func askBeforeUndo(of id: CustomerID) {
        if !model.requests.values.contains(.undo(id)) { _ = send(.get(id, unlessVersion: nil), for: .undo(id)) }
        post(.plain("This creation is with the server already; asking for the customer\(glyphs.ellipsis)"))
    }

    /// Passes over a creation that is still what undo comes to next.
    mutating func passOverCreation(of id: CustomerID) {
        guard case .compensate(let step)? = model.queue.nextUndo, step.customer == id, step.isCreation,
            !model.queue.isPending(id)
        else { return }
        passOver([step.sequence], because: "\(step.change?.name ?? "The customer") is deleted already")
    }
}

extension App {
    /// Somebody whose creation is to be taken back, or nobody.
    mutating func receiveBeforeUndo(_ result: Result<ReadAnswer, Failure>, _ id: CustomerID) {
        let key = context.keyName(.undo)
        switch result {
        case .success(.customer(let customer)):
            receiveServed(customer)
            chrome.notice = .plain("\(customer.name) is with the server; \(key) deletes them.")
        case .failure(let failure) where failure.isGone:
            forget(id)
            context.passOverCreation(of: id)
        case .success, .failure:
            chrome.notice = .warning(
                "This creation is with the server already; find the customer, then \(key) deletes them.")
        }
    }
}

extension FinishedEdit {
    /// Whether a deletion takes it back.
    fileprivate var isCreation: Bool {
        switch kind {
        case .create, .restore: true
        case .edit, .delete, .note: false
        }
    }
}
