import Domain
package import Journal

extension BulkPlan.Refusal {
    /// Why nothing is done to somebody.
    package var message: String {
        switch self {
        case .gone: "was deleted by someone else"
        case .unknown: "nobody has this id"
        case .isBeingDeleted: "is being deleted already"
        case .violations(let violations): violations.message
        }
    }
}

extension Phrases {
    private static let maximumNames = 3

    /// `Anna Smith, Bao Smith, Carla Jones and 9 more`
    package static func names(_ names: [String]) -> String {
        let shown = names.prefix(maximumNames).joined(separator: ", ")
        let rest = names.count - maximumNames
        return rest > 0 ? "\(shown) and \(count(rest)) more" : shown
    }

    /// Before it is done: `3 customers would be changed, 1 already has these values, 1 is left out`
    package static func summary(of plan: BulkPlan) -> String {
        let changed = plan.changedCount
        let unchanged = plan.items.count { $0.outcome == .unchanged }
        let refused = plan.items.count - changed - unchanged
        let does = plan.change == .delete ? "deleted" : "changed"
        var parts = ["\(count(changed, "customer")) would be \(does)"]
        if unchanged > 0 { parts.append("\(count(unchanged)) already \(unchanged == 1 ? "has" : "have") these values") }
        if refused > 0 { parts.append("\(count(refused)) \(refused == 1 ? "is" : "are") left out") }
        return parts.joined(separator: ", ")
    }
}
