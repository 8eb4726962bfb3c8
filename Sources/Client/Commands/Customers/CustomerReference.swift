import ArgumentParser
import Domain

/// The customer a command is about.
enum CustomerReference: Hashable, Sendable {
    case id(CustomerID)
    case email(String)
}

extension CustomerReference: ExpressibleByArgument {
    init?(argument: String) {
        if let id = CustomerID(argument) {
            self = .id(id)
        } else if argument.contains("@") {
            self = .email(argument)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .id(let id): id.text
        case .email(let email): email
        }
    }
}
