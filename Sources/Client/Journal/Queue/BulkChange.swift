package import Domain

/// One change that is made to several customers.
package enum BulkChange: Hashable, Sendable {
    /// Gives fields a value, or takes it away.
    case set(CustomerPatch)
    case tag(TagChange)
    case delete

    /// The fields that several customers may have the same value of: a name and an email are one person's.
    package static let fields = CustomerField.readingOrder.filter { ![.name, .email].contains($0) }

    /// What it does to somebody; `nil` for a deletion.
    ///
    /// - Throws: the violations that it would lead to.
    package func edit(of details: CustomerDetails) throws(FieldViolations) -> CustomerEdit? {
        switch self {
        case .set(let patch): return CustomerEdit(from: details, to: try patch.applied(to: details))
        case .tag(let change):
            do throws(FieldViolation) {
                let tags = try change.applied(to: details[.tags])
                return CustomerEdit([.tags: FieldChange(from: details[.tags], to: tags)])
            } catch {
                throw FieldViolations([error])
            }
        case .delete: return nil
        }
    }

    /// What is done, for people, without a value of anybody: `Tag vip`, `Edit company`, `Delete`.
    package var name: String {
        switch self {
        case .set(let patch):
            "Edit "
                + CustomerField.readingOrder.filter { patch.changes[$0] != nil }.map { $0.label.lowercased() }
                .joined(separator: ", ")
        case .tag(let change): "Tag \(change.text)"
        case .delete: "Delete"
        }
    }
}
