package import Domain

/// One call of the API with everything it says, valid and normalised.
///
/// The client writes a ``Call`` as a request and the server reads a request as a ``Call``: both live in this module, so
/// the two cannot drift apart.
package enum Call: Hashable, Sendable {
    case health
    case openAPI
    case list(ListQuery)
    /// Zero or one customer, strongly consistent.
    case find(email: String)
    case get(CustomerID, unlessVersion: VersionMatch?)
    case create(NewCustomer, idempotencyKey: IdempotencyKey?)
    case put(CustomerID, NewCustomer, condition: WriteCondition, idempotencyKey: IdempotencyKey?)
    case patch(CustomerID, CustomerPatch, condition: WriteCondition, idempotencyKey: IdempotencyKey?)
    case delete(CustomerID, condition: WriteCondition, idempotencyKey: IdempotencyKey?)
    case changes(ChangesQuery)

    package var route: Route {
        switch self {
        case .health: .health
        case .openAPI: .openAPI
        case .list, .find, .create: .customers
        case .get(let id, _), .put(let id, _, _, _), .patch(let id, _, _, _), .delete(let id, _, _): .customer(id)
        case .changes: .changes
        }
    }
}

/// A page of the directory, or of a search in it.
package struct ListQuery: Hashable, Sendable {
    /// Rows at most, 1–1000.
    package var limit: Int
    package var sort: Sort
    /// What was typed; never only white space.
    package var search: String?
    /// Where the page before ended, as the server said it.
    package var cursor: String?

    package static let limits = 1...1000

    package init(limit: Int = 1000, sort: Sort = .name, search: String? = nil, cursor: String? = nil) {
        self.limit = limit
        self.sort = sort
        self.search = search
        self.cursor = cursor
    }

    package enum Sort: String, Sendable, CaseIterable {
        case name
        case nameDescending = "-name"
    }
}

/// A page of the change feed.
package struct ChangesQuery: Hashable, Sendable {
    /// Changes at most, 1–1000.
    package var limit: Int
    package var cursor: String?

    /// The cursor that begins at now, with an empty page.
    package static let latest = "latest"

    package init(limit: Int = 1000, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }
}

/// A customer that a client makes or replaces.
package struct NewCustomer: Hashable, Sendable {
    package var details: CustomerDetails
    /// Taken on creation only (imports); the server's clock without it.
    package var registrationDate: Timestamp?
    /// The fields that were left empty on purpose: they matter once somebody is there already, and are never sent.
    package var cleared: Set<CustomerField>

    package init(
        _ details: CustomerDetails, registrationDate: Timestamp? = nil, cleared: Set<CustomerField> = []
    ) {
        self.details = details
        self.registrationDate = registrationDate
        self.cleared = cleared.filter { details[$0] == nil }
    }

    /// Takes a later edit in; what it empties is left empty on purpose.
    package mutating func make(_ edit: CustomerEdit) {
        let emptied = edit.fields.filter { edit.changes[$0]?.to == nil }
        self = NewCustomer(
            edit.applied(to: details), registrationDate: registrationDate, cleared: cleared.union(emptied))
    }

    /// The fields in which somebody who is there has not what this one says.
    ///
    /// What it leaves out says nothing about them: a file that lacks a column takes nothing away.
    package func contradictions(to details: CustomerDetails) -> [CustomerField] {
        CustomerField.allCases.filter { field in
            (self.details[field] != nil || cleared.contains(field)) && self.details[field] != details[field]
        }
    }

    /// What leads somebody who is there to what this one says, and takes nothing away of which it says nothing.
    package func edit(of details: CustomerDetails) -> CustomerEdit {
        let pairs = contradictions(to: details).map { field in
            (field, FieldChange(from: details[field], to: self.details[field]))
        }
        return CustomerEdit(Dictionary(uniqueKeysWithValues: pairs))
    }
}

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
    /// Entity tags that are none of ours match nothing, so the set may be empty.
    case versions(Set<Int>)

    package func contains(_ version: Int) -> Bool {
        switch self {
        case .any: true
        case .versions(let versions): versions.contains(version)
        }
    }
}

/// Names one write, however often it is sent; chosen by the client.
package typealias IdempotencyKey = Identifier<Call>
