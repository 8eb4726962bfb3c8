package import Domain
import Wire

/// What a person sees: the server's copy with what is under way on top.
package struct OverlaidCustomer: Hashable, Sendable {
    /// `nil` when a deletion is under way.
    package let details: CustomerDetails?
    package let mark: Mark?

    /// The most pressing state of what is under way.
    package enum Mark: Hashable, Sendable {
        case pending, conflict, rejected
    }
}

extension EditQueue {
    /// What is to be shown of a customer.
    ///
    /// - Parameter base: the server's copy; `nil` when there is none, as for one who is not made yet.
    /// - Returns: `nil` when the customer does not exist.
    package func overlay(_ id: CustomerID, on base: CustomerDetails?) -> OverlaidCustomer? {
        let entries = entries(for: id)
        guard !entries.isEmpty else { return base.map { OverlaidCustomer(details: $0, mark: nil) } }
        var details = base
        for entry in entries {
            switch entry.change {
            case .create(let new): details = new.details
            case .edit(let edit, _): details = details.map(edit.applied)
            // A copy of the server's is never older than what lies in its trash: it says itself how they are.
            case .restore(let base, _): details = details ?? base
            case .delete, .note: break
            }
        }
        if isBeingDeleted(id) { details = nil }
        return OverlaidCustomer(details: details, mark: mark(of: entries))
    }

    /// What the list marks a customer with.
    package func mark(of id: CustomerID) -> OverlaidCustomer.Mark? {
        mark(of: entries(for: id))
    }

    private func mark(of entries: [PendingEdit]) -> OverlaidCustomer.Mark? {
        var mark: OverlaidCustomer.Mark?
        for entry in entries {
            switch entry.state {
            case .conflict: return .conflict
            case .rejected: mark = .rejected
            case .waiting, .sending, .covered: mark = mark ?? .pending
            }
        }
        return mark
    }
}
