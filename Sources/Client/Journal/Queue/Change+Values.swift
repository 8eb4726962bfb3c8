import Domain
import Wire

extension Entry.Change {
    /// The values that the change makes; none for a deletion or a note.
    var values: [CustomerField: String?] {
        switch self {
        case .create(let new):
            Dictionary(uniqueKeysWithValues: CustomerField.allCases.map { ($0, new.details[$0]) })
        case .restore(let base, _):
            Dictionary(uniqueKeysWithValues: CustomerField.allCases.map { ($0, base[$0]) })
        case .edit(let edit, _): edit.changes.mapValues(\.to)
        case .delete, .note: [:]
        }
    }

    /// The value of a field that the author of the change saw; `nil` when it leaves the field alone.
    private func base(of field: CustomerField) -> String?? {
        switch self {
        case .create, .note, .restore: nil
        case .edit(let edit, _): edit.changes[field].map(\.from)
        case .delete(let base, _): .some(base[field])
        }
    }

    /// Whether the author of the change saw the values that others make, as far as both are about the same fields.
    ///
    /// They did not when one of those has been answered otherwise since, or when another program entered it meanwhile:
    /// then what both come to is not what leads from the first one's state to the last one's.
    func isMade(onAllOf values: [CustomerField: String?]) -> Bool {
        values.allSatisfy { field, value in base(of: field).map { $0 == value } ?? true }
    }

    /// Whether the author of the change saw one of these values.
    func isMade(onAnyOf values: [CustomerField: String?]) -> Bool {
        values.contains { field, value in base(of: field).map { $0 == value } ?? false }
    }

    func onVersion(_ version: Int) -> Entry.Change {
        switch self {
        case .create, .note: self
        case .edit(let edit, _): .edit(edit, version: version)
        case .delete(let base, _): .delete(base: base, version: version)
        case .restore(let base, _): .restore(base: base, version: version)
        }
    }
}
