import Domain
import Journal
import Wording

/// Whom a change, an export or a copy is about, in the order of names.
struct BulkTargets: Hashable, Sendable {
    let targets: [BulkPlan.Target]
    /// Whether they are the marked ones, and not the one who is selected.
    let areMarked: Bool

    /// - Parameter gone: what they were called who are not there any more.
    init(_ ids: Set<CustomerID>, gone: [CustomerID: String], areMarked: Bool, in model: Model) {
        self.areMarked = areMarked
        let there = ids.filter { gone[$0] == nil && !model.isGone($0) && model.shown($0) != nil }
        let others = ids.subtracting(there).sorted()
        targets =
            others.map { BulkPlan.Target(gone: $0, name: gone[$0] ?? model.name(of: $0)) }
            + model.inOrderOfNames(there).compactMap { model.shown($0).map(BulkPlan.Target.init) }
    }

    var customers: [Customer] { targets.compactMap(\.customer) }

    /// `Anna Smith`, `1 marked customer`, `3 marked customers`
    var text: String {
        guard !areMarked, let name = targets.first?.name else {
            return Phrases.count(targets.count, "marked customer")
        }
        return name
    }

    /// `Anna Smith, Bao Smith, Carla Jones and 9 more`
    var names: String { Phrases.names(targets.map(\.name)) }
}
