import Domain
import Journal

/// What one program knows of the server's customers, and so what its person can have seen.
struct Screen {
    private(set) var directory: [CustomerID: Customer] = [:]
    private(set) var gone: Set<CustomerID> = []

    mutating func show(_ customer: Customer) {
        guard customer.version >= directory[customer.id]?.version ?? 0 else { return }
        directory[customer.id] = customer
    }

    mutating func forget(_ id: CustomerID) {
        directory[id] = nil
        gone.insert(id)
    }

    /// A customer as they are shown: with version 0 when the server is not known to have them.
    func shown(_ id: CustomerID, in queue: EditQueue) -> Customer? {
        queue.shown(id, on: directory[id])
    }
}
