/// Who is meant, by what one customer alone has.
package enum CustomerReference: Hashable, Sendable {
    case id(CustomerID)
    case email(String)

    /// Reads a whole id or an email; `nil` for any other text.
    package init?(_ text: String) {
        if let id = CustomerID(text) {
            self = .id(id)
        } else if text.contains("@") {
            self = .email(text)
        } else {
            return nil
        }
    }

    /// As it can be typed again.
    package var text: String {
        switch self {
        case .id(let id): id.text
        case .email(let email): email
        }
    }

    /// Whether it means this customer.
    package func names(_ customer: Customer) -> Bool { names(customer.id, customer.details) }

    /// The same of somebody who was there.
    package func names(_ customer: CustomerID, _ details: CustomerDetails) -> Bool {
        switch self {
        case .id(let id): customer == id
        case .email(let email): details.emailKey == TextFold.email(email)
        }
    }
}
