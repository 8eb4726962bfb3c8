package import Domain

/// A call that changes one customer.
package enum WriteCall: CallKind {
    /// By `POST`: the server chooses the id, by the key if there is one.
    case create(NewCustomer, idempotencyKey: IdempotencyKey?)
    case put(CustomerID, NewCustomer, condition: WriteCondition, idempotencyKey: IdempotencyKey?)
    case patch(CustomerID, CustomerPatch, condition: WriteCondition, idempotencyKey: IdempotencyKey?)
    case delete(CustomerID, condition: WriteCondition, idempotencyKey: IdempotencyKey?)
    /// Something that is said of a customer, which leaves the record and its version as they are.
    case note(CustomerID, NoteText, idempotencyKey: IdempotencyKey?)
    /// Takes the text of the note with this number back.
    case retract(CustomerID, Int)
    /// Takes a deletion back, as long as the customer lies in the trash.
    case restore(CustomerID, idempotencyKey: IdempotencyKey?)
    /// Erases all that is kept of a customer but the id, the version and the times.
    case erase(CustomerID)
    /// Says that two customers are not the same person.
    case dismiss(CustomerID, CustomerID)

    /// The customer that is written; `nil` for a creation under an id of the server's choice.
    package var id: CustomerID? {
        switch self {
        case .create: nil
        case .put(let id, _, _, _), .patch(let id, _, _, _), .delete(let id, _, _), .note(let id, _, _),
            .retract(let id, _), .restore(let id, _), .erase(let id), .dismiss(let id, _):
            id
        }
    }

    package var route: Route {
        switch self {
        case .create: .customers
        case .put(let id, _, _, _), .patch(let id, _, _, _), .delete(let id, _, _): .customer(id)
        case .note(let id, _, _): .part(id, .notes)
        case .retract(let id, let number): .part(id, .note(number))
        case .restore(let id, _): .part(id, .restoration)
        case .erase(let id): .part(id, .erasure)
        case .dismiss(let id, let other): .part(id, .dismissal(other))
        }
    }

    package var condition: WriteCondition {
        switch self {
        case .create: .mustNotExist
        case .put(_, _, let condition, _), .patch(_, _, let condition, _), .delete(_, let condition, _): condition
        case .note, .retract, .restore, .erase, .dismiss: .none
        }
    }

    package var idempotencyKey: IdempotencyKey? {
        switch self {
        case .create(_, let key), .put(_, _, _, let key), .patch(_, _, _, let key), .delete(_, _, let key),
            .note(_, _, let key), .restore(_, let key):
            key
        case .retract, .erase, .dismiss: nil
        }
    }
}

/// Names one write, however often it is sent; chosen by the client.
package typealias IdempotencyKey = Identifier<WriteCall>

/// What must be true of the stored customer for a write to happen.
package enum WriteCondition: Hashable, Sendable {
    /// No condition but that it exists.
    case none
    /// `If-None-Match: *`: it must never have existed.
    case mustNotExist
    /// `If-Match`.
    case matches(VersionMatch)
}

/// The versions that an `If-Match` or `If-None-Match` names.
package enum VersionMatch: Hashable, Sendable {
    /// `*`
    case any
    /// Entity tags that are not ours match nothing, so the set may be empty.
    case versions(Set<Int>)

    package func contains(_ version: Int) -> Bool {
        switch self {
        case .any: true
        case .versions(let versions): versions.contains(version)
        }
    }
}
