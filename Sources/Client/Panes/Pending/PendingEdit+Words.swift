import Domain
package import Journal

extension PendingEdit {
    /// `edit (phone, address)`, `creation` or `deletion`.
    package var summary: String { change.summary }
}

extension EditQueue {
    /// Whether the server is known to have taken an edit, as far as the history goes back.
    package var hasSynced: Bool {
        history.contains { if case .synced = $0.outcome { true } else { false } }
    }
}

extension Entry.Change {
    var summary: String {
        Wording.summary(kind, fields)
    }
}

extension FinishedEdit {
    var summary: String { Wording.summary(kind, fields) }
}

extension EditQueue.UndoStep {
    var summary: String {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.summary
        case .compensate(let finished): finished.summary
        }
    }
}

extension Wording {
    static func summary(_ kind: Entry.Kind, _ fields: [CustomerField]) -> String {
        switch kind {
        case .create: "creation"
        case .edit: "edit (\(fields.map { $0.label.lowercased() }.joined(separator: ", ")))"
        case .delete: "deletion"
        }
    }
}

extension Wording {
    /// What became of an edit that is not in the queue any more.
    static func outcome(_ fate: EditFate) -> String {
        switch fate {
        case .pending: "carried on by another edit"
        case .synced, .unneeded: "the server has it"
        case .takenBack: "taken back"
        case .superseded: "taken back by a later edit"
        case .forgotten: "done with"
        }
    }
}
