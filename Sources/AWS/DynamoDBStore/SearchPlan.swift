import CustomerAPI
import Domain
import DynamoDB

/// What a search has to look at.
struct SearchPlan {
    let term: SearchTerm
    /// What the texts begin with that the search may walk along; it takes one of them. Empty when the search can find nobody.
    let prefixes: [String]

    init(_ term: SearchTerm) {
        self.term = term
        switch term {
        case .phoneEnding(let digits): prefixes = [SearchEntries.phone(reversed: String(digits.reversed()))]
        case .words:
            let needed = term.neededWords ?? []
            prefixes = needed.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }.map(SearchSortKey.cut)
        }
    }

    /// Whether there is something to filter by besides the prefix.
    var isFiltering: Bool { prefixes.count > 1 }

    /// How many entries a page looks at before it ends, however few it has found.
    ///
    /// An entry has some 330 bytes: a page of 25 costs three read units at most, the looks of a first page included.
    func budget(limit: Int, isFirst: Bool) -> Int {
        let least = max(25, limit)
        return isFiltering && !isFirst ? 2 * least : least
    }

    /// Where the walk along a prefix begins: no name begins with a phone's digits and the space before them.
    func start(_ prefix: Int) -> SearchPosition {
        let stage = if case .phoneEnding = term { SearchStage.words } else { SearchStage.names }
        return SearchPosition(prefix: prefix, stage: stage, entry: nil)
    }

    /// How many of the longest prefixes are tried to find the rarest.
    static let maximumTried = 2
}

/// The two parts of the index that a search walks along, one behind the other.
enum SearchStage: UInt8 {
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
    /// Which of the plan's prefixes it walks along.
    let prefix: Int
    let stage: SearchStage
    /// Behind this entry; `nil` at the stage's beginning.
    let entry: Entry?

    struct Entry {
        /// The item's own key.
        let key: String
        let sortKey: String
    }

    private static let kind = UInt8(ascii: "s")

    init(prefix: Int, stage: SearchStage, entry: Entry?) {
        self.prefix = prefix
        self.stage = stage
        self.entry = entry
    }

    init(_ position: StorePosition, _ plan: SearchPlan) throws(StoreFailure) {
        var reader = try ByteReader(position, kind: Self.kind)
        guard let prefix = reader.byte().map(Int.init), plan.prefixes.indices.contains(prefix),
            let stage = reader.byte().flatMap(SearchStage.init)
        else { throw .badPosition }
        self.prefix = prefix
        self.stage = stage
        guard !reader.isAtEnd else {
            entry = nil
            return
        }
        guard let size = reader.bytes(2) else { throw .badPosition }
        let key = try reader.keyText(reader.bytes(size.reduce(0) { $0 << 8 | Int($1) }), atMost: 2_048)
        let sortKey = try reader.keyText(reader.remainder(), atMost: 1_024)
        // DynamoDB refuses a start outside of the range.
        guard sortKey.begins(with: plan.prefixes[prefix]) else { throw .badPosition }
        entry = Entry(key: key, sortKey: sortKey)
    }

    var storePosition: StorePosition {
        var bytes = [Self.kind, UInt8(prefix), stage.rawValue]
        if let entry {
            bytes += UInt16(entry.key.utf8.count).bigEndianBytes + Array(entry.key.utf8) + Array(entry.sortKey.utf8)
        }
        return StorePosition(bytes)
    }

    /// What DynamoDB calls the last evaluated key.
    var startKey: Item? {
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
