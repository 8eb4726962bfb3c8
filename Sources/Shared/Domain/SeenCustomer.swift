/// A customer as the server said it some time ago.
package struct SeenCustomer: Hashable, Sendable {
    package let customer: Customer
    package let seenAt: Timestamp

    package init(_ customer: Customer, seenAt: Timestamp) {
        self.customer = customer
        self.seenAt = seenAt
    }
}
