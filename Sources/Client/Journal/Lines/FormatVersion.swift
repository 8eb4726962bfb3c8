import Domain
import Wire

// A reader that passed over a field would send a customer without it, so files in which one is named that came later are
// closed to programs that do not know it. All others are of version 1, as they always were.

extension CustomerField {
    /// The version of the journal's format that brought the field: 1 for the first ones, one more for each since.
    var formatVersion: Int {
        Self.later.firstIndex(of: self).map { $0 + 2 } ?? 1
    }
}

extension JournalRecord.Body {
    /// The oldest version of the format whose readers know every field that the line sets or remembers.
    var format: Int {
        switch self {
        case .entry(let entry): entry.form.change.format
        case .kept(let edit): edit.change.format
        case .rebase(_, let form), .resolve(_, let form): form.change.format
        case .sending, .unsent, .ack, .reject, .conflict, .cancel, .due, .history, .undo, .hold, .release, .unknown: 1
        }
    }
}

extension Entry.Change {
    fileprivate var format: Int {
        switch self {
        case .create(let new):
            new.cleared.reduce(new.details.format) { max($0, $1.formatVersion) }
        case .edit(let edit, _): edit.changes.keys.reduce(1) { max($0, $1.formatVersion) }
        case .delete(let base, _): base.format
        }
    }
}

extension CustomerDetails {
    fileprivate var format: Int {
        CustomerField.later.reduce(1) { self[$1] == nil ? $0 : max($0, $1.formatVersion) }
    }
}

extension LineMembers {
    /// Whether the line names a field that this program does not know: only a later one can have written it.
    var namesUnknownField: Bool {
        guard let k, LineKind(rawValue: k) != nil else { return false }
        let names = Set((base ?? [:]).keys).union((set ?? [:]).keys).subtracting([NewCustomer.registrationDateName])
        return names.contains { CustomerField(rawValue: $0) == nil }
    }
}
