import Domain
import Wire

/// The order of the list's rows.
struct RowOrder: Hashable, Sendable {
    var column: CustomerFact
    var isDescending: Bool

    static let name = RowOrder(column: .name, isDescending: false)
    static let nameDescending = RowOrder(column: .name, isDescending: true)

    /// The orders that the sort key leads through.
    ///
    /// - Parameter columns: of the list.
    static func choices(_ columns: ListColumns) -> [RowOrder] {
        let shown = columns.facts.filter { ![.name, .changed, .registered].contains($0) }
        return ([.name, .changed, .registered] + shown).flatMap { column in
            // Of moments the last ones are looked for.
            [column.isMoment, !column.isMoment].map { RowOrder(column: column, isDescending: $0) }
        }
    }

    /// The one that follows among them; the first one behind an order that is not among them.
    ///
    /// - Parameter isPossible: whether the rows can be had in an order.
    func next(_ columns: ListColumns, where isPossible: (RowOrder) -> Bool = { _ in true }) -> RowOrder {
        let choices = Self.choices(columns).filter(isPossible)
        guard let index = choices.firstIndex(of: self) else { return choices.first ?? .name }
        return choices[(index + 1) % choices.count]
    }

    /// `name, from the start`
    var text: String {
        let direction =
            column.isMoment
            ? isDescending ? "latest first" : "earliest first" : isDescending ? "from the end" : "from the start"
        return "\(column.orderWord), \(direction)"
    }

    /// Whether `left` comes before `right`: by value, texts as UTF-8 bytes, ties by id, as the server does.
    func precedes(_ left: Directory.Entry, _ right: Directory.Entry) -> Bool {
        let (first, second) = isDescending ? (right, left) : (left, right)
        switch column {
        case .registered: return Self.precedes(first, second) { $0.registrationDate.microseconds }
        case .created: return Self.precedes(first, second) { $0.createdAt.microseconds }
        case .changed: return Self.precedes(first, second) { $0.updatedAt.microseconds }
        case .version: return Self.precedes(first, second) { Int64($0.version) }
        case .field, .changedBy, .id: break
        }
        let (firstKey, secondKey) = (key(first), key(second))
        guard firstKey == secondKey else { return firstKey.utf8.lexicographicallyPrecedes(secondKey.utf8) }
        return first.customer.id < second.customer.id
    }

    private static func precedes(
        _ left: Directory.Entry, _ right: Directory.Entry, by number: (Customer) -> Int64
    ) -> Bool {
        let (first, second) = (number(left.customer), number(right.customer))
        return first == second ? left.customer.id < right.customer.id : first < second
    }

    private func key(_ entry: Directory.Entry) -> String {
        if column == .name { return entry.nameFold }
        if column == .field(.email), let key = entry.customer.details.emailKey { return key }
        // Customers without one come last.
        return entry.customer.text(of: column, in: .utc) ?? "\u{10FFFF}"
    }
}

// MARK: - The server's orders

extension RowOrder {
    private static let serverSorts: [RowOrder: ListQuery.Sort] = [
        .name: .name, .nameDescending: .nameDescending,
        RowOrder(column: .changed, isDescending: false): .changed,
        RowOrder(column: .changed, isDescending: true): .changedDescending,
        RowOrder(column: .registered, isDescending: false): .registered,
        RowOrder(column: .registered, isDescending: true): .registeredDescending,
    ]

    /// What a server is asked for this order, where it has it (``Model/serverSort(for:)``).
    fileprivate var sort: ListQuery.Sort? { Self.serverSorts[self] }

    /// The order of a page of the server's.
    init(_ sort: ListQuery.Sort) {
        self = Self.serverSorts.first { $0.value == sort }?.key ?? .name
    }
}

extension Model {
    /// How the API is asked for rows in an order; `nil` where it has it not, and all rows must be here.
    func serverSort(for order: RowOrder) -> ListQuery.Sort? {
        guard let sort = order.sort else { return nil }
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
