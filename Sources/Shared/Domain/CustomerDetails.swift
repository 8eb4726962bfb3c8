/// What people know and correct about a customer: the fields of a form, valid and normalised.
package struct CustomerDetails: Hashable, Sendable {
    package let name: String
    package let email: String
    package let phone: String?
    package let address: String?

    /// Checks every field.
    ///
    /// - Throws: all violations, in the order of the fields.
    package init(name: String?, email: String?, phone: String? = nil, address: String? = nil)
        throws(FieldViolations)
    {
        try self.init { field in
            switch field {
            case .name: name
            case .email: email
            case .phone: phone
            case .address: address
            }
        }
    }

    /// Checks every field, asking `raw` for each one's text.
    ///
    /// - Throws: all violations, in the order of the fields.
    package init(_ raw: (CustomerField) -> String?) throws(FieldViolations) {
        var violations: [FieldViolation] = []
        var values: [CustomerField: String] = [:]
        for field in CustomerField.allCases {
            do throws(FieldViolation) {
                values[field] = try field.validated(raw(field))
            } catch {
                violations.append(error)
            }
        }
        guard violations.isEmpty, let name = values[.name], let email = values[.email] else {
            throw FieldViolations(violations)
        }
        self.init(trustedName: name, email: email, phone: values[.phone], address: values[.address])
    }

    /// Takes values that were validated before, such as a store's own.
    package init(trustedName name: String, email: String, phone: String?, address: String?) {
        self.name = name
        self.email = email
        self.phone = phone
        self.address = address
    }

    package subscript(field: CustomerField) -> String? {
        switch field {
        case .name: name
        case .email: email
        case .phone: phone
        case .address: address
        }
    }

    /// The details with other values in some fields, which were validated before; a required field is never emptied.
    func replacing(_ values: [CustomerField: String?]) -> CustomerDetails {
        func value(_ field: CustomerField) -> String? {
            values[field] ?? self[field]
        }
        return CustomerDetails(
            trustedName: value(.name) ?? name, email: value(.email) ?? email, phone: value(.phone),
            address: value(.address))
    }

    /// What decides whether two customers have the same email.
    package var emailKey: String {
        TextFold.email(email)
    }

    /// What decides the order of names.
    package var nameFold: String {
        TextFold.name(name)
    }
}

/// All the rules that an input breaks; never empty.
package struct FieldViolations: Error, Hashable, Sendable {
    package let all: [FieldViolation]

    package init(_ all: [FieldViolation]) {
        self.all = all
    }
}
