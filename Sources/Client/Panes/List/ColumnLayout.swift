import Domain

/// How a list's width is shared among its columns.
struct ColumnLayout: Sendable {
    let spans: [(fact: CustomerFact, columns: Range<Int>)]
    /// Where the sign stands; `nil` when there is no room.
    let sign: Int?

    /// The selection's sign on the left.
    static let margin = 3
    /// Room for the sign of a state on the right.
    static let signs = 2
    /// What the first columns want beyond the least before there is one that is spare.
    private static let comfort = 36

    init(_ chosen: ListColumns, width: Int) {
        let room = max(0, width - Self.margin - Self.signs)
        let facts = Self.fitting(chosen, room)
        let widths = Self.widths(facts, room)
        var column = Self.margin
        var spans: [(fact: CustomerFact, columns: Range<Int>)] = []
        for (fact, width) in zip(facts, widths) {
            spans.append((fact, column..<column + width))
            column += width
        }
        self.spans = spans
        sign = width > Self.margin + Self.signs ? width - Self.signs : nil
    }

    /// The columns for which there is room: the most important ones, and the name always.
    private static func fitting(_ chosen: ListColumns, _ room: Int) -> [CustomerFact] {
        var left = room - (chosen.facts.contains(.name) ? CustomerFact.name.leastColumns : 0)
        var shown: Set<CustomerFact> = [.name]
        func add(_ facts: [CustomerFact]) -> Bool {
            for fact in facts where fact != .name {
                left -= fact.leastColumns
                guard left >= 0 else { return false }
                shown.insert(fact)
            }
            return true
        }
        let hasAll = add(chosen.facts)
        left -= comfort
        if hasAll { _ = add(chosen.spare) }
        return (chosen.facts + chosen.spare).filter(shown.contains)
    }

    /// Each as wide as its values are; the name and other texts share the rest.
    private static func widths(_ facts: [CustomerFact], _ room: Int) -> [Int] {
        let fixed = facts.reduce(0) { $0 + ($1.fixedColumns ?? 0) }
        var rest = max(0, room - fixed)
        let phone = facts.contains(.field(.phone)) ? min(22, max(15, rest / 4)) : 0
        rest -= phone
        let shares = facts.reduce(0) { $0 + $1.share }
        let texts = facts.map { $0 == .name ? 0 : rest * $0.share / max(1, shares) }
        // What dividing leaves over is the name's.
        let name = rest - texts.reduce(0, +)
        return zip(facts, texts).map { fact, text in
            fact == .name ? name : fact == .field(.phone) ? phone : fact.fixedColumns ?? text
        }
    }
}

extension CustomerFact {
    /// A blank between it and the next included.
    fileprivate var leastColumns: Int { fixedColumns ?? 18 }

    /// For values that are of about one length; `nil` for those that grow with the window.
    fileprivate var fixedColumns: Int? {
        switch self {
        case .field(.name), .field(.email), .field(.phone), .field(.address): nil
        case .field, .changedBy: 16
        case .registered: 11
        case .created, .changed: 14
        case .version: 8
        case .id: 9
        }
    }

    /// Of the room that is left, against that of others.
    fileprivate var share: Int {
        switch self {
        case .field(.name): 9
        case .field(.email), .field(.address): 11
        case .field, .registered, .created, .changed, .changedBy, .version, .id: 0
        }
    }
}
