package import Domain
package import Wire

/// What a change of several customers comes to, person by person.
package struct BulkPlan: Hashable, Sendable {
    package let change: BulkChange
    /// In the order in which they were given.
    package let items: [Item]

    /// Somebody who is to be changed.
    package struct Target: Hashable, Sendable {
        package let id: CustomerID
        /// As they were called last; empty when nobody knows.
        package let name: String
        /// As they are shown, with what is under way on top; `nil` when they are not there.
        package let customer: Customer?
        /// Whether there has never been such a customer, as far as anybody knows.
        let isUnknown: Bool

        package init(_ customer: Customer) {
            (id, name, self.customer, isUnknown) = (customer.id, customer.name, customer, false)
        }

        /// - Parameter name: of somebody who is gone.
        package init(gone id: CustomerID, name: String) {
            (self.id, self.name, customer, isUnknown) = (id, name, nil, false)
        }

        /// - Parameter id: is nobody's.
        package init(unknown id: CustomerID) {
            (self.id, name, customer, isUnknown) = (id, "", nil, true)
        }
    }

    package struct Item: Hashable, Sendable {
        package let target: Target
        package let outcome: Outcome

        /// Whether something is done to them.
        package var isChanged: Bool { if case .change = outcome { true } else { false } }
    }

    package enum Outcome: Hashable, Sendable {
        case change(Entry.Change)
        /// They are so already.
        case unchanged
        case refused(Refusal)
    }

    /// Why nothing is done to somebody.
    package enum Refusal: Hashable, Sendable {
        /// The server has them no more.
        case gone
        /// Nobody has the id.
        case unknown
        case isBeingDeleted
        case violations(FieldViolations)
    }

    package init(_ change: BulkChange, of targets: [Target], in queue: EditQueue) {
        self.change = change
        items = targets.map { Item(target: $0, outcome: Self.outcome(of: change, on: $0, queue)) }
    }

    private static func outcome(of change: BulkChange, on target: Target, _ queue: EditQueue) -> Outcome {
        guard let customer = target.customer else { return .refused(target.isUnknown ? .unknown : .gone) }
        guard !queue.isBeingDeleted(target.id) else { return .refused(.isBeingDeleted) }
        do throws(FieldViolations) {
            guard let edit = try change.edit(of: customer.details) else {
                return .change(.delete(base: customer.details, version: customer.version))
            }
            return edit.isEmpty ? .unchanged : .change(.edit(edit, version: customer.version))
        } catch {
            return .refused(.violations(error))
        }
    }

    /// How many are changed.
    package var changedCount: Int { items.count { $0.isChanged } }

    /// The entries that it comes to, each under a key of its own.
    package func entries(key: () -> IdempotencyKey) -> [Entry] {
        items.compactMap { item in
            guard case .change(let change) = item.outcome else { return nil }
            let name = item.target.name.isEmpty ? nil : item.target.name
            return Entry(change, of: item.target.id, op: key(), name: name)
        }
    }
}
