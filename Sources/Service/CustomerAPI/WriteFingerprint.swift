import Domain
import HTTPTypes
import JSON
package import Wire

/// Tells whether two requests with the same idempotency key ask for the same change.
///
/// SHA-256 over method, path and the valid, normalised fields in a fixed order, those of version 1 first and as they were
/// then, others only when they are spoken of: a request of an earlier version is the same to a later one. Neither the order of
/// JSON members nor white space around a value makes a difference, nor do conditions, which a repeat may well state again.
package enum WriteFingerprint {
    /// 64 hexadecimal digits.
    package static func of(_ call: WriteCall) -> String {
        var digest = Digest()
        switch call {
        case .create(let customer, _):
            digest.add(.post, call.route)
            digest.add(customer)
        case .put(_, let customer, _, _):
            digest.add(.put, call.route)
            digest.add(customer)
        case .patch(_, let patch, _, _):
            digest.add(.patch, call.route)
            digest.add(patch)
        case .delete, .retract:
            digest.add(.delete, call.route)
        case .note(_, let text, _):
            digest.add(.post, call.route)
            digest.add(text.text)
        case .restore, .erase, .dismiss:
            digest.add(.post, call.route)
        }
        return Hexadecimal.text(digest.bytes())
    }
}

extension Digest {
    fileprivate mutating func add(_ method: HTTPRequest.Method, _ route: Route) {
        add(method.rawValue)
        add(route.path)
    }

    fileprivate mutating func add(_ customer: NewCustomer) {
        for field in CustomerField.original { add(optional: customer.details[field]) }
        add(optional: customer.registrationDate.map { String($0.microseconds) })
        for field in CustomerField.later {
            if let value = customer.details[field] {
                add(field.rawValue)
                add(value)
            } else if customer.cleared.contains(field) {
                add(field.rawValue)
                add(optional: nil)
            }
        }
        if customer.cleared.contains(.email) { add(CustomerField.email.rawValue) }
    }

    fileprivate mutating func add(_ patch: CustomerPatch) {
        for field in CustomerField.allCases {
            guard let value = patch.changes[field] else { continue }
            add(field.rawValue)
            add(optional: value)
        }
    }
}
