import Domain
import Journal

/// Somebody who may be the same person, and by what.
struct Likeness: Hashable, Sendable {
    let id: CustomerID
    let reason: Duplicate.Reason

    init(_ duplicate: Duplicate) {
        (id, reason) = (duplicate.customer.id, duplicate.reason)
    }
}

extension Model {
    /// Of so many who are under way it is looked whether they may be the same.
    private static let maximumQueued = 2_000

    /// Who of these may be the same, as they are shown, the most telling first; and who of those that are under way.
    ///
    /// - Parameters:
    ///   - ids: looked up by what is likely to be the same.
    ///   - id: of the one whom the traits are of.
    ///   - known: what they were before: who was like that already is not told of.
    func likenesses(
        of traits: DuplicateTraits, among ids: [CustomerID], except id: CustomerID, known: DuplicateTraits? = nil
    ) -> [Likeness] {
        let found = Set(ids).union(queue.customers.prefix(Self.maximumQueued)).compactMap { other -> Duplicate? in
            guard let customer = mayBe(other, id),
                let reason = traits.reason(for: customer.details), known?.reason(for: customer.details) == nil
            else { return nil }
            return Duplicate(customer, by: reason)
        }
        return found.strongestFirst.prefix(Duplicate.maximumShown).map(Likeness.init)
    }

    /// Those who are there still and were not said to be others.
    func standing(_ likenesses: [Likeness], of id: CustomerID) -> [Likeness] {
        likenesses.filter { mayBe($0.id, id) != nil }
    }

    private func mayBe(_ other: CustomerID, _ id: CustomerID) -> Customer? {
        guard other != id, !isGone(other), !queue.isBeingDeleted(other), !dismissed.contains(CustomerPair(id, other))
        else { return nil }
        return shown(other)
    }
}

extension PaneContext {
    /// `same phone`
    func text(of likeness: Likeness, _ details: CustomerDetails) -> String {
        guard let other = model.shown(likeness.id)?.details else { return "same \(likeness.reason.rawValue)" }
        switch likeness.reason {
        case .phone: return "same phone"
        case .email:
            return details.emailKey == other.emailKey ? "same email" : "same email but for dots or what follows a +"
        case .name:
            let shared =
                switch DuplicateTraits(details).shared(with: other) {
                case .email?: " and email domain"
                case let field?: " and \(field.label.lowercased())"
                case nil: ""
                }
            return "same name" + shared
        }
    }
}
