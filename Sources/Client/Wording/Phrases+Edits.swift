import Domain
package import Journal

extension Phrases {
    /// `“Tag vip” (12 edits)`
    package static func summary(of group: EditGroup, _ count: Int) -> String {
        "“\(group.name)” (\(count == 1 ? "1 edit" : "\(count) edits"))"
    }

    fileprivate static func summary(_ kind: Entry.Kind, _ fields: [CustomerField]) -> String {
        switch kind {
        case .create: "creation"
        // Of somebody who was erased it is not kept what was to be changed.
        case .edit where fields.isEmpty: "edit"
        case .edit: "edit (\(fields.map { $0.label.lowercased() }.joined(separator: ", ")))"
        case .delete: "deletion"
        case .note: "note"
        case .restore: "restoration"
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
