import Domain
import FoundationEssentials

/// Something that customers are found by, as bytes: a word, or a phone's digits from the last to the first.
///
/// No UTF-8 holds ``mark`` or a byte above it: a phone, which begins with it, is never taken for a word, and a prefix with
/// it at its end stands behind everything that begins with the prefix.
enum SearchKey {
    private static let mark: UInt8 = 0xFE

    /// All that the customer has.
    static func all(of details: CustomerDetails) -> Set<Data> {
        let tokens = SearchTokens(details)
        var keys = Set(tokens.words.map { Data($0.utf8) })
        if let phone = tokens.reversedPhone { keys.insert(Data([mark] + Array(phone.utf8))) }
        return keys
    }

    /// What a customer must have keys beginning with, the longest first; `nil` when no customer can.
    static func prefixes(of term: SearchTerm) -> [Data]? {
        if case .phoneEnding(let digits) = term { return [Data([mark] + Array(digits.utf8.reversed()))] }
        return term.neededWords.map { words in words.map { Data($0.utf8) }.sorted { $0.count > $1.count } }
    }

    /// Behind all that begins with `prefix`.
    static func end(of prefix: Data) -> Data {
        prefix + [mark]
    }
}
