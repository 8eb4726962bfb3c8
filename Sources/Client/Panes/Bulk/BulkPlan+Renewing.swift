import Domain
import Journal

/// What others do while a change of several customers is looked at.
extension BulkPlan {
    /// The same change of the same customers, as they are known now.
    func renewed(in model: Model) -> BulkPlan {
        BulkPlan(change, of: items.map { model.renewed($0.target) }, in: model.queue)
    }

    /// Whether somebody who has read the other plan has read this one.
    func reads(as other: BulkPlan) -> Bool {
        items.count == other.items.count && zip(items, other.items).allSatisfy { $0.reads(as: $1) }
    }
}

extension BulkPlan.Item {
    /// Versions are nowhere to be read.
    fileprivate func reads(as other: Self) -> Bool {
        guard target.id == other.target.id, target.name == other.target.name else { return false }
        return switch (outcome, other.outcome) {
        case (.change(.edit(let edit, _)), .change(.edit(let otherEdit, _))): edit == otherEdit
        case (.change(.delete(let base, _)), .change(.delete(let otherBase, _))): base == otherBase
        default: outcome == other.outcome
        }
    }
}

extension Model {
    /// Somebody as they are known now.
    fileprivate func renewed(_ target: BulkPlan.Target) -> BulkPlan.Target {
        if !isGone(target.id), let customer = shown(target.id) { return BulkPlan.Target(customer) }
        return target.customer == nil ? target : BulkPlan.Target(gone: target.id, name: target.name)
    }
}
