/// What an edit does to one field: the value it was made from, and the one it leads to.
package struct FieldChange: Hashable, Sendable {
    package let from: String?
    package let to: String?

    package init(from: String?, to: String?) {
        self.from = from
        self.to = to
    }

    /// The change back.
    package var reversed: FieldChange { FieldChange(from: to, to: from) }
}

/// An edit that remembers what it was made from, so that it can be merged with what others did meanwhile.
package struct CustomerEdit: Hashable, Sendable {
    /// Only fields that the edit changes; the values are valid and normalised.
    package let changes: [CustomerField: FieldChange]

    /// Takes changes whose values were validated before.
    package init(_ changes: [CustomerField: FieldChange]) {
        self.changes = changes.filter { $0.value.from != $0.value.to }
    }

    /// What leads from one state of a customer to another; from none at all without an old one.
    package init(from old: CustomerDetails?, to new: CustomerDetails) {
        let pairs = CustomerField.allCases.map { ($0, FieldChange(from: old?[$0], to: new[$0])) }
        self.init(Dictionary(uniqueKeysWithValues: pairs))
    }

    package var isEmpty: Bool { changes.isEmpty }

    /// The changed fields, in the order of the form.
    package var fields: [CustomerField] {
        CustomerField.readingOrder.filter { changes[$0] != nil }
    }

    /// The details with this edit made, whatever they were before.
    package func applied(to details: CustomerDetails) -> CustomerDetails {
        details.replacing(changes.mapValues(\.to))
    }

    /// The edit that takes this one back.
    package var reversed: CustomerEdit {
        CustomerEdit(changes.mapValues(\.reversed))
    }

    /// This edit and then `next`, as one.
    package func followed(by next: CustomerEdit) -> CustomerEdit {
        CustomerEdit(
            changes.merging(next.changes) { first, second in FieldChange(from: first.from, to: second.to) })
    }

    /// This edit as it stands after `dropped`, which came before it, was taken away: of a list, what this one has added
    /// and taken out itself.
    package func without(_ dropped: CustomerEdit) -> CustomerEdit {
        let pairs = changes.map { field, change in
            guard let from = dropped.changes[field].map(\.from) else { return (field, change) }
            let to = field.isList ? field.merged(change, onto: from) ?? change.to : change.to
            return (field, FieldChange(from: from, to: to))
        }
        return CustomerEdit(Dictionary(uniqueKeysWithValues: pairs))
    }
}

// MARK: - Three-way merge

/// An edit brought together with what the server has now.
package struct MergedEdit: Hashable, Sendable {
    /// What is left to be done to the server's state; its `from` values are the server's.
    package let remaining: CustomerEdit
    /// Fields that both sides changed, to values of which only one can be, in the order of the form.
    package let conflicts: [CustomerField]
}

extension CustomerEdit {
    /// Merges field by field, and lists word by word: where one side changed, that side wins; equal changes need nothing
    /// more; different ones are a conflict, in which `remaining` holds this side's value. A list is one only when it would
    /// have more words than it may.
    package func merged(onto theirs: CustomerDetails) -> MergedEdit {
        var remaining: [CustomerField: FieldChange] = [:]
        var conflicts: [CustomerField] = []
        for field in fields {
            guard let mine = changes[field] else { continue }
            let merged = field.merged(mine, onto: theirs[field])
            if merged == nil { conflicts.append(field) }
            remaining[field] = FieldChange(from: theirs[field], to: merged ?? mine.to)
        }
        return MergedEdit(remaining: CustomerEdit(remaining), conflicts: conflicts)
    }
}
