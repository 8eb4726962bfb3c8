package import Domain

/// A member of a customer in JSON, and a column of a file.
package enum CustomerMember: Hashable, Sendable, CaseIterable {
    case id
    case field(CustomerField)
    case registrationDate
    case createdAt
    case updatedAt
    case version
    case updatedBy

    /// In the order of the contract.
    package static let allCases: [CustomerMember] =
        [.id] + CustomerField.allCases.map(Self.field)
        + [.registrationDate, .createdAt, .updatedAt, .version, .updatedBy]

    package static let names = allCases.map(\.name)

    package var name: String {
        switch self {
        case .id: "customer_id"
        case .field(let field): field.rawValue
        case .registrationDate: "registration_date"
        case .createdAt: "created_at"
        case .updatedAt: "updated_at"
        case .version: "version"
        case .updatedBy: "updated_by"
        }
    }

    /// `nil` for a name that is none of a customer's.
    package init?(name: String) {
        if let field = CustomerField(rawValue: name) {
            self = .field(field)
            return
        }
        switch name {
        case Self.id.name: self = .id
        case Self.registrationDate.name: self = .registrationDate
        case Self.createdAt.name: self = .createdAt
        case Self.updatedAt.name: self = .updatedAt
        case Self.version.name: self = .version
        case Self.updatedBy.name: self = .updatedBy
        default: return nil
        }
    }
}

extension CustomerMember: CodingKey {
    package var stringValue: String { name }
    package var intValue: Int? { nil }

    package init?(stringValue: String) {
        self.init(name: stringValue)
    }

    package init?(intValue: Int) {
        return nil
    }
}

extension Customer {
    /// The member's value as text; `nil` for none.
    package func text(of member: CustomerMember) -> String? {
        switch member {
        case .id: id.text
        case .field(let field): details[field]
        case .registrationDate: registrationDate.text
        case .createdAt: createdAt.text
        case .updatedAt: updatedAt.text
        case .version: String(version)
        case .updatedBy: updatedBy
        }
    }
}
