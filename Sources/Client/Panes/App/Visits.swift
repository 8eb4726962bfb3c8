import Domain

/// The customers one was at, as a browser keeps the pages: in memory only.
struct Visits: Sendable {
    private var all: [Visit] = []
    /// Where one is among them, or was last; -1 before the first one.
    private var place = -1

    static let maximum = 100

    struct Visit: Hashable, Sendable {
        let id: CustomerID
        /// For when they are not there any more.
        let name: String
    }

    enum Direction: Hashable, Sendable {
        case back, forward
    }

    subscript(index: Int) -> Visit { all[index] }

    /// Whether this is the one whom one was at last.
    func isAt(_ id: CustomerID) -> Bool { all.indices.contains(place) && all[place].id == id }

    /// One is at a customer: whom one went back from is forgotten, unless this is where one went.
    mutating func note(_ visit: Visit) {
        guard !isAt(visit.id) else { return }
        all.removeSubrange((place + 1)...)
        all.append(visit)
        all.removeFirst(max(0, all.count - Self.maximum))
        place = all.count - 1
    }

    /// To whom a step leads; `nil` where there is nobody.
    ///
    /// - Parameter id: whom one is at; from elsewhere one goes back to whom one was at last.
    func index(_ direction: Direction, from id: CustomerID?) -> Int? {
        let index =
            switch direction {
            case .back: id.map(isAt) ?? false ? place - 1 : place
            case .forward: place + 1
            }
        return all.indices.contains(index) ? index : nil
    }

    mutating func go(to index: Int) { place = index }

    /// Somebody is to be called otherwise.
    mutating func rename(_ id: CustomerID, _ name: String) {
        all = all.map { $0.id == id ? Visit(id: id, name: name) : $0 }
    }

    /// Forgets somebody who is not there any more.
    mutating func forget(_ index: Int) {
        all.remove(at: index)
        if index <= place { place -= 1 }
    }
}
