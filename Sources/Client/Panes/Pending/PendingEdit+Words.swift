package import Domain
package import Journal

extension PendingEdit {
    /// `edit (phone, address)`, `creation` or `deletion`.
    package var summary: String { change.summary }
}

extension Entry.Change {
    var summary: String {
        Wording.summary(kind, fields)
    }
}

extension FinishedEdit {
    var summary: String { Wording.summary(kind, fields) }
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
