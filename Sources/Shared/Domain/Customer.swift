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
    package var email: String { details.email }
    package var phone: String? { details.phone }
    package var address: String? { details.address }
}

/// What stays of a deleted customer, for good: nothing personal, so that its id is never used again.
package struct Tombstone: Hashable, Sendable {
    package let id: CustomerID
    package let deletedAt: Timestamp
    /// The version that the deletion made.
    package let version: Int

    package init(id: CustomerID, deletedAt: Timestamp, version: Int) {
        self.id = id
        self.deletedAt = deletedAt
        self.version = version
    }
}
