/// One thing that there is to say of a customer: a field, or what the server knows besides.
///
/// Lists have a column for each of them, and the details a line.
package enum CustomerFact: Hashable, Sendable {
    case field(CustomerField)
    case registered
    case created
    case changed
    case changedBy
    case version
    case id

    /// In the order in which people read them.
    package static let allCases: [CustomerFact] =
        CustomerField.readingOrder.map(Self.field) + [.registered, .created, .changed, .changedBy, .version, .id]

    package static let name = CustomerFact.field(.name)

    /// What the configuration and the command line call it.
    package var word: String {
        switch self {
        case .field(let field): field.rawValue
        case .registered: "registered"
        case .created: "created"
        case .changed: "changed"
        case .changedBy: "by"
        case .version: "version"
        case .id: "id"
        }
    }

    /// `nil` for a word that is none's.
    package init?(word: String) {
        guard let fact = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = fact
    }

    /// The word that people read before the value, or above the column.
    package var label: String {
        switch self {
        case .field(let field): field.label
        case .registered: "Since"
        case .created: "Created"
        case .changed: "Changed"
        case .changedBy: "By"
        case .version: "Version"
        case .id: "ID"
        }
    }

    /// `nil` for what the server knows besides.
    package var field: CustomerField? {
        if case .field(let field) = self { field } else { nil }
    }
}

extension Customer {
    /// What there is to say, as exact text; `nil` for none, and for what only the server can say of who is not there yet.
    ///
    /// - Parameter zone: of whose days moments are: the one that filters have.
    package func text(of fact: CustomerFact, in zone: TimeZoneRules) -> String? {
        switch fact {
        case .field(let field): return details[field]
        case .id: return id.text
        case .registered, .created, .changed, .changedBy, .version: break
        }
        guard version > 0 else { return nil }
        return switch fact {
        case .field, .id: nil
        case .registered: zone.dateText(of: registrationDate)
        case .created: zone.text(of: createdAt)
        case .changed: zone.text(of: updatedAt)
        case .changedBy: updatedBy
        case .version: String(version)
        }
    }
}
