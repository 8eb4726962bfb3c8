/// What people know and correct about a customer: the fields of a form, valid and normalised.
package struct CustomerDetails: Hashable, Sendable {
    package let name: String
    /// `nil` for who has only a phone.
    package let email: String?
    package let phone: String?
    package let address: String?
    /// The values of the later fields, as far as there are any.
    private let further: [CustomerField: String]

    /// Checks every field.
    ///
    /// - Throws: all violations, in the order of the fields.
    package init(name: String?, email: String?, phone: String? = nil, address: String? = nil)
        throws(FieldViolations)
    {
        let raw: [CustomerField: String?] = [.name: name, .email: email, .phone: phone, .address: address]
        try self.init { raw[$0] ?? nil }
    }

    /// Checks every field, asking `raw` for each one's text.
    ///
    /// - Throws: all violations, in the order of the fields.
    package init(_ raw: (CustomerField) -> String?) throws(FieldViolations) {
        let values = try FieldViolations.gathered { .some(raw($0)) }
        guard let details = CustomerDetails(trusted: { values[$0] ?? nil }) else { throw FieldViolations([]) }
        self = details
    }

    /// Takes values that were validated before, such as a store's own; `nil` when a required one is missing.
    ///
    /// An email without a character is none: the wire says so, and so did programs that knew of no other way.
    package init?<Failure: Error>(trusted value: (CustomerField) throws(Failure) -> String?) throws(Failure) {
        guard let name = try value(.name) else { return nil }
        var further: [CustomerField: String] = [:]
        for field in CustomerField.later { further[field] = try value(field) }
        self.init(
            trustedName: name, email: try value(.email), phone: try value(.phone), address: try value(.address),
            further: further)
    }

    /// Takes values that were validated before.
    package init(
        trustedName name: String, email: String?, phone: String?, address: String?,
        further: [CustomerField: String] = [:]
    ) {
        self.name = name
        self.email = email.flatMap { $0.isEmpty ? nil : $0 }
        self.phone = phone
        self.address = address
        self.further = further
    }

    package subscript(field: CustomerField) -> String? {
        if field == .name { return name }
        if field == .email { return email }
        if field == .phone { return phone }
        if field == .address { return address }
        return further[field]
    }

    /// The details with other values in some fields, which were validated before; a required field is never emptied.
    func replacing(_ values: [CustomerField: String?]) -> CustomerDetails {
        let replaced = CustomerDetails(trusted: { field in
            let value = values[field] ?? self[field]
            return field.isRequired ? value ?? self[field] : value
        })
        return replaced ?? self
    }

    /// What decides whether two customers have the same email; `nil` for who has none, of whom there may be many.
    package var emailKey: String? {
        email.map { TextFold.email($0) }
    }

    /// What there is to reach them by: the email, or else the phone.
    package var contact: (field: CustomerField, value: String)? {
        for field in CustomerField.contacts {
            if let value = self[field], field.reaches(value) { return (field, value) }
        }
        return nil
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

    /// `name is required; phone must have 20 characters at most, not 34`
    package var message: String {
        all.map { "\($0.field) \($0.message)" }.joined(separator: "; ")
    }
}

extension FieldViolations {
    /// Checks each field that is given.
    ///
    /// - Parameter raw: its text; outer `nil` when it is absent.
    /// - Returns: valid and normalised values.
    /// - Throws: all violations, in the order of the fields.
    static func gathered(
        _ raw: (CustomerField) -> String??
    ) throws(FieldViolations) -> [CustomerField: String?] {
        var violations: [FieldViolation] = []
        var values: [CustomerField: String?] = [:]
        for field in CustomerField.allCases {
            guard case .some(let text) = raw(field) else { continue }
            do throws(FieldViolation) {
                values[field] = .some(try field.validated(text))
            } catch {
                violations.append(error)
            }
        }
        // One that breaks a rule of its own is there, and has to be mended, not added.
        if CustomerField.contacts.allSatisfy({ field in values[field].map { !field.reaches($0) } ?? false }) {
            let lacking = CustomerField.contacts.map { $0.lacking(instead: values[$0] ?? nil) }
            violations = (violations + lacking).inOrderOfFields
        }
        guard violations.isEmpty else { throw FieldViolations(violations) }
        return values
    }

    /// What `make` makes of an input, unless it breaks a rule or had faults before the rules.
    ///
    /// - Parameter earlier: members that could not be read at all, such as those of the wrong type.
    /// - Throws: all of them, the earlier ones first.
    package static func gathered<Value>(
        after earlier: [FieldViolation], _ make: () throws(FieldViolations) -> Value
    ) throws(FieldViolations) -> Value {
        var broken: [FieldViolation] = []
        do throws(FieldViolations) {
            let value = try make()
            if earlier.isEmpty { return value }
        } catch {
            // A member of the wrong type also reads as missing: its first fault is the one to tell.
            let hasContact = earlier.contains { $0.isOfContact }
            broken = error.all.filter { rule in
                !earlier.contains { $0.field == rule.field }
                    && !(hasContact && rule.isOfContact && rule.code == .required)
            }
        }
        throw FieldViolations(earlier + broken)
    }
}

extension FieldViolation {
    fileprivate var isOfContact: Bool { CustomerField(rawValue: field)?.spec.isContact == true }
}

extension [FieldViolation] {
    /// As the form has the fields; what is about none of them comes last.
    package var inOrderOfFields: [FieldViolation] {
        let places = map { CustomerField(rawValue: $0.field)?.ordinal ?? CustomerField.allCases.count }
        return zip(places, self).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
    }
}
