import Domain
import Journal

/// What one program knows of the server's customers, and so what its person can have seen.
struct Screen {
    private(set) var directory: [CustomerID: Customer] = [:]
    private(set) var gone: Set<CustomerID> = []

    mutating func take(_ customer: Customer) {
        guard customer.version >= directory[customer.id]?.version ?? 0 else { return }
        directory[customer.id] = customer
    }

    mutating func forget(_ id: CustomerID) {
        directory[id] = nil
        gone.insert(id)
    }

    /// A customer as they are shown: the server's copy with what is under way on top, and the version of that copy.
    func shown(_ id: CustomerID, in queue: EditQueue) -> Shown? {
        let base = directory[id]
        let entries = queue.entries(for: id)
        let overlaid = queue.overlay(id, on: base?.details)?.details
        let beforeDeletion: CustomerDetails? =
            if case .delete(let details, _)? = entries.last?.change { details } else { nil }
        return (overlaid ?? beforeDeletion).map { Shown(id: id, details: $0, version: base?.version ?? 0) }
    }

    struct Shown {
        let id: CustomerID
        let details: CustomerDetails
        /// 0 when the server is not known to have the customer.
        let version: Int
    }
}

extension EditQueue {
    /// Whether a deletion is under way that asks for no decision.
    func isBeingDeleted(_ id: CustomerID) -> Bool {
        guard let last = entries(for: id).last, case .delete = last.change else { return false }
        return !last.needsDecision
    }
}
