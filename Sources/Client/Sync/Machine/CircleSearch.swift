import Domain

/// Looks for circles among those who wait for one another: in depth, step by step, and past nobody twice who is known to
/// lead into none.
struct CircleSearch: Sendable {
    /// Nothing that leads away from these leads into a circle.
    private var clear: Set<Node> = []
    private(set) var steps = 0

    enum Node: Hashable, Sendable {
        case customer(CustomerID)
        /// An email that some give up, and others wait for.
        case email(String)

        var customer: CustomerID? {
            if case .customer(let customer) = self { customer } else { nil }
        }
    }

    private struct Step {
        let node: Node
        let next: [Node]
        var index = 0
    }

    /// Somebody waits who did not before: nobody is known to be clear any more.
    mutating func forget() {
        if !clear.isEmpty { clear = [] }
    }

    /// The customers along the first circle that one leads into; `nil` when it leads into none.
    ///
    /// - Parameter next: where a node leads.
    mutating func circle(from start: CustomerID, next: (Node) -> [Node]) -> [CustomerID]? {
        var path: [Step] = []
        var places: [Node: Int] = [:]
        var entered: Node? = .customer(start)
        while true {
            if let node = entered, !clear.contains(node) {
                if let place = places[node] { return path[place...].compactMap(\.node.customer) }
                steps += 1
                places[node] = path.count
                path.append(Step(node: node, next: next(node)))
            }
            guard let step = path.last else { return nil }
            if step.index < step.next.count {
                path[path.count - 1].index += 1
                entered = step.next[step.index]
            } else {
                path.removeLast()
                places[step.node] = nil
                clear.insert(step.node)
                entered = nil
            }
        }
    }

    /// Whether any of these leads to a customer.
    mutating func leads(
        from starts: Set<CustomerID>, to customer: CustomerID, next: (Node) -> [Node]
    ) -> Bool {
        var open = starts.map { Node.customer($0) }
        var seen = Set(open)
        while let node = open.popLast() {
            steps += 1
            for other in next(node) where seen.insert(other).inserted {
                if other == .customer(customer) { return true }
                open.append(other)
            }
        }
        return false
    }
}
