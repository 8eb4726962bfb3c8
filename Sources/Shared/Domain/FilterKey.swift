/// What may stand before the colon in a filter.
enum FilterKey: Hashable, Sendable {
    case field(CustomerField)
    /// Of an email.
    case domain
    /// Who made the last change.
    case by
    /// Whether a field has a value.
    case has
    case moment(FilterMoment)

    /// In the order in which completion offers them.
    static let all: [FilterKey] =
        CustomerField.readingOrder.map(FilterKey.field) + [.domain, .by, .has]
        + FilterMoment.allCases.map(FilterKey.moment)

    var name: String {
        switch self {
        case .field(let field): field.filterName
        case .domain: "domain"
        case .by: "by"
        case .has: "has"
        case .moment(let moment): moment.rawValue
        }
    }

    /// Whether it is of numbers as they are dialled.
    var isPhone: Bool {
        if case .field(let field) = self { field.spec.format == .phone } else { false }
    }

    /// - Parameter word: in any case; a field's own name is taken, too.
    init?(_ word: String) {
        let word = word.lowercased()
        guard let key = Self.all.first(where: { $0.name == word }) ?? CustomerField(rawValue: word).map(FilterKey.field)
        else { return nil }
        self = key
    }
}

/// A moment of a customer that filters and orders know.
package enum FilterMoment: String, CaseIterable, Sendable {
    /// The last change.
    case changed
    case registered

    package func of(_ customer: Customer) -> Timestamp {
        switch self {
        case .changed: customer.updatedAt
        case .registered: customer.registrationDate
        }
    }
}

extension CustomerField {
    /// What stands before the colon in a filter.
    var filterName: String { spec.filterName ?? rawValue }

    /// The field whose filter name or own name this is.
    init?(filterName word: String) {
        guard case .field(let field)? = FilterKey(word) else { return nil }
        self = field
    }
}
