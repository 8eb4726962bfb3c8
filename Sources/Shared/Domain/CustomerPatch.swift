/// A change to some fields of a customer (RFC 7396): a field that is absent stays as it is, one that is `nil` goes.
package struct CustomerPatch: Hashable, Sendable {
    /// The new values, valid and normalised.
    package let changes: [CustomerField: String?]

    package var isEmpty: Bool { changes.isEmpty }

    /// Checks every field that is given.
    ///
    /// - Throws: all violations, in the order of the fields.
    package init(_ raw: [CustomerField: String?]) throws(FieldViolations) {
        changes = try FieldViolations.gathered { raw[$0] }
    }

    /// That some fields have the values that they have in details.
    package init(of details: CustomerDetails, in fields: some Sequence<CustomerField>) {
        changes = Dictionary(uniqueKeysWithValues: fields.map { ($0, details[$0]) })
    }

    /// What leads from one state of a customer to another.
    package init(from old: CustomerDetails, to new: CustomerDetails) {
        self.init(CustomerEdit(from: old, to: new))
    }

    /// The details with this change made.
    ///
    /// - Throws: a violation for each of ``CustomerField/contacts`` when the change takes the last of them away.
    package func applied(to details: CustomerDetails) throws(FieldViolations) -> CustomerDetails {
        let changed = details.replacing(changes)
        let contacts = CustomerField.contacts
        guard contacts.allSatisfy({ !$0.reaches(changed[$0]) }), contacts.contains(where: { changes[$0] != nil }) else {
            return changed
        }
        throw FieldViolations(contacts.map { $0.lacking(instead: changed[$0]) })
    }

    /// The edit that it is of somebody, whatever the rules say of that.
    package func edit(of details: CustomerDetails) -> CustomerEdit {
        let pairs = changes.map { field, value in (field, FieldChange(from: details[field], to: value)) }
        return CustomerEdit(Dictionary(uniqueKeysWithValues: pairs))
    }

    /// What an edit leads to, wherever it starts from.
    package init(_ edit: CustomerEdit) {
        changes = edit.changes.mapValues(\.to)
    }
}
