import Domain
import FoundationEssentials

/// Something that customers are found by, as bytes: a word, a word of the fields that are not searched (``FurtherWord``), or a
/// code (``SearchTokens/codes``), which begins with a blank as no word does.
enum SearchKey {
    /// No UTF-8 holds it or a byte above it: a prefix with it at its end stands behind everything that begins with the prefix.
    private static let mark: UInt8 = 0xFE

    /// All that the customer has.
    static func all(of customer: Customer) -> Set<Data> {
        let tokens = SearchTokens(customer)
        return Set((tokens.entries + tokens.further).map { Data($0.utf8) })
    }

    /// What a customer must have keys beginning with, one for each need, the longest first.
    static func prefixes(of term: SearchTerm) -> [[Data]] {
        guard !term.findsNobody else { return [] }
        return term.needs.map { need in need.prefixes.map { Data($0.utf8) } }
            .sorted { ($0.first?.count ?? 0) > ($1.first?.count ?? 0) }
    }

    /// Behind all that begins with `prefix`.
    static func end(of prefix: Data) -> Data {
        prefix + [mark]
    }
}
