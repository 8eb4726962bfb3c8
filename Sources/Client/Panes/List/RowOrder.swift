import Domain
import Wire

/// The order of the list's rows.
struct RowOrder: Hashable, Sendable {
    var column: CustomerField
    var isDescending: Bool

    static let name = RowOrder(column: .name, isDescending: false)
    static let nameDescending = RowOrder(column: .name, isDescending: true)

    /// What the server can sort by; `nil` for orders of which all rows must be here.
    var serverSort: ListQuery.Sort? {
        guard column == .name else { return nil }
        return isDescending ? .nameDescending : .name
    }

    /// The next order that the sort key leads to.
    func next(allRowsAreLocal: Bool) -> RowOrder {
        guard isDescending else { return RowOrder(column: column, isDescending: true) }
        let columns: [CustomerField] = allRowsAreLocal ? CustomerField.listed : [.name]
        let index = columns.firstIndex(of: column) ?? columns.count - 1
        return RowOrder(column: columns[(index + 1) % columns.count], isDescending: false)
    }

    /// Whether `left` comes before `right`: by value as UTF-8 bytes, ties by id, as the server does.
    func precedes(_ left: Directory.Entry, _ right: Directory.Entry) -> Bool {
        let (first, second) = isDescending ? (right, left) : (left, right)
        let (firstKey, secondKey) = (key(first), key(second))
        guard firstKey == secondKey else { return firstKey.utf8.lexicographicallyPrecedes(secondKey.utf8) }
        return first.customer.id < second.customer.id
    }

    private func key(_ entry: Directory.Entry) -> String {
        if column == .name { return entry.nameFold }
        if column == .email { return entry.customer.details.emailKey }
        // Customers without one come last.
        return entry.customer.details[column] ?? "\u{10FFFF}"
    }
}
