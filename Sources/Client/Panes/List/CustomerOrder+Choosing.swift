import Domain
import Wire

/// Orders to choose among, and what they are called.
extension CustomerOrder {
    /// The orders that the sort key leads through.
    ///
    /// - Parameter columns: of the list.
    static func choices(_ columns: ListColumns) -> [CustomerOrder] {
        let shown = columns.facts.filter { ![.name, .changed, .registered].contains($0) }
        return ([.name, .changed, .registered] + shown).flatMap { fact in
            // Of moments the last ones are looked for.
            [fact.isMoment, !fact.isMoment].map { CustomerOrder(fact, isDescending: $0) }
        }
    }

    /// The one that follows among them; the first one behind an order that is not among them.
    ///
    /// - Parameter isPossible: whether the rows can be had in an order.
    func next(_ columns: ListColumns, where isPossible: (CustomerOrder) -> Bool = { _ in true }) -> CustomerOrder {
        let choices = Self.choices(columns).filter(isPossible)
        guard let index = choices.firstIndex(of: self) else { return choices.first ?? .name }
        return choices[(index + 1) % choices.count]
    }

    /// `name, from the start`
    var text: String {
        let direction =
            fact.isMoment
            ? isDescending ? "latest first" : "earliest first" : isDescending ? "from the end" : "from the start"
        return "\(fact.orderWord), \(direction)"
    }
}

extension Model {
    /// How the API is asked for rows in an order; `nil` where it has it not, and all rows must be here.
    func serverSort(for order: CustomerOrder) -> ListQuery.Sort? {
        guard let sort = ListQuery.Sort(order) else { return nil }
        return sort.moment == nil || capabilities?.contains(.orders) == true ? sort : nil
    }
}

extension CustomerFact {
    fileprivate var isMoment: Bool {
        switch self {
        case .registered, .created, .changed: true
        case .field, .changedBy, .version, .id: false
        }
    }

    /// What it is called in a sentence on the order.
    var orderWord: String {
        switch self {
        case .registered: "registration"
        case .changed: "last change"
        case .created: "creation"
        case .changedBy: "who changed it last"
        case .id: "id"
        case .version: "version"
        case .field(let field): field.label.lowercased()
        }
    }
}
