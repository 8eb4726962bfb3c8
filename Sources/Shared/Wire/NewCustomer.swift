package import Domain

/// A customer that a client creates or replaces.
package struct NewCustomer: Hashable, Sendable {
    package var details: CustomerDetails
    /// Taken on creation only (imports); the server's clock without it.
    package var registrationDate: Timestamp?
    /// The fields that were left empty on purpose: they matter when the customer exists already.
    ///
    /// In a `PUT` of one who does, those of ``CustomerField/keptUnlessNamed`` are `null`; elsewhere they are not sent.
    package var cleared: Set<CustomerField>

    package init(
        _ details: CustomerDetails, registrationDate: Timestamp? = nil, cleared: Set<CustomerField> = []
    ) {
        self.details = details
        self.registrationDate = registrationDate
        self.cleared = cleared.filter { details[$0] == nil }
    }

    /// Applies a later edit; what it empties is left empty on purpose.
    package mutating func make(_ edit: CustomerEdit) {
        let emptied = edit.fields.filter { edit.changes[$0]?.to == nil }
        self = NewCustomer(
            edit.applied(to: details), registrationDate: registrationDate, cleared: cleared.union(emptied))
    }

    /// What an existing customer becomes that is replaced by this one: as it is here, but for what a client of version 1 says
    /// nothing about (``CustomerField/keptUnlessNamed``).
    package func replacement(of current: CustomerDetails) -> CustomerDetails {
        let replaced = CustomerDetails(trusted: { field in
            let isKept = CustomerField.keptUnlessNamed.contains(field) && !cleared.contains(field)
            return details[field] ?? (isKept ? current[field] : nil)
        })
        return replaced ?? details
    }

    /// The fields in which an existing customer differs from what this one says.
    ///
    /// What it leaves out says nothing about them: a file that lacks a column takes nothing away.
    package func contradictions(to details: CustomerDetails) -> [CustomerField] {
        CustomerField.allCases.filter { field in
            (self.details[field] != nil || cleared.contains(field)) && self.details[field] != details[field]
        }
    }

    /// The edit that makes an existing customer as this one says; fields it says nothing about stay.
    package func edit(of details: CustomerDetails) -> CustomerEdit {
        let pairs = contradictions(to: details).map { field in
            (field, FieldChange(from: details[field], to: self.details[field]))
        }
        return CustomerEdit(Dictionary(uniqueKeysWithValues: pairs))
    }
}
