/// A living customer, as the API knows it.
package struct Customer: Hashable, Sendable, Identifiable {
    package let id: CustomerID
    package var details: CustomerDetails
    package var registrationDate: Timestamp
    package var createdAt: Timestamp
    package var updatedAt: Timestamp
    /// From 1, one more with each change.
    package var version: Int
    /// Who made the last change, as the authorizer names them; `nil` without one.
    package var updatedBy: String?

    package init(
        id: CustomerID, details: CustomerDetails, registrationDate: Timestamp, createdAt: Timestamp,
        updatedAt: Timestamp, version: Int, updatedBy: String?
    ) {
        self.id = id
        self.details = details
        self.registrationDate = registrationDate
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.version = version
        self.updatedBy = updatedBy
    }

    package var name: String { details.name }
    package var email: String? { details.email }
    package var phone: String? { details.phone }
    package var address: String? { details.address }
}

/// What stays of a deleted customer, for good: nothing personal, so that its id is never used again.
package struct Tombstone: Hashable, Sendable {
    package let id: CustomerID
    package let deletedAt: Timestamp
    /// The version that the deletion made, or the erasure.
    package let version: Int
    /// Until when the customer lies in the trash; `nil` where it was never there, or was erased.
    package let restorableUntil: Timestamp?
    /// When all that was kept of the customer was erased; `nil` for who was only deleted.
    package let erasedAt: Timestamp?

    package init(
        id: CustomerID, deletedAt: Timestamp, version: Int, restorableUntil: Timestamp? = nil,
        erasedAt: Timestamp? = nil
    ) {
        self.id = id
        self.deletedAt = deletedAt
        self.version = version
        self.restorableUntil = restorableUntil
        self.erasedAt = erasedAt
    }

    package func isRestorable(at moment: Timestamp) -> Bool {
        erasedAt == nil && restorableUntil.map { moment < $0 } ?? false
    }
}

/// A deleted customer who can be restored.
package struct TrashedCustomer: Hashable, Sendable {
    /// As they were, with the last version that they had.
    package let customer: Customer
    package let deletedAt: Timestamp
    /// As the authorizer names them; `nil` without one.
    package let deletedBy: String?
    package let restorableUntil: Timestamp

    package init(_ customer: Customer, deletedAt: Timestamp, deletedBy: String?, restorableUntil: Timestamp) {
        self.customer = customer
        self.deletedAt = deletedAt
        self.deletedBy = deletedBy
        self.restorableUntil = restorableUntil
    }
}

/// That all that was kept of a customer was erased.
package struct Erasure: Hashable, Sendable {
    package let customerID: CustomerID
    package let erasedAt: Timestamp

    package init(_ customerID: CustomerID, at erasedAt: Timestamp) {
        self.customerID = customerID
        self.erasedAt = erasedAt
    }
}
