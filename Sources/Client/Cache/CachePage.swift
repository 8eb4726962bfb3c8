package import Domain

/// A place in the order of names: behind this customer, or before it when the order is turned round.
package struct CachePosition: Hashable, Sendable {
    /// The name as it is sorted by.
    package let nameFold: String
    /// Tells customers of one name apart.
    package let id: CustomerID

    /// Puts a place together from its parts.
    package init(nameFold: String, id: CustomerID) {
        self.nameFold = nameFold
        self.id = id
    }

    /// The place behind a customer.
    package init(_ customer: Customer) {
        self.init(nameFold: customer.details.nameFold, id: customer.id)
    }
}

/// Customers in the order of names, ties by id.
package struct CachePage: Hashable, Sendable {
    /// In the order that was asked for, each with when the server said so.
    package let customers: [SeenCustomer]
    /// Where to go on; `nil` at the end.
    package let next: CachePosition?

    static let empty = CachePage(customers: [], next: nil)

    /// Puts a page together.
    package init(customers: [SeenCustomer], next: CachePosition?) {
        self.customers = customers
        self.next = next
    }

    /// The first `limit` of more customers than a page holds, or all of fewer.
    init(upTo limit: Int, of customers: some Collection<SeenCustomer>) {
        let page = Array(customers.prefix(limit))
        let next = customers.count > limit ? page.last.map { CachePosition($0.customer) } : nil
        self.init(customers: page, next: next)
    }
}
