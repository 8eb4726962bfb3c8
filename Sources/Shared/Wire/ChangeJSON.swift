package import Domain

/// One entry of the change feed: a customer in its latest state, or that it is gone.
package enum Change: Hashable, Sendable {
    case changed(Customer)
    case deleted(Tombstone)

    package var customerID: CustomerID {
        switch self {
        case .changed(let customer): customer.id
        case .deleted(let tombstone): tombstone.id
        }
    }
}

/// A page of the change feed as it stands in JSON.
package struct ChangePageJSON: Hashable, Sendable, Encodable {
    package let changes: [ChangeJSON]
    package let cursor: String
    /// Whether there are more changes now; with `false` the cursor is for the next poll.
    package let more: Bool

    package init(changes: [Change], cursor: String, more: Bool) {
        self.changes = changes.map(ChangeJSON.init)
        self.cursor = cursor
        self.more = more
    }
}

/// A change as it stands in JSON: a customer, or `customer_id`, `deleted_at` and `version`, and of one whose record was erased
/// `erased_at`.
package struct ChangeJSON: Hashable, Sendable {
    package let change: Change

    package init(_ change: Change) {
        self.change = change
    }
}

/// The members of what stays of a customer, and of a customer in the trash those beside the customer's own.
enum TombstoneMember: String, CodingKey {
    case customerID = "customer_id"
    case deletedAt = "deleted_at"
    case deletedBy = "deleted_by"
    case version
    case restorableUntil = "restorable_until"
    case erasedAt = "erased_at"
}

extension ChangeJSON: Encodable {
    package func encode(to encoder: any Encoder) throws {
        switch change {
        case .changed(let customer):
            try CustomerJSON(customer).encode(to: encoder)
        case .deleted(let tombstone):
            var members = encoder.container(keyedBy: TombstoneMember.self)
            try members.encode(tombstone.id.text, forKey: .customerID)
            try members.encode(tombstone.deletedAt.text, forKey: .deletedAt)
            try members.encode(tombstone.version, forKey: .version)
            try members.encodeIfPresent(tombstone.erasedAt?.text, forKey: .erasedAt)
        }
    }
}
