import Domain
package import Journal

extension Phrases {
    fileprivate static func summary(_ kind: Entry.Kind, _ fields: [CustomerField]) -> String {
        switch kind {
        case .create: "creation"
        case .edit: "edit (\(fields.map { $0.label.lowercased() }.joined(separator: ", ")))"
        case .delete: "deletion"
        }
    }
}

extension Entry.Change {
    /// `edit (phone, address)`, `creation` or `deletion`.
    package var summary: String { Phrases.summary(kind, fields) }
}

extension PendingEdit {
    /// `edit (phone, address)`, `creation` or `deletion`.
    package var summary: String { change.summary }
}

extension FinishedEdit {
    /// `edit (phone, address)`, `creation` or `deletion`.
    package var summary: String { Phrases.summary(kind, fields) }
}
