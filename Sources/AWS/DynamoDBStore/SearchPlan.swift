import CustomerAPI
import Domain
import DynamoDB

/// What a search has to look at.
struct SearchPlan {
    let term: SearchTerm
    /// What else is asked of customers.
    private let filter: CustomerFilter?
    /// The walks that the search may take, one for each need of the term, that of the longest prefixes first; it takes one of
    /// them. Empty when the search can find nobody.
    let walks: [Walk]

    /// Along all entries that may meet one need.
    struct Walk {
        /// What the texts begin with, in the order of their bytes, none beginning with another.
        let prefixes: [String]
        /// The stretches of the index, one behind the other.
        let legs: [Leg]

        init(_ need: SearchTerm.Need) {
            let texts = Self.joined(need.prefixes.map(SearchSortKey.cut))
            // No name begins with a code.
            let words = texts.filter { !$0.begins(with: " ") }
            prefixes = texts
            legs = words.map { Leg(stage: .names, prefix: $0) } + texts.map { Leg(stage: .words, prefix: $0) }
        }

        /// Whether it has one stretch of names and one of words.
        var isPlain: Bool { legs.count == 2 && legs[0].stage != legs[1].stage }

        /// Several beginnings that share six digits of a number are one stretch, of few entries: a query costs half a unit,
        /// however little it finds.
        private static func joined(_ prefixes: [String]) -> [String] {
            let groups = Dictionary(grouping: prefixes) { prefix in
                prefix.begins(with: " ") ? String(prefix.prefix(sharedCharacters)) : prefix
            }
            return groups.map { shared, members in members.count == 1 ? members[0] : shared }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }

        /// The blank and six digits.
        private static let sharedCharacters = 7
    }

    struct Leg {
        let stage: SearchStage
        let prefix: String
    }

    init(_ term: SearchTerm, _ filter: CustomerFilter? = nil) {
        // There is no index of the fields that are not searched.
        let term = term.withoutFurther
        (self.term, self.filter) = (term, filter)
        func length(_ need: SearchTerm.Need) -> Int { need.prefixes.map(\.utf8.count).min() ?? 0 }
        walks = term.findsNobody ? [] : term.needs.sorted { length($0) > length($1) }.map(Walk.init)
    }

    func finds(_ customer: Customer) -> Bool {
        let tokens = SearchTokens(customer, hasFurther: false)
        return term.matches(tokens) && filter?.matches(customer, tokens) ?? true
    }

    /// Whether there is something to filter by besides the prefixes.
    var isFiltering: Bool { walks.count > 1 }

    /// The walks that are tried to find the one with the fewest entries; none when there is nothing to choose.
    var tried: [Int] {
        let plain = walks.indices.filter { walks[$0].isPlain }.prefix(Self.maximumTried)
        return plain.count > 1 ? Array(plain) : []
    }

    /// How many entries a page looks at before it ends, however few it has found.
    ///
    /// An entry has some 330 bytes: a page of 25 costs three read units at most, the looks of a first page included.
    func budget(limit: Int, isFirst: Bool, _ walk: Walk) -> Int {
        let least = max(25, limit)
        return isFiltering && !isFirst && walk.isPlain ? 2 * least : least
    }

    /// Where a walk begins.
    func start(_ walk: Int) -> SearchPosition {
        SearchPosition(walk: walk, leg: 0, entry: nil)
    }

    /// How many walks are tried at most.
    private static let maximumTried = 2
}

/// The two parts of the index that a search walks along, one behind the other.
enum SearchStage {
    case names, words

    var partition: String {
        switch self {
        case .names: TableLayout.names
        case .words: TableLayout.words
        }
    }
}

/// Where a search goes on.
struct SearchPosition {
    /// Which of the plan's walks it takes.
    let walk: Int
    /// Where on the walk it is.
    let leg: Int
    /// Behind this entry; `nil` at the leg's beginning.
    let entry: Entry?

    struct Entry {
        /// The item's own key.
        let key: String
        let sortKey: String
    }

    private static let kind = UInt8(ascii: "s")

    init(walk: Int, leg: Int, entry: Entry?) {
        self.walk = walk
        self.leg = leg
        self.entry = entry
    }

    init(_ position: StorePosition, _ plan: SearchPlan) throws(StoreFailure) {
        var reader = try ByteReader(position, kind: Self.kind)
        guard let walk = reader.byte().map(Int.init), plan.walks.indices.contains(walk),
            let leg = reader.byte().map(Int.init), plan.walks[walk].legs.indices.contains(leg)
        else { throw .badPosition }
        self.walk = walk
        self.leg = leg
        guard !reader.isAtEnd else {
            entry = nil
            return
        }
        guard let size = reader.bytes(2) else { throw .badPosition }
        let key = try reader.keyText(reader.bytes(size.reduce(0) { $0 << 8 | Int($1) }), atMost: 2_048)
        let sortKey = try reader.keyText(reader.remainder(), atMost: 1_024)
        // DynamoDB refuses a start outside of the range.
        guard sortKey.begins(with: plan.walks[walk].legs[leg].prefix) else { throw .badPosition }
        entry = Entry(key: key, sortKey: sortKey)
    }

    var storePosition: StorePosition {
        var bytes = [Self.kind, UInt8(walk), UInt8(leg)]
        if let entry {
            bytes += UInt16(entry.key.utf8.count).bigEndianBytes + Array(entry.key.utf8) + Array(entry.sortKey.utf8)
        }
        return StorePosition(bytes)
    }

    /// What DynamoDB calls the last evaluated key.
    func startKey(_ stage: SearchStage) -> Item? {
        entry.map { entry in
            [
                Attribute.id: .string(entry.key), Attribute.searchPartition: .string(stage.partition),
                Attribute.searchSort: .string(entry.sortKey),
            ]
        }
    }
}

extension ByteReader {
    /// A text that DynamoDB takes in a key; any other bytes are not ours.
    mutating func keyText(_ bytes: ArraySlice<UInt8>?, atMost limit: Int) throws(StoreFailure) -> String {
        guard let bytes, (1...limit).contains(bytes.count), let text = String(validating: bytes, as: UTF8.self) else {
            throw .badPosition
        }
        return text
    }
}
