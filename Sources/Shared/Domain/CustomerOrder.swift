/// In which order customers are listed: by one thing that there is to say of them, from either end.
package struct CustomerOrder: Hashable, Sendable {
    /// What they are compared by.
    package let fact: CustomerFact
    /// Whether the last of the values come first.
    package let isDescending: Bool

    /// By name, as every list begins.
    package static let name = CustomerOrder(.name)
    /// By name, from the end.
    package static let nameDescending = CustomerOrder(.name, isDescending: true)

    /// From the start, unless it is to descend.
    package init(_ fact: CustomerFact, isDescending: Bool = false) {
        self.fact = fact
        self.isDescending = isDescending
    }

    // MARK: Its word

    /// Reads `name`, or `-name` for the order from the end; letter case does not count.
    package init?(word: String) {
        let isDescending = word.hasPrefix("-")
        guard let fact = CustomerFact(word: word.dropFirst(isDescending ? 1 : 0).lowercased()) else { return nil }
        self.init(fact, isDescending: isDescending)
    }

    /// As ``init(word:)`` reads it.
    package var word: String { (isDescending ? "-" : "") + fact.word }

    // MARK: Comparing

    /// Whether `one` comes before `other`: by value, texts as UTF-8 bytes, ties by id, as the server does.
    package func precedes(_ one: Customer, _ other: Customer) -> Bool { precedes(key(of: one), key(of: other)) }

    /// The same, where the keys were worked out before.
    package func precedes(_ one: Key, _ other: Key) -> Bool { isDescending ? other < one : one < other }

    /// Where a customer stands.
    package func key(of customer: Customer) -> Key { key(of: customer, nameFold: customer.details.nameFold) }

    /// The same, where the fold of the name was worked out before.
    package func key(of customer: Customer, nameFold: @autoclosure () -> String) -> Key {
        Key(value: value(of: customer, nameFold), id: customer.id)
    }

    private func value(of customer: Customer, _ nameFold: () -> String) -> Key.Value {
        switch fact {
        case .field(.name): return .text(nameFold())
        case .field(.email): if let key = customer.details.emailKey { return .text(key) }
        case .registered: return .number(customer.registrationDate.microseconds)
        case .created: return .number(customer.createdAt.microseconds)
        case .changed: return .number(customer.updatedAt.microseconds)
        case .version: return .number(Int64(customer.version))
        case .field, .changedBy, .id: break
        }
        // Customers without a value come last.
        return .text(customer.text(of: fact, in: .utc) ?? "\u{10FFFF}")
    }

    /// Where a customer stands in an order; keys of one order can be compared.
    package struct Key: Sendable {
        fileprivate let value: Value
        fileprivate let id: CustomerID

        fileprivate enum Value: Sendable {
            case number(Int64)
            case text(String)
        }
    }
}

extension CustomerOrder.Key {
    fileprivate static func < (one: Self, other: Self) -> Bool {
        switch (one.value, other.value) {
        case (.number(let first), .number(let second)): return first == second ? one.id < other.id : first < second
        case (.text(let first), .text(let second)):
            guard first == second else { return first.utf8.lexicographicallyPrecedes(second.utf8) }
            return one.id < other.id
        case (.number, .text): return true
        case (.text, .number): return false
        }
    }
}
