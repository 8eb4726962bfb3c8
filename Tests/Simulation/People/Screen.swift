import Domain
import Journal

/// What one program knows of the server's customers, and so what its person can have seen.
struct Screen {
    private(set) var directory: [CustomerID: Customer] = [:]
    private(set) var gone: Set<CustomerID> = []
    /// Who was deleted, as they were seen last.
    private(set) var trash: [CustomerID: Customer] = [:]

    mutating func show(_ customer: Customer) {
        guard customer.version >= directory[customer.id]?.version ?? 0 else { return }
        directory[customer.id] = customer
        gone.remove(customer.id)
        trash[customer.id] = nil
    }

    mutating func forget(_ id: CustomerID) {
        if let customer = directory[id] { trash[id] = customer }
        directory[id] = nil
        gone.insert(id)
    }

    /// Nothing is known any more of somebody who was erased.
    mutating func erase(_ id: CustomerID) {
        forget(id)
        trash[id] = nil
    }

    /// A customer as they are shown: with version 0 when the server is not known to have them.
    func shown(_ id: CustomerID, in queue: EditQueue) -> Customer? {
        queue.shown(id, on: directory[id])
    }
}
