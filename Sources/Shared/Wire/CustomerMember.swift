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

    /// `nil` for a name a customer does not have.
    package init?(name: String) {
        guard let member = Self.byName[name] else { return nil }
        self = member
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
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
    /// The member's value as text, a list's words with blanks between them; `nil` for none.
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
